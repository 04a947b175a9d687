"""Opening drafts under the UUIDs that forms and imports made: the same form or row sent twice is the same proposal."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from accounts.offices import standings
from proposals import clock, workflow
from proposals.models import PlanningCycle, Proposal
from proposals.permissions import Verdict, judge
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.refusals import content as content_refusal
from proposals.services import editing
from proposals.services.batches import not_found
from proposals.services.consequences import Change, office_of
from proposals.services.known_forms import KnownForms
from proposals.windows import Windows
from regions.models import Kecamatan, Kelurahan

SOURCE_OF_ROLE = {
    "kelurahan_operator": "musrenbang",
    "lurah": "musrenbang",
    "kecamatan_officer": "kecamatan",
    "bappeda_admin": "pokir",
}


def prepare(
    targets: Mapping[UUID, int], *, by, values, spec, each: Mapping[UUID, Mapping[str, Any]] | None = None
) -> tuple[list[Change], list[Refusal]]:
    """A change for each new row. `values` holds the form's values and the key `cycle` (a PlanningCycle).

    `each` may give rows values of their own, `{uuid: {"values": {…}}}`. Who stands for several kelurahan names one by
    its code. `{uuid: {"carried_from": row}}` names the proposal of a past year that this one takes up. A UUID that
    exists and is visible is answered with the row as it stands; somebody else's is 404.
    """
    values = dict(values) if isinstance(values, Mapping) else {}
    cycle = values.pop("cycle", None)
    if not isinstance(cycle, PlanningCycle):
        raise Refused(content_refusal({"cycle": "Pilih tahun perencanaan."}))
    changes, refused = [], []
    existing = {
        row.uuid: row for row in Proposal.objects.filter(uuid__in=list(targets)).select_related("cycle")
    }
    mine = set(visible_to(by).filter(uuid__in=list(existing)).values_list("uuid", flat=True))
    own = {str(uuid): inputs.get("values") or {} for uuid, inputs in (each or {}).items()}
    old = {str(uuid): inputs.get("carried_from") for uuid, inputs in (each or {}).items()}
    desk = None
    for uuid in targets:
        if uuid in existing:
            if uuid in mine:
                row = existing[uuid]
                changes.append(Change(row, spec, None, row.status, row.updated_at))
            else:
                refused.append(not_found(uuid))
            continue
        try:
            desk = desk or _Desk(by, cycle, many=len(targets) > 1)
            mixed = {**values, **own.get(str(uuid), {})}
            changes.append(desk.open(uuid, values=mixed, spec=spec, old=old.get(str(uuid))))
        except Refused as refusal:
            refused.extend(refusal.refusals)
    return changes, refused


class _Desk:
    """What the new rows of one batch share, read once: who opens them, when, where, and the forms that clean them."""

    def __init__(self, by, cycle: PlanningCycle, *, many: bool):
        self.by, self.cycle, self.now = by, cycle, clock.now()
        self.standings = [s for s in standings(by) if s.role in SOURCE_OF_ROLE]
        self.windows = Windows(cycle)
        self.forms = KnownForms(cycle) if many else None
        self._places: dict[str, Kelurahan | None] = {}
        self._kecamatan: Kecamatan | None = None
        self._verdicts: dict[tuple, Verdict] = {}

    def open(self, uuid: UUID, *, values: dict, spec: workflow.Action, old: Proposal | None = None) -> Change:
        """The change that makes a draft; raises Refused (403, 409, 422)."""
        standing = self._choose_standing(values)
        if standing is None:
            raise Refused(Refusal(403, "role", "Peran Anda tidak membuat usulan.", uuid=uuid))
        source = SOURCE_OF_ROLE[standing.role]
        row = Proposal(
            uuid=uuid,
            cycle=self.cycle,
            source=source,
            status="draft",
            version=1,
            created_by=self.by,
            created_at=self.now,
            updated_at=self.now,
            carried_from=old,
            **self._place(standing, source, values, uuid),
        )
        verdict = self._judge(row, standing)
        if verdict.refusal:
            raise Refused(verdict.refusal)
        cleaned = editing.clean(values, proposal=row, forms=self.forms)
        for name, value in cleaned.items():
            setattr(row, name, value)
        for name, value in editing.derive(row, cleaned, counts=True).items():
            setattr(row, name, value)
        change = Change(row, spec, standing, "draft", self.now, office_of(standing, row), is_new=True)
        change.grace = bool(verdict.opening and verdict.opening.grace)
        change.data["values"] = editing.told(cleaned)
        if old is not None:
            change.data["carried_from"] = old.reference or str(old.uuid)
        return change

    def _choose_standing(self, values: dict):
        """The first of the person's offices, or the kelurahan among them that the values name."""
        code = values.get("kelurahan")
        for standing in self.standings if isinstance(code, str) else ():
            if standing.office_kind == "kelurahan" and self._find_office(standing).code == code:
                return standing
        return self.standings[0] if self.standings else None

    def _find_office(self, standing) -> Kelurahan:
        key = f"#{standing.office_id}"
        if key not in self._places:
            known = Kelurahan.objects.select_related("kecamatan__agency")
            self._places[key] = known.get(pk=standing.office_id)
        return self._places[key]

    def _place(self, standing, source: str, values: dict, uuid: UUID) -> dict:
        if source == "musrenbang":
            kelurahan = self._find_office(standing)
            return {"kelurahan": kelurahan, "kecamatan": kelurahan.kecamatan}
        if source == "kecamatan":
            if self._kecamatan is None:
                self._kecamatan = Kecamatan.objects.select_related("agency").get(pk=standing.office_id)
            return {"kecamatan": self._kecamatan}
        code = values.get("kelurahan")
        code = code if isinstance(code, str) and code.isprintable() else ""
        if code and code not in self._places:
            known = Kelurahan.objects.select_related("kecamatan__agency")
            self._places[code] = known.filter(code=code).first()
        kelurahan = self._places.get(code)
        if kelurahan is None:
            raise Refused(content_refusal({"kelurahan": "Pilih kelurahan tempat usulan ini."}, uuid=uuid))
        return {"kelurahan": kelurahan, "kecamatan": kelurahan.kecamatan}

    def _judge(self, row: Proposal, standing) -> Verdict:
        """The same for every row of a place, so it is asked once; the refusal still names its own row."""
        place = (standing, row.kelurahan_id, row.kecamatan_id)
        if place not in self._verdicts:
            ghost = _as_not_existing(row)
            self._verdicts[place] = judge(
                ghost, "create", standings=(standing,), now=self.now, windows=self.windows
            )
        verdict = self._verdicts[place]
        if verdict.refusal:
            return replace(verdict, refusal=replace(verdict.refusal, uuid=row.uuid))
        return verdict


def _as_not_existing(row: Proposal) -> Proposal:
    """A copy whose status is None, as the table's `create` rules ask."""
    ghost = Proposal(
        uuid=row.uuid, source=row.source, kelurahan_id=row.kelurahan_id, kecamatan_id=row.kecamatan_id
    )
    ghost.cycle = row.cycle
    ghost.status = None
    return ghost
