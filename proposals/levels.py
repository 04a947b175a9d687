"""The figures of each level side by side, with what differs from the level before in words."""

from collections.abc import Sequence
from decimal import Decimal

from proposals import workflow
from regions.indonesian import decimal, group, rupiah, short_moment

MEASURES = ("volume", "price", "budget", "households")
LABELS = {"volume": "Volume", "price": "Harga satuan", "budget": "Anggaran", "households": "Penerima"}
SUFFIX = {"submitted": "awal", "resubmitted": "perbaikan", "merged": "gabungan"}


def compare(proposal, reviews: Sequence) -> dict:
    """`columns` and `rows` for components/level_comparison.html, and `changed`: whether anything differs.

    Columns are the reviews that carry figures; of several recommendations in a row only the last stands here (the
    history keeps all). What is written but not yet sent stands in a column of its own.
    """
    told = _with_figures(reviews)
    columns = [_column(review, place) for place, review in enumerate(told)]
    figures = [{name: getattr(review, name) for name in MEASURES} for review in told]
    own = {
        "volume": proposal.volume,
        "price": proposal.unit_price,
        "budget": proposal.budget,
        "households": proposal.households,
    }
    if not told or proposal.status == "revision":
        columns.append({"title": f"{_proposer(proposal)}, isian", "sub": "belum diteruskan"})
        figures.append(own)
    rows = [_row(name, figures, proposal.unit) for name in MEASURES]
    changed = any(cell["changed"] for row in rows for cell in row["cells"])
    return {"columns": columns, "rows": rows, "changed": changed}


def tell_difference(name: str, before, after, unit: str = "") -> str:
    """As in "turun 5 meter (4,2%)", "naik Rp 7.500.000", "tetap"; empty when there is nothing to compare."""
    if before is None or after is None:
        return ""
    if before == after:
        return "tetap"
    gap = abs(after - before)
    words = f"{'naik' if after > before else 'turun'} {show(name, gap, unit)}"
    if name == "volume" and before:
        words += f" ({decimal(Decimal(gap) * 100 / Decimal(before), places=1)}%)"
    return words


def show(name: str, value, unit: str = "") -> str:
    if value is None:
        return "–"
    if name == "volume":
        return f"{decimal(value)} {unit}".strip()
    if name == "households":
        return f"{group(value)} KK"
    return rupiah(value)


def _with_figures(reviews: Sequence) -> list:
    told = [r for r in reviews if r.volume is not None or r.budget is not None]
    return [
        review
        for review, after in zip(told, [*told[1:], None], strict=False)
        if not (after is not None and review.outcome == after.outcome == "recommended")
    ]


def _column(review, place: int) -> dict:
    suffix = SUFFIX.get("merged" if review.detail.get("merged") else review.outcome, "")
    title = workflow.STAGES[review.stage].label
    return {
        "title": f"{title}, {suffix}" if suffix else title,
        "sub": short_moment(review.at).split(",")[0],
        "seq": review.seq,
    }


def _row(name: str, figures: list[dict], unit: str) -> dict:
    cells, before = [], None
    for values in figures:
        value = values[name]
        if value is None:
            value = before  # this level did not speak of it
        note = tell_difference(name, before, value, unit)
        cells.append(
            {"text": show(name, value, unit), "note": note, "changed": bool(note) and note != "tetap"}
        )
        before = value
    return {"label": LABELS[name], "cells": cells}


def _proposer(proposal) -> str:
    return {"musrenbang": "Kelurahan", "kecamatan": "Kecamatan"}.get(proposal.source, "Bappeda")
