"""What is missing before a proposal can be submitted, field by field, with the step of the form where it stands."""

from dataclasses import dataclass

from proposals.forms import STEP_OF
from proposals.models import CatalogueItem

PHYSICAL = CatalogueItem.Kind.PHYSICAL


@dataclass(frozen=True, slots=True)
class Missing:
    field: str
    sentence: str

    @property
    def step(self) -> str:
        return STEP_OF.get(self.field, "lokasi")


SENTENCES = {
    "title": "Tulis judul usulan.",
    "problem": "Tulis masalah yang terjadi.",
    "expected_output": "Tulis hasil yang diharapkan.",
    "proposer": "Isi pengusul, misalnya RW 05.",
    "field": "Pilih bidang.",
    "kind": "Pilih jenis fisik atau nonfisik.",
    "volume": "Isi volume.",
    "unit": "Isi satuan.",
    "unit_price": "Isi harga satuan.",
    "price_basis": "Pilih dasar harga.",
    "households": "Isi jumlah KK penerima manfaat.",
    "people": "Isi jumlah jiwa penerima manfaat.",
    "target_agency": "Pilih Perangkat Daerah tujuan.",
}
RELATIONS = ("field", "target_agency")


def find_missing(proposal, *, photos: int) -> list[Missing]:
    """What `submit`, `endorse`, `register` and `resubmit` would refuse; empty when complete."""
    missing = [
        Missing(name, sentence)
        for name, sentence in SENTENCES.items()
        if getattr(proposal, f"{name}_id" if name in RELATIONS else name) in (None, "")
    ]
    if proposal.catalogue_item_id is None and not proposal.justification:
        missing.append(
            Missing("justification", "Pilih pekerjaan dari kamus, atau tulis alasan di luar kamus.")
        )
    if not proposal.street and not proposal.rw:
        missing.append(Missing("street", "Isi nama jalan atau nomor RW."))
    if proposal.source == "pokir":
        if not proposal.councillor:
            missing.append(Missing("councillor", "Isi nama anggota DPRD."))
        if not proposal.faction:
            missing.append(Missing("faction", "Isi fraksi."))
    if proposal.kind == PHYSICAL:
        if not proposal.land_status:
            missing.append(Missing("land_status", "Pilih status lahan."))
        if proposal.latitude is None or proposal.longitude is None:
            missing.append(Missing("latitude", "Tandai titik lokasi."))
        if photos < 1:
            missing.append(Missing("photo", "Tambahkan satu foto lokasi."))
    return missing
