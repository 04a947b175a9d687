"""What becomes of those merged into a lead that is rejected, referred or withdrawn.

Who rejects or refers says it of each: it follows (stays merged, and its senders are told) or is released (back to where
it was, as a change of its own in the same transaction). Who withdraws speaks only for the own office, so that all are
released.
"""

from collections.abc import Mapping
from typing import Any

from proposals import workflow
from proposals.models import Proposal
from proposals.refusals import Refusal
from proposals.services.consequences import Change, bring_about

FOLLOW, RELEASE = "follow", "release"
ASKING = tuple(key for key, action in workflow.ACTIONS.items() if "merged" in action.takes)
ENDING = (*ASKING, "withdraw")
PUBLISHED = (
    "Hasil tahun ini sudah diumumkan, jadi tidak ada yang bisa dikeluarkan lagi. Pilih ikut untuk semua."
)


class Unclear(Exception):
    """The sentence for what was said, or not said, of the merged ones."""


def read_choices(raw: Any, rows: list[Proposal]) -> dict[int, str]:
    """What was chosen for each merged row, by its key; raises Unclear unless it says so of every one of them."""
    if raw in (None, ""):
        raw = {}
    if not isinstance(raw, Mapping):
        raise Unclear("Kirim pilihan untuk setiap usulan yang digabung, menurut UUID-nya.")
    given = {str(key): choice for key, choice in raw.items()}
    strangers = set(given) - {str(row.uuid) for row in rows}
    if strangers:
        raise Unclear("Ada pilihan untuk usulan yang tidak digabung ke sini. Muat ulang halaman.")
    choices = {row.pk: given.get(str(row.uuid)) for row in rows}
    missing = [row.reference or "" for row in rows if choices[row.pk] not in (FOLLOW, RELEASE)]
    if missing:
        raise Unclear(
            f"Pilih nasib usulan yang digabung ke sini: {', '.join(missing)}. "
            "Ikut usulan ini, atau dikeluarkan lagi."
        )
    return choices


def add_released(batch, changes: list[Change]) -> tuple[list[Change], list[Refusal]]:
    """The changes with those of the released ones behind them, and a refusal for each that may release nothing."""
    kept, released, refused = [], [], []
    for change in changes:
        rows = batch.shared["merged"].get(change.row.pk, ())
        if not rows or change.action.key not in ENDING:
            kept.append(change)
            continue
        leaving, staying = _part(change, rows)
        if leaving and change.row.cycle.published_at:
            if change.action.key in ASKING:
                refused.append(_refuse(change.row))
                continue
            leaving, staying = [], list(rows)
        text = f"Usulan utama {change.row.reference}: {change.action.done.lower()}. {change.values['text']}"
        gone = {
            row.pk: bring_about(batch, row, action="reopen", cause=change, values={"text": text})
            for row in leaving
        }
        staying = [row for row in rows if row in staying or gone.get(row.pk) is None]
        left = [found for found in gone.values() if found]
        _tell(change, "followed", staying)
        _tell(change, "released", [found.row for found in left])
        kept.append(change)
        released += left
    return [*kept, *released], refused


def _part(change: Change, rows) -> tuple[list[Proposal], list[Proposal]]:
    """(those that leave, those that stay)."""
    if change.action.key not in ASKING:
        return list(rows), []
    choices = change.values.get("merged") or {}
    leaving = [row for row in rows if choices.get(row.pk) == RELEASE]
    return leaving, [row for row in rows if row not in leaving]


def _tell(change: Change, name: str, rows: list[Proposal]) -> None:
    if rows:
        change.data[name] = [row.reference for row in rows]


def _refuse(row: Proposal) -> Refusal:
    return Refusal(409, "published", PUBLISHED, row.uuid, row.reference or "")
