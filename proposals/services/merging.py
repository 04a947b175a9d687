"""Merging into a lead: the lead takes joint figures in the same transaction, under its own (status, version)."""

from proposals import budget, workflow
from proposals.refusals import Refusal
from proposals.refusals import content as content_refusal
from proposals.services.consequences import Change

POSSIBLE = ("kecamatan_review", "opd_review", "scoring", "revision")


def add_lead(batch, changes: list[Change], given) -> tuple[list[Change], list[Refusal]]:
    """The changes with the lead's own behind them, or a refusal for each merge.

    Joint volume and households are what the person entered, never a sum.
    """
    if not changes:
        return changes, []
    refusal = _refuse_lead(batch, changes, given)
    if refusal:
        http, code, sentence = refusal
        if http == 422:
            return [], [
                content_refusal({"lead": sentence}, uuid=c.row.uuid, reference=c.row.reference or "")
                for c in changes
            ]
        return [], [Refusal(http, code, sentence, c.row.uuid, c.row.reference or "") for c in changes]
    lead, first = batch.lead, changes[0]
    volume, households = first.values["volume"], first.values["households"]
    try:
        amount = budget.compute(volume, lead.current_price)
    except OverflowError:
        sentence = "Anggaran gabungan terlalu besar untuk disimpan. Periksa volume."
        return [], [content_refusal({"volume": sentence}, uuid=c.row.uuid) for c in changes]
    merged = [change.row.reference for change in changes]
    lead_change = Change(
        lead, first.action, first.standing, lead.status, batch.now, first.office, is_aside=True
    )
    lead_change.updates = {
        "current_volume": volume,
        "current_budget": amount,
        "current_households": households,
    }
    lead_change.data = {"merged": merged}
    lead_change.review = {
        "outcome": "accepted_with_changes",
        "volume": volume,
        "price": lead.current_price,
        "budget": amount,
        "households": households,
        "text": f"Gabungan dengan {', '.join(merged)}",
        "detail": {"merged": merged},
    }
    return [*changes, lead_change], []


def _refuse_lead(batch, changes, given):
    lead = batch.lead
    if lead is None:
        return 422, "content", "Usulan utama tidak ditemukan di kantor Anda. Periksa nomornya."
    if any(change.row.pk == lead.pk for change in changes):
        return 422, "content", "Usulan tidak bisa digabung ke dirinya sendiri. Pilih usulan utama yang lain."
    if any(change.row.cycle_id != lead.cycle_id for change in changes):
        return 422, "content", "Usulan utama dari tahun perencanaan lain. Pilih usulan tahun yang sama."
    if lead.status == "merged":
        further = lead.merged_into.reference
        return 409, "lead", f"Usulan utama sudah digabung ke {further}. Gabungkan ke usulan itu."
    if lead.status not in POSSIBLE:
        return (
            409,
            "lead",
            f"Usulan utama berstatus {workflow.STATUSES[lead.status].label}. Pilih usulan yang masih berjalan.",
        )
    version = given.get("lead_version")
    if version is not None and str(version) != str(lead.version):
        return 409, "version", "Usulan utama berubah sejak Anda membukanya. Lihat perubahan itu, lalu ulangi."
    return None
