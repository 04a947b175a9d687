"""A reviewer's sheet: saved as often as wished, then submitted through the workflow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from bappeda import guards, measuring
from bappeda.conflicts import find_barred
from bappeda.models import Assessment, Assignment, Criterion
from bappeda.services.authority import require_role
from bappeda.services.criteria import require_in_force
from bappeda.services.locking import require_open
from bappeda.services.reopening import keep_earlier, reopen
from proposals import clock, text
from proposals.models import Event, Proposal
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused, content
from proposals.services.transitions import Outcome, perform

ATTEMPTS = 5  # other reviewers of the same proposal may finish in the same moment
OVERTAKEN = "Lembar ini sudah disimpan dari jendela lain. Muat ulang untuk melihat isinya, lalu lanjutkan."
SUBMITTED = "Lembar ini sudah selesai. Buka untuk dinilai lagi bila ingin mengubahnya."


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a reviewer says about one proposal, cleaned."""

    marks: dict[str, int | None]
    abstained: bool
    abstain_reason: str
    note: str
    suggestion: str


def list_criteria(proposal: Proposal) -> list[Criterion]:
    """The criteria that are marked on this proposal, in the order of the sheet."""
    criteria = list(require_in_force(proposal.cycle).criteria.all())
    item = proposal.catalogue_item
    candidate = measuring.Candidate(str(proposal.uuid), catalogue=item.levels if item else {})
    marked = set(measuring.list_marked(candidate, [criterion.rule for criterion in criteria]))
    return [criterion for criterion in criteria if criterion.key in marked]


@transaction.atomic
def save_marks(*, uuid: UUID, by, version: int, **values: Any) -> Assessment:
    """Keep an unfinished sheet. `version` is that of the sheet which the person saw, 0 for a new one.

    `values`: marks, abstained, abstain_reason, note, suggestion. Raises Refused: 404, 403, 409 when the sheet
    was saved elsewhere, is finished, or the proposal is not marked now; 422 for content.
    """
    proposal = _require_markable(uuid, by)
    return _write(proposal, by, version, _clean(proposal, values))


