"""Which acts a person is offered on one proposal, and why one is blocked. Read from the table by `judge`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.offices import Standing
from proposals import completeness, workflow
from proposals.permissions import judge
from proposals.windows import Opening, Windows

# Refusals that say "not you" or "not now": the act is then not offered at all.
NOT_OFFERED = ("role", "office", "status")


@dataclass(frozen=True, slots=True)
class Offer:
    """One act for this person. `blocked` is the reason why its button is dashed; empty when it can be done."""

    action: workflow.Action
    blocked: str = ""
    opening: Opening | None = None
    standing: Standing | None = None  # in which it would be recorded

    @property
    def key(self) -> str:
        return self.action.key

    @property
    def label(self) -> str:
        return self.action.label


@dataclass(frozen=True, slots=True)
class Readiness:
    """What of a proposal's content an act may still lack."""

    photos: int = 0
    changed: bool = False  # since it was returned


def list_offers(
    proposal, *, standings: Sequence[Standing], now: datetime, windows: Windows, readiness: Readiness
) -> list[Offer]:
    """Every act of the table that this person's role has here, in the order of the table."""
    if not standings:
        return []
    offers = []
    for action in workflow.ACTIONS.values():
        if action.key == "create":
            continue
        verdict = judge(proposal, action.key, standings=standings, now=now, windows=windows)
        if verdict.refusal and verdict.refusal.code in NOT_OFFERED:
            continue
        blocked = (
            verdict.refusal.message if verdict.refusal else _what_is_missing(proposal, action, readiness)
        )
        offers.append(Offer(action, blocked, verdict.opening, verdict.standing))
    return offers


def find_offer(offers: Sequence[Offer], key: str) -> Offer | None:
    return next((offer for offer in offers if offer.key == key), None)


def _what_is_missing(proposal, action: workflow.Action, readiness: Readiness) -> str:
    if "complete" in action.needs:
        missing = completeness.find_missing(proposal, photos=readiness.photos)
        if missing:
            rest = f" Dan {len(missing) - 1} isian lain." if len(missing) > 1 else ""
            return f"Belum lengkap: {missing[0].sentence}{rest}"
    if "changed" in action.needs and not readiness.changed:
        return "Belum ada yang diubah sejak dikembalikan. Perbaiki isian atau lampiran lebih dulu."
    if "recommended" in action.needs and not proposal.is_recommended:
        return "Isi rekomendasi volume dan harga lebih dulu."
    return ""
