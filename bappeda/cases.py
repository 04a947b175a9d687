"""Proposals with the marks of their reviewers side by side, what they were before, and how far they lie apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Prefetch

from bappeda import agreement
from bappeda.models import Assessment, EarlierSheet
from proposals.models import Proposal
from regions.indonesian import fixed

WIDE = 2  # levels apart from which a row is marked
OPEN = "belum"


@dataclass(frozen=True, slots=True)
class Case:
    """`columns`: reviewers as the reader may know them, with `note` and `state`; `rows`: one per criterion.

    `gap`: the words on how far the marks lie apart, and how that moved. `why`: the last reason of an invitation.
    """

    proposal: Proposal
    columns: list[dict]
    rows: list[dict]
    gap: str
    why: str
    is_waiting: bool


def list_moved(cycle, limit: int) -> list[int]:
    """Proposals of which a finished sheet was opened again, the latest first: one query."""
    found = EarlierSheet.objects.filter(assessment__proposal__cycle=cycle).order_by("-replaced_at", "-pk")
    return list(dict.fromkeys(found.values_list("assessment__proposal", flat=True)[: limit * 6]))[:limit]


def read_cases(keys: Sequence[int], *, criteria: Sequence, names: bool, own: int | None) -> dict[int, Case]:
    """The cases by proposal: three queries, however many. Sheets that were never finished are not in them."""
    rows = Proposal.objects.select_related("kelurahan", "kecamatan", "current_agency", "cycle")
    proposals = rows.in_bulk(set(keys))
    earlier = Prefetch("earlier", EarlierSheet.objects.order_by("version"))
    sheets = Assessment.objects.filter(proposal__in=proposals).select_related("reviewer").order_by("pk")
    together: dict[int, list[Assessment]] = {key: [] for key in proposals}
    for sheet in sheets.prefetch_related(earlier):
        if sheet.state == Assessment.State.SUBMITTED or sheet.earlier.all():
            together[sheet.proposal_id].append(sheet)
    return {key: _build(row, together[key], criteria, names=names, own=own) for key, row in proposals.items()}


def _build(proposal: Proposal, sheets: list[Assessment], criteria, *, names: bool, own: int | None) -> Case:
    if not names:  # in the order of what was given, so that a place says nothing of who somebody is
        sheets = sorted(
            sheets, key=lambda sheet: (sum(m or 0 for m in sheet.marks.values()), str(sheet.marks))
        )
    marks = [_list_said(sheet) for sheet in sheets]
    rows = []
    for criterion in criteria:
        cells = [[OPEN if one is None else one.get(criterion.key) for one in said] for said in marks]
        if any(value not in (None, OPEN) for cell in cells for value in cell):
            last = [cell[-1] for cell in cells if cell[-1] not in (None, OPEN)]
            gap = max(last) - min(last) if last else 0
            rows.append(
                {
                    "label": criterion.label,
                    "cells": [_say(c) for c in cells],
                    "gap": gap,
                    "is_wide": gap >= WIDE,
                }
            )
    waiting = sum(sheet.state == Assessment.State.DRAFT for sheet in sheets)
    weights = {criterion.key: Fraction(criterion.weight) for criterion in criteria}
    reasons = [old for sheet in sheets for old in sheet.earlier.all() if old.why]
    return Case(
        proposal=proposal,
        columns=[_describe(sheet, number, names, own) for number, sheet in enumerate(sheets, start=1)],
        rows=rows,
        gap=_tell_gap(marks, weights, waiting),
        why=max(reasons, key=lambda old: old.replaced_at).why if reasons else "",
        is_waiting=bool(waiting),
    )


def _list_said(sheet: Assessment) -> list[Mapping | None]:
    """What the sheet said each time, the present last; None while it is being marked again."""
    said: list[Mapping | None] = [{} if old.abstained else old.marks for old in sheet.earlier.all()]
    if sheet.state == Assessment.State.DRAFT:
        return [*said, None]
    return [*said, {} if sheet.abstained else sheet.marks]


def _say(values: list) -> str:
    """ "3", "3 → 4", "4 tetap", "3 → belum"; a dash is an abstention."""
    words = ["–" if value is None else str(value) for value in values]
    if len(words) > 1 and len(set(words)) == 1:
        return f"{words[0]} tetap"
    return " → ".join(words)


def _describe(sheet: Assessment, number: int, names: bool, own: int | None) -> dict:
    is_own = sheet.reviewer_id == own
    return {
        "name": str(sheet.reviewer) if names else "Anda" if is_own else f"Penilai {number}",
        "note": sheet.note if names and sheet.state == Assessment.State.SUBMITTED else "",
        "state": "sedang dinilai ulang" if sheet.state == Assessment.State.DRAFT else "",
    }


def _tell_gap(marks: list[list], weights: Mapping[str, Fraction], waiting: int) -> str:
    now = _measure([said[-1] for said in marks], weights)
    if all(len(said) == 1 for said in marks):
        return f"Jarak nilai {now} poin."
    before = _measure([said[0] for said in marks], weights)
    if waiting:
        return f"Jarak semula {before} poin; {waiting} penilai sedang menilai ulang."
    return f"Jarak nilai {before} → {now} poin."


def _measure(said: list[Mapping | None], weights: Mapping[str, Fraction]) -> str:
    sheets = [agreement.Sheet(0, number, marks) for number, marks in enumerate(said) if marks]
    points = sum((dispute.points for dispute in agreement.find_disputes(sheets, weights)), Fraction())
    return fixed(points, places=1)
