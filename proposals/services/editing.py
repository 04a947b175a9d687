"""Changing what a proposal says: cleans the values, fills from the catalogue, computes the budget."""

from collections.abc import Mapping
from typing import Any

from proposals import budget, position
from proposals.forms import ProposalForm
from proposals.models import Proposal
from proposals.refusals import Refused
from proposals.refusals import content as content_refusal
from proposals.services.known_forms import KnownForms

RELATIONS = ("field", "kelurahan", "catalogue_item", "target_agency", "rkpd_priority")
FROM_CATALOGUE = {
    "kind": "kind",
    "unit": "unit",
    "unit_price": "unit_price",
    "price_basis": "price_basis",
    "field": "field",
}
PRIVATE = ("contact",)  # never in events


def fill(change, values):
    """Complete `change` with the new values; None when nothing differs. Raises Refused (422)."""
    row = change.row
    cleaned = clean(values, proposal=row)
    differing = {name: value for name, value in cleaned.items() if getattr(row, name) != value}
    if not differing:
        return None
    change.updates |= differing
    change.updates |= derive(row, differing, counts=row.status != "revision")
    change.data["values"] = told(differing)
    return change


def clean(values: Any, *, proposal: Proposal, forms: KnownForms | None = None) -> dict[str, Any]:
    """Typed values for the names given, catalogue defaults included. Raises Refused with a sentence per field.

    `forms` are shared by the rows of a batch.
    """
    about = {"uuid": proposal.uuid, "reference": proposal.reference or ""}
    if not isinstance(values, Mapping):
        raise Refused(
            content_refusal(
                {"values": "Isian usulan tidak terbaca. Kirim sebagai pasangan nama dan isi."}, **about
            )
        )
    unknown = [str(name) for name in values if name not in ProposalForm.base_fields]
    if unknown:
        raise Refused(
            content_refusal({name: f"Isian “{name[:60]}” tidak dikenal." for name in unknown}, **about)
        )
    wrong = {
        name: "Isi dengan teks atau angka, bukan daftar."
        for name, value in values.items()
        if isinstance(value, list | dict)
    }
    form = (
        forms.fill(values)
        if forms
        else ProposalForm(dict(values), cycle=proposal.cycle, place=proposal.kelurahan, only=values)
    )
    if wrong or not form.is_valid():
        fields = wrong or {name: " ".join(sentences) for name, sentences in form.errors.items()}
        raise Refused(content_refusal(fields, **about))
    cleaned = {name: form.cleaned_data[name] for name in values}
    _check_place(cleaned, proposal, about)
    return _with_catalogue(cleaned, proposal)


def derive(row: Proposal, values: Mapping[str, Any], *, counts: bool) -> dict[str, Any]:
    """What follows from the values: budget, position warning, and `current_*` while nobody has decided yet."""
    merged = {
        name: values.get(name, getattr(row, name))
        for name in ("volume", "unit_price", "households", "latitude", "longitude")
    }
    try:
        amount = budget.compute(merged["volume"], merged["unit_price"])
    except OverflowError:
        sentence = "Anggaran terlalu besar untuk disimpan. Periksa jumlah nol pada harga dan volume."
        raise Refused(
            content_refusal({"unit_price": sentence}, uuid=row.uuid, reference=row.reference or "")
        ) from None
    derived: dict[str, Any] = {"budget": amount, "position_warning": ""}
    kelurahan = values.get("kelurahan", row.kelurahan)
    if kelurahan and merged["latitude"] is not None and merged["longitude"] is not None:
        derived["position_warning"] = position.warn(
            merged["latitude"], merged["longitude"], kelurahan_id=kelurahan.pk
        )
    if kelurahan and kelurahan.kecamatan_id != row.kecamatan_id:
        derived["kecamatan_id"] = kelurahan.kecamatan_id
    if counts:
        derived |= {
            "current_volume": merged["volume"],
            "current_price": merged["unit_price"],
            "current_budget": amount,
            "current_households": merged["households"],
            "current_agency": values.get("target_agency", row.target_agency),
        }
        item = values.get("catalogue_item", row.catalogue_item)
        derived["current_sub_kegiatan"] = item.sub_kegiatan if item else None
    return derived


def told(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as an event tells them: natural keys, nothing private."""
    public = {name: natural_key(value) for name, value in values.items() if name not in PRIVATE}
    if any(name in values for name in PRIVATE):
        public["contact_changed"] = True
    return public


def natural_key(value: Any) -> Any:
    return getattr(value, "number", None) or getattr(value, "code", value)


def _check_place(cleaned, proposal: Proposal, about) -> None:
    kelurahan = cleaned.get("kelurahan")
    if "kelurahan" not in cleaned:
        return
    foreign = (proposal.source == "musrenbang" and kelurahan != proposal.kelurahan) or (
        proposal.source == "kecamatan"
        and kelurahan is not None
        and kelurahan.kecamatan_id != proposal.kecamatan_id
    )
    if foreign:
        raise Refused(
            content_refusal(
                {"kelurahan": "Kelurahan ini di luar kantor Anda. Pilih kelurahan sendiri."}, **about
            )
        )
    if proposal.source == "pokir" and kelurahan is None:
        raise Refused(content_refusal({"kelurahan": "Pilih kelurahan tempat usulan ini."}, **about))


def _with_catalogue(cleaned, proposal: Proposal) -> dict[str, Any]:
    """A newly chosen catalogue item fills what was not given with it."""
    item = cleaned.get("catalogue_item")
    if item and item.pk != proposal.catalogue_item_id:
        for name, source in FROM_CATALOGUE.items():
            if cleaned.get(name) in (None, ""):
                cleaned[name] = getattr(item, source)
        if cleaned.get("target_agency") is None:
            cleaned["target_agency"] = item.agency_for(proposal.kecamatan)
    return cleaned
