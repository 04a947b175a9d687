"""What makes the desk of a kecamatan."""

from accounts.roles import KECAMATAN
from proposals.desks import Desk, Seat
from proposals.queue_choices import FILTERS
from proposals.windows import Opening
from regions.models import Kecamatan

NOTES = {
    "recommend": "Angka di kolom Anda disimpan; usulan tetap di kecamatan",
    "fund_local": "Selesai di kecamatan, dari pagu kelurahan",
    "return": "Kelurahan memperbaiki sampai batas waktunya",
    "merge": "Nomor usulan utama wajib diisi",
    "refer": "Di luar kewenangan kota",
    "reject": "Golongan dan alasan wajib diisi",
}


def _note(action: str, row) -> str:
    if action == "forward":
        return (
            f"Tujuan: {row.current_agency.name}"
            if row.current_agency
            else "Perangkat Daerah tujuan belum ada"
        )
    return NOTES[action]


DESK = Desk(
    name="kecamatan",
    place="kecamatan",
    roles=KECAMATAN,
    stage="kecamatan",
    status="kecamatan_review",
    figures="recommend",
    own_column="Kecamatan (Anda)",
    actions=("recommend", "forward", "fund_local", "return", "merge", "refer", "reject"),
    on_demand=("fund_local", "return", "merge"),
    filters=tuple(name for name in FILTERS if name not in ("kecamatan", "alihan")),
    order="kelurahan_order",
    arrived=("endorsed_at",),
    offices=Kecamatan,
    narrow=lambda rows, office: rows.filter(kecamatan=office, endorsed_at__isnull=False).exclude(
        source="pokir"
    ),
    note=_note,
    usual=lambda row: "forward" if row.is_recommended else "recommend",
)
WITH_FIGURES = ("recommend", "forward", "fund_local")  # acts that take the own column with them


def can_begin(seat: Seat, opening: Opening) -> bool:
    """Whether this person may begin a proposal of the kecamatan's own now; only then is the button offered."""
    return "kecamatan_officer" in seat.roles and opening.is_open