def submit_marks(*, uuid: UUID, by, version: int, proposal_version: int, **values: Any) -> Outcome:
    """Finish a sheet: every criterion has a mark or an abstention, or the whole is abstained with a reason.

    A finished sheet may be submitted again; the history keeps each. Marks of other reviewers change the
    version of the proposal but not what it says, so they do not stand in the way; any other change does (409).
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return _submit_once(uuid, by, version, proposal_version, values)
        except Refused as refusal:
            if refusal.refusals[0].code != "version" or _has_changed(uuid, since=proposal_version):
                raise
    return _submit_once(uuid, by, version, proposal_version, values)


@transaction.atomic
def _submit_once(uuid: UUID, by, version: int, seen: int, values: Mapping[str, Any]) -> Outcome:
    proposal = _require_markable(uuid, by)
    require_open(proposal.cycle_id)
    sheet = _clean(proposal, values)
    _require_finished(proposal, sheet)
    if seen < proposal.version and not _has_changed(uuid, since=seen):
        seen = proposal.version
    written = _write(proposal, by, version, sheet, finished=True)
    told = _tell(sheet, written.version)
    return perform(targets={proposal.uuid: seen}, action="mark", by=by, assessment=told).require()


@transaction.atomic
def reopen_sheet(*, uuid: UUID, by, version: int) -> Assessment:
    """Mark again: the sheet is unfinished until it is submitted, and does not count while it is; its marks are kept."""
    proposal = _require_markable(uuid, by)
    require_open(proposal.cycle_id)
    sheet = _find_finished(proposal, by, version)
    if sheet is None or not reopen([sheet], by=by):
        raise Refused(Refusal(409, "sheet_version", OVERTAKEN, proposal.uuid, proposal.reference or ""))
    return Assessment.objects.get(proposal=proposal, reviewer=by)


def _find_finished(proposal: Proposal, by, version: int) -> Assessment | None:
    found = Assessment.objects.filter(
        proposal=proposal, reviewer=by, version=version, state=Assessment.State.SUBMITTED
    )
    return found.select_related("proposal__cycle").first()


def _require_markable(uuid: UUID, by) -> Proposal:
    """404, 403, 409 in this order; the window and the version are asked when the sheet is submitted."""
    proposal = visible_to(by).filter(uuid=uuid).select_related("cycle", "catalogue_item").first()
    if proposal is None:
        sentence = "Usulan ini tidak ditemukan di kantor Anda. Periksa nomornya."
        raise Refused(Refusal(404, "not_found", sentence, uuid))
    about = {"uuid": proposal.uuid, "reference": proposal.reference or ""}
    require_role(by, "bappeda_reviewer")
    if not Assignment.objects.filter(proposal=proposal, reviewer=by).exists():
        raise Refused(Refusal(403, "not_assigned", guards.NOT_ASSIGNED, **about))
    if find_barred([by])[by.pk].covers(proposal):
        raise Refused(Refusal(409, "conflict", guards.CONFLICT, **about))
    if proposal.status != "scoring":
        sentence = f"Usulan ini sekarang berstatus {proposal.get_status_display()}, jadi tidak dinilai."
        raise Refused(Refusal(409, "status", sentence, **about))
    return proposal


def _clean(proposal: Proposal, values: Mapping[str, Any]) -> Sheet:
    unfit: dict[str, str] = {}
    known = {criterion.key: criterion.label for criterion in list_criteria(proposal)}
    given = values.get("marks") or {}
    if not isinstance(given, Mapping):
        raise Refused(content({"marks": "Nilai tidak terbaca. Muat ulang halaman."}, uuid=proposal.uuid))
    for key, mark in given.items():
        if key not in known:
            unfit[f"marks.{key}"] = f"Kriteria “{key}” tidak dinilai pada usulan ini."
        elif mark is not None and (type(mark) is not int or mark not in measuring.LEVELS):
            unfit[f"marks.{key}"] = f"Pilih nilai 1 sampai 5 untuk {known[key]}."
    texts = {}
    for name, longest in (("abstain_reason", 300), ("note", text.LONGEST)):
        try:
            texts[name] = text.clean(str(values.get(name) or ""), longest=longest, lines=name == "note")
        except text.UnfitText as refusal:
            unfit[name] = str(refusal)
    suggestion = values.get("suggestion") or ""
    if suggestion not in ("", *Assessment.Suggestion.values):
        unfit["suggestion"] = "Pilih saran dari daftar."
    if unfit:
        raise Refused(content(unfit, uuid=proposal.uuid, reference=proposal.reference or ""))
    return Sheet(dict(given), values.get("abstained") is True, suggestion=suggestion, **texts)


def _require_finished(proposal: Proposal, sheet: Sheet) -> None:
    about = {"uuid": proposal.uuid, "reference": proposal.reference or ""}
    if sheet.abstained:
        if not sheet.abstain_reason:
            raise Refused(content({"abstain_reason": "Tulis alasan tidak menilai usulan ini."}, **about))
        return
    criteria = list_criteria(proposal)
    missing = [c for c in criteria if c.key not in sheet.marks]
    if missing:
        raise Refused(
            content(
                {f"marks.{c.key}": f"Beri nilai, atau pilih tidak menilai: {c.label}." for c in missing},
                **about,
            )
        )
    without = [c.label for c in criteria if sheet.marks.get(c.key) is None]
    if without and not sheet.note:
        sentence = f"Tulis di catatan mengapa tidak menilai: {', '.join(without)}."
        raise Refused(content({"note": sentence}, **about))


def _write(proposal: Proposal, by, version: int, sheet: Sheet, *, finished: bool = False) -> Assessment:
    """Insert or update under the sheet's own version. An unfinished save never touches a finished sheet."""
    now = clock.now()
    state = Assessment.State.SUBMITTED if finished else Assessment.State.DRAFT
    values = {
        "marks": sheet.marks,
        "abstained": sheet.abstained,
        "abstain_reason": sheet.abstain_reason,
        "note": sheet.note,
        "suggestion": sheet.suggestion,
        "state": state,
        "submitted_at": now if finished else None,
        "updated_at": now,
    }
    about = {"uuid": proposal.uuid, "reference": proposal.reference or ""}
    own = Assessment.objects.filter(proposal=proposal, reviewer=by)
    if version == 0:
        try:
            with transaction.atomic():
                return Assessment.objects.create(proposal=proposal, reviewer=by, **values)
        except IntegrityError:
            raise Refused(Refusal(409, "sheet_version", OVERTAKEN, **about)) from None
    writable = own.filter(version=version)
    if not finished:
        writable = writable.filter(state=Assessment.State.DRAFT)
    before = _find_finished(proposal, by, version) if finished else None
    if not writable.update(version=F("version") + 1, **values):
        is_finished = own.filter(version=version, state=Assessment.State.SUBMITTED).exists()
        sentence, code = (SUBMITTED, "submitted") if is_finished else (OVERTAKEN, "sheet_version")
        raise Refused(Refusal(409, code, sentence, **about))
    if before:
        keep_earlier([before], by=by)
    return own.get()


def _has_changed(uuid: UUID, *, since: int) -> bool:
    """Whether anything but marks of reviewers happened to the proposal after the version `since`."""
    return Event.objects.filter(proposal__uuid=uuid, seq__gt=since).exclude(action="mark").exists()


def _tell(sheet: Sheet, version: int) -> dict:
    """What the history keeps; notes and reasons are free text and stay out of it."""
    return {
        "sheet_version": version,
        "marks": sheet.marks,
        "abstained": sheet.abstained,
        "suggestion": sheet.suggestion,
    }
