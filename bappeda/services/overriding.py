"""Decisions of people beside the computed result: a proposal is in, or out, whatever its rank says."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from bappeda import allocation, computing
from bappeda.models import Override
from bappeda.services.authority import require_role
from bappeda.services.inputs import list_rankable, read_ceilings
from proposals import clock, text
from proposals.models import PlanningCycle, Proposal
from proposals.refusals import Refusal, Refused, content
from regions.indonesian import rupiah

LONGEST_REASON = 500
ASTRAY = "Usulan {} punya keputusan khusus, tetapi tidak ikut diperingkat. Cabut keputusannya dulu."
NOT_RANKED = "Usulan {} tidak sedang menunggu peringkat dan tidak ada dalam daftar tahun {}."


@transaction.atomic
def decide(*, proposal: Proposal, direction: str, reason: str, by) -> Override:
    """Put one proposal in or out. It counts in every run made from now on, until it is withdrawn.

    Raises Refused: 403 for anybody but a bappeda_admin; 422 for a direction or reason that cannot be used; 409 when
    the year is closed, the proposal is not ranked, one is in force already, or what is forced in no longer fits.
    """
    require_role(by, "bappeda_admin")
    reason = _clean_reason(reason, "reason")
    if direction not in Override.Direction.values:
        raise Refused(content({"direction": "Pilih dimasukkan atau dikeluarkan."}))
    cycle = _lock_cycle(proposal.cycle_id)
    about = {"uuid": proposal.uuid, "reference": proposal.reference or ""}
    if not list_rankable(cycle).filter(pk=proposal.pk).exists():
        sentence = NOT_RANKED.format(proposal.reference, cycle)
        raise Refused(Refusal(409, "not_ranked", sentence, **about))
    in_force = Override.objects.filter(cycle=cycle, withdrawn_at=None)
    if in_force.filter(proposal=proposal).exists():
        sentence = (
            f"Usulan {proposal.reference} sudah punya keputusan khusus yang berlaku. Cabut yang lama dulu."
        )
        raise Refused(Refusal(409, "decided", sentence, **about))
    made = Override.objects.create(
        cycle=cycle, proposal=proposal, direction=direction, reason=reason, by=by, at=clock.now()
    )
    _require_room(cycle, in_force)
    return made


@transaction.atomic
def withdraw(*, override: Override, reason: str, by) -> Override:
    """Take a decision back. Runs that were made with it keep it. Raises Refused: 403, 422, 409."""
    require_role(by, "bappeda_admin")
    reason = _clean_reason(reason, "withdrawn_reason")
    _lock_cycle(override.cycle_id)
    changed = Override.objects.filter(pk=override.pk, withdrawn_at=None).update(
        withdrawn_by=by, withdrawn_at=clock.now(), withdrawn_reason=reason
    )
    if not changed:
        raise Refused(Refusal(409, "withdrawn", "Keputusan ini sudah dicabut."))
    return Override.objects.get(pk=override.pk)


def check_overrides(inputs: Mapping) -> None:
    """Every override in force is on a proposal that this run ranks; raises Refused (409) naming those that are not."""
    ranked = {row["id"] for row in inputs["proposals"]}
    if astray := [row for row in inputs["overrides"] if row["id"] not in ranked]:
        raise Refused(
            *(
                Refusal(
                    409,
                    "override_astray",
                    ASTRAY.format(row["reference"]),
                    UUID(row["id"]),
                    row["reference"],
                )
                for row in astray
            )
        )


def explain_excess(lacking: Mapping[str, int], ceilings: list[dict]) -> list[Refusal]:
    """One sentence per ceiling that the proposals forced in exceed by themselves."""
    labels = {row["key"]: row["label"] for row in ceilings}
    return [
        Refusal(
            409,
            "forced_too_much",
            f"Usulan yang dimasukkan dengan keputusan khusus melebihi pagu {labels[key]}: kurang {rupiah(missing)}. "
            "Cabut salah satu keputusan, atau naikkan pagunya.",
        )
        for key, missing in lacking.items()
    ]


def _require_room(cycle, in_force) -> None:
    rows = Proposal.objects.filter(
        pk__in=in_force.filter(direction=Override.Direction.IN).values("proposal")
    ).values("uuid", "source", "current_budget", "kecamatan__code", "current_agency__code", "field__code")
    items = [
        allocation.Item(
            str(row["uuid"]),
            row["current_budget"] or 0,
            computing.list_ceilings(
                {
                    "source": row["source"],
                    "kecamatan": row["kecamatan__code"],
                    "agency": row["current_agency__code"],
                    "field": row["field__code"],
                }
            ),
        )
        for row in rows
    ]
    ceilings = read_ceilings(cycle)
    try:
        allocation.allocate(
            items,
            ceilings={row["key"]: row["amount"] for row in ceilings},
            rule="skip",
            forced_in=[item.key for item in items],
        )
    except allocation.ForcedTooMuch as refusal:
        raise Refused(*explain_excess(refusal.lacking, ceilings)) from None


def _lock_cycle(pk: int) -> PlanningCycle:
    """One decision at a time, and none while a run is made."""
    cycle = PlanningCycle.objects.select_for_update(no_key=True).get(pk=pk)
    if cycle.closed_at:
        raise Refused(Refusal(409, "closed", f"Tahun perencanaan {cycle} sudah ditutup."))
    return cycle


def _clean_reason(reason: str, name: str) -> str:
    try:
        reason = text.clean(reason or "", longest=LONGEST_REASON)
    except text.UnfitText as refusal:
        raise Refused(content({name: str(refusal)})) from refusal
    if not reason:
        raise Refused(
            content({name: "Tulis alasannya; alasan ini dibaca Kepala Bappeda sebelum menyetujui."})
        )
    return reason
