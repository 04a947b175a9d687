"""What must be said with a decision: cleans the inputs of one action for one proposal.

Each need or extra of the action (see `workflow.ACTIONS`) has one function here. A function gets the raw value and
the case, and answers with the clean value or raises `Unfit` with the sentence for that input.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from proposals import budget, completeness, text, workflow
from proposals.form_fields import CountField, RupiahField, VolumeField
from proposals.models import Holiday, Proposal
from proposals.services import releasing
from proposals.working_days import END_OF_OFFICE_DAY, OFFICE_ZONE, add_working_days
from regions.models import Agency, Nomenclature

LOCAL_SUB_KEGIATAN = ("7.01.03.2.02.02", "7.01.03.2.02.03")
LEVELS = {"province": "Provinsi", "national": "Pusat"}
LONGEST_REPAIR = timedelta(days=60)


class Unfit(Exception):
    """The sentence for one input."""


@dataclass(slots=True)
class Case:
    """What the cleaning functions may look at; shared reads are kept so that a batch asks once."""

    proposal: Proposal
    action: workflow.Action
    now: datetime
    shared: dict[str, Any]


def clean(given: Mapping[str, Any], case: Case) -> tuple[dict[str, Any], dict[str, str]]:
    """(clean values, sentence by input). Inputs that the action does not take are refused by name."""
    values: dict[str, Any] = {}
    unfit: dict[str, str] = {}
    wanted = [*case.action.needs, *case.action.takes]
    for name in given:
        if name not in wanted and name not in CARRIED:
            unfit[name] = f"Isian “{name}” tidak dikenal untuk “{case.action.label}”."
    for name in wanted:
        cleaner = CLEANERS.get(name)
        if cleaner is None:
            continue
        try:
            values[name] = cleaner(given.get(name), case, name in case.action.needs)
        except Unfit as refusal:
            unfit[name] = str(refusal)
    if not unfit:
        unfit |= _check_together(values, case)
    return values, unfit


def _check_together(values: dict[str, Any], case: Case) -> dict[str, str]:
    """Rules over several inputs: the budget fits, and a change against the level below has its reason."""
    proposal, unfit = case.proposal, {}
    if values.get("volume") is not None and "price" in values:
        try:
            values["budget"] = budget.compute(values["volume"], values["price"])
        except OverflowError:
            return {
                "price": "Anggaran terlalu besar untuk disimpan. Periksa jumlah nol pada harga dan volume."
            }
        changed = (values["volume"], values["budget"]) != (proposal.current_volume, proposal.current_budget)
        if changed and not values.get("text"):
            unfit["text"] = "Tulis alasan, karena volume atau anggaran berbeda dari jenjang sebelumnya."
    return unfit


def _text(raw, case: Case, needed: bool) -> str:
    try:
        value = text.clean(raw if isinstance(raw, str) else "" if raw is None else _not_text(raw))
    except text.UnfitText as refusal:
        raise Unfit(str(refusal)) from refusal
    if needed and not value:
        raise Unfit("Tulis alasannya; alasan ini dibaca pengusul.")
    return value


def _not_text(raw):
    raise Unfit("Isi alasan dengan teks.")


def _category(raw, case: Case, needed: bool) -> str:
    value = raw or ""
    known = workflow.SUPERSEDE_REASONS if case.action.key == "supersede" else workflow.REASON_CATEGORIES
    if value and (not isinstance(value, str) or value not in known):
        raise Unfit("Pilih golongan alasan dari daftar.")
    if needed and not value:
        raise Unfit("Pilih golongan alasan.")
    return value


def _by_field(field: forms.Field, missing: str) -> Callable:
    def cleaner(raw, case: Case, needed: bool):
        try:
            value = field.clean(raw)
        except forms.ValidationError as refusal:
            raise Unfit(" ".join(refusal.messages)) from refusal
        if needed and value is None:
            raise Unfit(missing)
        return value

    return cleaner


def _readiness(raw, case: Case, needed: bool) -> int | None:
    if raw in (None, ""):
        return None
    if str(raw) not in {"1", "2", "3", "4", "5"} or isinstance(raw, bool):
        raise Unfit("Pilih kesiapan 1 sampai 5.")
    return int(raw)


def _sub_kegiatan(raw, case: Case, needed: bool):
    if not raw:
        raise Unfit("Pilih sub kegiatan.")
    code = raw.code if isinstance(raw, Nomenclature) else str(raw).strip()
    if case.action.key == "fund_local" and code not in LOCAL_SUB_KEGIATAN:
        raise Unfit("Dana Kelurahan memakai sub kegiatan 7.01.03.2.02.02 atau 7.01.03.2.02.03.")
    year = case.proposal.cycle.planning_year
    known = _shared(
        case,
        ("nomenclature", year, code),
        lambda: (
            Nomenclature.objects.filter(
                planning_year=year, code=code, level=Nomenclature.Level.SUB_KEGIATAN
            ).first()
            if len(code) <= 20 and code.replace(".", "").isalnum()
            else None
        ),
    )
    if known is None:
        raise Unfit("Kode sub kegiatan ini tidak ada di nomenklatur tahun perencanaan. Pilih dari daftar.")
    return known


def _agency(raw, case: Case, needed: bool):
    if not raw:
        raise Unfit("Pilih Perangkat Daerah tujuan.")
    code = raw.code if isinstance(raw, Agency) else str(raw).strip()
    agency = _shared(
        case,
        ("agency", code),
        lambda: (
            Agency.objects.filter(code=code, is_active=True).first()
            if code.replace(".", "").isalnum()
            else None
        ),
    )
    if agency is None:
        raise Unfit("Perangkat Daerah ini tidak dikenal. Pilih dari daftar.")
    decides = case.proposal.redirect_count >= 1  # Bappeda, which may also leave it where it is
    if agency.pk == case.proposal.current_agency_id and not decides:
        raise Unfit("Usulan ini sudah berada di Perangkat Daerah itu. Pilih Perangkat Daerah lain.")
    return agency


def _level(raw, case: Case, needed: bool) -> str:
    if not isinstance(raw, str) or raw not in LEVELS:
        raise Unfit("Pilih Provinsi atau Pusat.")
    return raw


def _institution(raw, case: Case, needed: bool) -> str:
    value = _text(raw, case, False)
    if not value:
        raise Unfit("Isi nama instansi yang dituju.")
    if len(value) > 160:
        raise Unfit("Nama instansi paling banyak 160 karakter.")
    return value


def _deadline(raw, case: Case, needed: bool) -> datetime:
    """A day given ends at 16.00 WIB; nothing given is the cycle's number of working days."""
    if raw in (None, ""):
        holidays = _shared(
            case, ("holidays",), lambda: frozenset(Holiday.objects.values_list("day", flat=True))
        )
        return add_working_days(case.now, case.proposal.cycle.repair_days, holidays)
    try:
        moment = raw if isinstance(raw, datetime) else None
        day = raw if isinstance(raw, date) and moment is None else None
        if moment is None and day is None:
            if not isinstance(raw, str):
                raise forms.ValidationError("type")
            day = forms.DateField(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]).clean(raw)
        moment = moment or datetime.combine(day, END_OF_OFFICE_DAY, OFFICE_ZONE)
    except forms.ValidationError as refusal:
        raise Unfit("Tulis tanggal batas perbaikan, misalnya 14/02/2020.") from refusal
    if moment <= case.now:
        raise Unfit("Batas perbaikan harus sesudah hari ini.")
    if moment > case.now + LONGEST_REPAIR:
        raise Unfit("Batas perbaikan paling lama 60 hari.")
    return moment


