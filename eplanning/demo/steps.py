"""What every step in the life of a demo proposal needs: its moment, its figures, its words."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random

from proposals import budget
from proposals.models import Proposal

from .ledger import Ledger

RETURN_REASONS = (
    "Panjang tidak cocok dengan foto dan titik. Ukur ulang.",
    "Surat pernyataan lahan belum dilampirkan.",
    "Foto terlalu gelap, keadaan sekarang tidak terlihat.",
    "RT dan RW pada judul berbeda dengan isian lokasi.",
    "Jumlah penerima manfaat belum sesuai dengan data RW.",
)
REJECT_REASONS = {
    "duplicate": "Sama dengan usulan RW lain di ruas yang sama.",
    "already_done": "Sudah dikerjakan pada tahun anggaran berjalan.",
    "land": "Lahan milik perorangan dan belum ada pernyataan hibah.",
    "not_priority": "Belum sesuai dengan prioritas RKPD tahun rencana.",
    "wrong_address": "Lokasi berada di luar wilayah kelurahan pengusul.",
    "incomplete": "Data teknis tidak cukup untuk menghitung kebutuhan.",
}
CHANGE_REASONS = (
    "Hasil ukur lapangan lebih pendek.",
    "Sebagian sudah dikerjakan tahun lalu.",
    "Disesuaikan dengan lebar jalan yang ada.",
    "Harga disesuaikan dengan standar harga yang berlaku.",
)
ADVICE = ("Layak, warga bersedia kerja bakti.", "Layak dan mendesak.", "Layak, lokasi sudah ditinjau.", "")
VERIFIED = ("Layak secara teknis.", "Layak, masuk rencana kerja.", "Sesuai hasil peninjauan.", "")
INSTITUTIONS = (
    ("province", "Dinas PUPR Provinsi Banten", "Ruas jalan milik provinsi."),
    ("national", "BBWS Ciliwung Cisadane", "Sungai kewenangan pemerintah pusat."),
)


class Steps:
    """The cast, the calendar and the ledger of one cycle, and what a step is made of."""

    def __init__(self, ledger: Ledger, calendar, photos: Sequence[dict], random: Random, holidays):
        self.ledger, self.cast = ledger, ledger.cast
        self.calendar, self.photos, self.random, self.holidays = calendar, photos, random, holidays

    def _tell(self, row: Proposal, action: str, target: str, by, at, **rest) -> None:
        self.ledger.tell(row, action, target, by=by, at=at, **rest)

    def _step(self, row: Proposal, stage: str):
        """A moment of the stage after the last one of this proposal."""
        at = self.calendar.moment(self.random, stage, 0.05, 0.85)
        return at if at > row.updated_at else row.updated_at + timedelta(minutes=self.random.randint(20, 900))

    def _judged(self, row: Proposal, sentences) -> tuple[dict, str]:
        """The figures of a reviewing office: mostly as before, sometimes less, then with the reason."""
        volume, text = row.current_volume, self.random.choice(sentences)
        if self.random.random() < 0.22:
            smaller = self._smaller(volume)
            if smaller != volume:
                volume, text = smaller, self.random.choice(CHANGE_REASONS)
        return {
            "volume": volume,
            "price": row.current_price,
            "budget": budget.compute(volume, row.current_price),
        }, text

    def _smaller(self, volume: Decimal) -> Decimal:
        return max(Decimal(1), Decimal(int(volume * Decimal(str(self.random.uniform(0.75, 0.97))))))

    def _asked(self, row: Proposal) -> dict:
        return {
            "volume": row.volume,
            "price": row.unit_price,
            "budget": row.budget,
            "households": row.households,
        }

    def _current(self, values: dict) -> dict:
        return {f"current_{name}": value for name, value in values.items()}
