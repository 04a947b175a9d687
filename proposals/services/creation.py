"""Opening a draft under the UUID that the form made: the same form sent twice is the same row."""

from collections.abc import Mapping
from uuid import UUID

from accounts.offices import standings
from proposals import clock, workflow
from proposals.models import PlanningCycle, Proposal
from proposals.permissions import judge
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.refusals import content as content_refusal
from proposals.services import editing
from proposals.services.batches import not_found
from proposals.services.consequences import Change, office_of
from proposals.windows import Windows
from regions.models import Kelurahan

SOURCE_OF_ROLE = {
    "kelurahan_operator": "musrenbang",
    "lurah": "musrenbang",
    "kecamatan_officer": "kecamatan",
    "bappeda_admin": "pokir",
}


def prepare(targets: Mapping[UUID, int], *, by, values, spec) -> tuple[list[Change], list[Refusal]]:
    """A change for each new row. `values` holds the form's values and the key `cycle` (a PlanningCycle).

    A UUID that exists and is visible is answered with the row as it stands; one that is somebody else's is 404.
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
    for uuid in targets:
        if uuid in existing:
            if uuid in mine:
                row = existing[uuid]
                changes.append(Change(row, spec, None, row.status, row.updated_at))
            else:
                refused.append(not_found(uuid))
            continue
        try:
            changes.append(_open(uuid, by=by, cycle=cycle, values=values, spec=spec))
        except Refused as refusal:
            refused.extend(refusal.refusals)
    return changes, refused


def _open(uuid: UUID, *, by, cycle, values: dict, spec: workflow.Action) -> Change:
    now = clock.now()
    standing = next((s for s in standings(by) if s.role in SOURCE_OF_ROLE), None)
    if standing is None:
        raise Refused(Refusal(403, "role", "Peran Anda tidak membuat usulan.", uuid=uuid))
    source = SOURCE_OF_ROLE[standing.role]
    row = Proposal(
        uuid=uuid,
        cycle=cycle,
        source=source,
        status="draft",
        version=1,
        created_by=by,
        created_at=now,
        updated_at=now,
        **_place(standing, source, values, uuid),
    )
    verdict = judge(_as_not_existing(row), "create", standings=(standing,), now=now, windows=Windows(cycle))
    if verdict.refusal:
        raise Refused(verdict.refusal)
    cleaned = editing.clean(values, proposal=row)
    for name, value in cleaned.items():
        setattr(row, name, value)
    for name, value in editing.derive(row, cleaned, counts=True).items():
        setattr(row, name, value)
    change = Change(row, spec, standing, "draft", now, office_of(standing, row), is_new=True)
    change.grace = bool(verdict.opening and verdict.opening.grace)
    change.data["values"] = editing.told(cleaned)
    return change


def _place(standing, source: str, values: dict, uuid: UUID) -> dict:
    if source == "musrenbang":
        kelurahan = Kelurahan.objects.get(pk=standing.office_id)
        return {"kelurahan": kelurahan, "kecamatan_id": kelurahan.kecamatan_id}
    if source == "kecamatan":
        return {"kecamatan_id": standing.office_id}
    code = values.get("kelurahan")
    kelurahan = (
        Kelurahan.objects.filter(code=code).first() if isinstance(code, str) and code.isprintable() else None
    )
    if kelurahan is None:
        raise Refused(content_refusal({"kelurahan": "Pilih kelurahan tempat usulan ini."}, uuid=uuid))
    return {"kelurahan": kelurahan, "kecamatan_id": kelurahan.kecamatan_id}


def _as_not_existing(row: Proposal) -> Proposal:
    """A copy whose status is None, as the table's `create` rules ask."""
    ghost = Proposal(
        uuid=row.uuid, source=row.source, kelurahan_id=row.kelurahan_id, kecamatan_id=row.kecamatan_id
    )
    ghost.cycle = row.cycle
    ghost.status = None
    return ghost