def _flag(raw, case: Case, needed: bool) -> bool:
    return raw in (True, "true", "on", "1", 1)


def _complete(raw, case: Case, needed: bool) -> None:
    missing = completeness.find_missing(case.proposal, photos=case.shared["photos"].get(case.proposal.pk, 0))
    if missing:
        raise Unfit("Belum lengkap: " + " ".join(item.sentence for item in missing))


def _changed(raw, case: Case, needed: bool) -> None:
    if not case.shared["changed"].get(case.proposal.pk):
        raise Unfit("Belum ada yang diubah sejak dikembalikan. Perbaiki isian atau lampiran lebih dulu.")


def _recommended(raw, case: Case, needed: bool) -> None:
    if not case.proposal.is_recommended:
        raise Unfit("Isi rekomendasi volume dan harga lebih dulu.")


def _confirmed(raw, case: Case, needed: bool) -> bool:
    if case.proposal.position_warning and not _flag(raw, case, needed):
        raise Unfit(f"{case.proposal.position_warning} Centang bahwa letaknya sudah Anda pastikan.")
    return _flag(raw, case, needed)


def _merged(raw, case: Case, needed: bool) -> dict[int, str]:
    """What becomes of each proposal that was merged into this one, by its key; empty when there is none."""
    try:
        return releasing.read_choices(raw, case.shared.get("merged", {}).get(case.proposal.pk, []))
    except releasing.Unclear as refusal:
        raise Unfit(str(refusal)) from refusal


def _as_given(raw, case: Case, needed: bool):
    return raw


def _shared(case: Case, key, read: Callable):
    if key not in case.shared:
        case.shared[key] = read()
    return case.shared[key]


# Inputs that are read by the services themselves and not cleaned here.
CARRIED = ("lead_version", "run")

CLEANERS: dict[str, Callable[[Any, Case, bool], Any]] = {
    "text": _text,
    "category": _category,
    "volume": _by_field(VolumeField(), "Isi volume."),
    "price": _by_field(RupiahField(), "Isi harga satuan."),
    "households": _by_field(CountField(), "Isi jumlah KK penerima manfaat."),
    "readiness": _readiness,
    "sub_kegiatan": _sub_kegiatan,
    "agency": _agency,
    "level": _level,
    "institution": _institution,
    "deadline": _deadline,
    "ordered": _flag,
    "complete": _complete,
    "changed": _changed,
    "recommended": _recommended,
    "position_confirmed": _confirmed,
    "results": _as_given,
    "assessment": _as_given,
    "lead": _as_given,
    "merged": _merged,
    "values": _as_given,
    "add": _as_given,
    "remove": _as_given,
}
