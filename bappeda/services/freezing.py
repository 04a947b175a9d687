"""Make a run: lock, read, compute, save. What is saved can be computed again from it (see `verifying`)."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from bappeda import allocation, computing, result_rows
from bappeda.models import CriteriaSet, RankedProposal, RankingRun
from bappeda.services.authority import require_role
from bappeda.services.criteria import require_in_force
from bappeda.services.inputs import Keys, Reading, leave_out, list_rankable, read_inputs
from bappeda.services.locking import hold_marks
from bappeda.services.measuring_stability import ask_after_freeze
from bappeda.services.overriding import check_overrides, explain_excess
from bappeda.services.readiness import check_left_out, check_rankable, clean_reasons, explain_lacks
from proposals import clock, text
from proposals.models import PlanningCycle
from proposals.refusals import Refusal, Refused, content

BATCH = 500


def freeze(
    *,
    cycle: PlanningCycle,
    by,
    note: str = "",
    unassessed: Mapping[UUID, str] | None = None,
    cancelled: Mapping[UUID, str] | None = None,
    rules: Mapping | None = None,
) -> RankingRun:
    """Rank all proposals of the cycle in `scoring` (and, once published, those of the list) and keep the result.

    `unassessed`: proposals that are left out because they lack marks; `cancelled`: published ones that a
    superseding list will reject. Both map a UUID to the reason. `rules`: those of `computing.RULES` that the maker
    chose otherwise. Raises Refused: 403 for anybody but a bappeda_admin; 409 when nothing waits, no criteria set
    exists, marks are missing (one refusal per proposal) or the overrides in force cannot be kept; 404 for a
    proposal that is not among them; 422 for rules, reasons or criteria that cannot be used.
    """
    require_role(by, "bappeda_admin")
    unassessed, cancelled = clean_reasons(unassessed, "unassessed"), clean_reasons(cancelled, "cancelled")
    rules = computing.RULES | dict(rules or {})
    if problems := computing.find_problems(rules):
        raise Refused(content(problems))
    try:
        note = text.clean(note)
    except text.UnfitText as refusal:
        raise Refused(content({"note": str(refusal)})) from refusal
    with transaction.atomic():
        # Runs are numbered one at a time.
        cycle = PlanningCycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
        if cycle.closed_at:
            raise Refused(Refusal(409, "closed", f"Tahun perencanaan {cycle} sudah ditutup."))
        hold_marks(cycle.pk)
        criteria_set = require_in_force(cycle)
        proposals = list_rankable(cycle)
        # Nobody marks or moves them while they are read.
        list(proposals.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        reading = read_inputs(cycle=cycle, criteria_set=criteria_set, proposals=proposals, rules=rules)
        everything = reading.inputs
        lacks = computing.find_lacks(everything)
        check_left_out(everything, lacks, unassessed=unassessed, cancelled=cancelled)
        inputs = leave_out(everything, unassessed=unassessed, cancelled=cancelled)
        check_rankable(inputs)
        check_overrides(inputs)
        try:
            result = computing.compute(inputs)
        except computing.NotRankable as refusal:
            raise Refused(*explain_lacks(refusal.lacks, everything)) from None
        except allocation.ForcedTooMuch as refusal:
            raise Refused(*explain_excess(refusal.lacking, inputs["ceilings"])) from None
        run = save_run(cycle, criteria_set, Reading(inputs, reading.keys), result, by=by, note=note)
        ask_after_freeze(run)
        return run


def save_run(
    cycle, criteria_set: CriteriaSet, reading: Reading, result: dict, *, by, note: str = ""
) -> RankingRun:
    """Keep a computed result under the next number of the cycle, whose row the caller has locked."""
    inputs = computing.write_canonical(reading.inputs)
    rows = result["ranking"]
    prioritised = sum(row["outcome"] == result_rows.PRIORITISED for row in rows)
    last = RankingRun.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"] or 0
    run = RankingRun.objects.create(
        cycle=cycle,
        number=last + 1,
        criteria_set=criteria_set,
        criteria=reading.inputs["criteria_set"],
        rules=reading.inputs["rules"],
        inputs=inputs,
        inputs_sha256=computing.digest(inputs),
        result_sha256=computing.digest(computing.write_canonical(result)),
        modules_sha256=computing.digest(computing.write_canonical(reading.inputs["modules"])),
        ceilings=result["ceilings"],
        unassessed=reading.inputs["unassessed"],
        cancelled=reading.inputs["cancelled"],
        overrides=reading.inputs["overrides"],
        proposal_count=len(rows),
        prioritised_count=prioritised,
        reserve_count=len(rows) - prioritised,
        note=note,
        made_by=by,
        made_at=clock.now(),
        training=cycle.is_training,
    )
    RankedProposal.objects.bulk_create([write_row(row, run, reading.keys) for row in rows], batch_size=BATCH)
    return run


def write_row(row: Mapping, run: RankingRun, keys: Mapping[str, Keys]) -> RankedProposal:
    """One row of a result as it is saved; `verifying.read_row` is the way back."""
    own = keys[row["id"]]
    worst = row["shortfalls"][0] if row["shortfalls"] else ("", None, None, False)
    return RankedProposal(
        run=run,
        proposal_id=own.pk,
        proposal_version=own.version,
        position=row["position"],
        kecamatan_id=own.kecamatan,
        agency_id=own.agency,
        field_id=own.field,
        budget=row["budget"],
        score=Decimal(row["score"]),
        contributions=row["contributions"],
        tied=row["tied"],
        tie_rule=row["tie_rule"],
        neighbour_id=keys[row["neighbour"]].pk if row["neighbour"] else None,
        own_value=row["own_value"],
        neighbour_value=row["neighbour_value"],
        outcome=row["outcome"],
        computed=row["computed_outcome"],
        forced=row["forced"],
        binding_ceiling=worst[0],
        needed=worst[1],
        left=worst[2],
        shortfalls=row["shortfalls"],
        cut_ceiling=row["cut_ceiling"],
        cut_position=row["cut_position"],
        cut_points=None if row["cut_points"] is None else Decimal(row["cut_points"]),
        pass_position=row["pass_position"],
        pass_points=None if row["pass_points"] is None else Decimal(row["pass_points"]),
        training=run.training,
    )
