"""An explanation as a reader sees it: bars, and one sentence per thing that decided (components/explanation.html)."""

from decimal import Decimal

from bappeda.explanations import Explanation
from bappeda.models import RankedProposal
from bappeda.turns import TurnLine
from bappeda.wording import FORCED, RULE_LABELS, label_ceilings, say_outcome, say_points, say_value
from regions.indonesian import decimal, rupiah

NO_RIVAL = {
    "prioritised": "Tidak ada usulan di bawahnya yang tertahan oleh pagu yang sama, jadi tidak ada yang mengejarnya.",
    "reserve": "Pagunya sendiri lebih kecil daripada usulan ini, jadi bobot tidak menolong.",
}
NO_TURNS = "Tidak tersedia untuk TOPSIS: satu bobot yang berubah menggeser titik terbaik, jadi semua skor ikut berubah."
FUNDED = RankedProposal.Result.PRIORITISED


def describe(told: Explanation, *, with_reviewers: bool = True) -> dict:
    """The context of components/explanation.html."""
    row = told.row
    return {
        "title": f"Dari mana skor {say_points(row.score)}",
        "is_sum": all(part.points is not None for part in told.parts),
        "bars": [
            {
                "label": part.label,
                "level": f"{decimal(part.level, places=2)} dari 5",
                "points": part.most * part.share,
                "maximum": part.most,
                "text": "" if part.points is None else say_points(part.points),
            }
            for part in told.parts
        ],
        "total": say_points(row.score),
        "reason_title": f"Mengapa urutan {row.position} dan {row.get_outcome_display()}",
        "reasons": list_reasons(told, with_reviewers=with_reviewers),
        "turns": describe_turns(told),
    }


def list_reasons(told: Explanation, *, with_reviewers: bool = True) -> list[tuple[str, str]]:
    """(label, sentence), in the order in which they are read."""
    row = told.row
    reasons = []
    if row.tied > 1:
        reasons.append(("Seri", _tell_tie(told)))
    if told.above:
        reasons.append(("Di atasnya", _tell_distance(told.above, told.above.score - row.score, "unggul")))
    if told.below and row.outcome == FUNDED:
        reasons.append(
            ("Di bawahnya", _tell_distance(told.below, row.score - told.below.score, "tertinggal"))
        )
    labels = label_ceilings(row.run)
    if row.forced:
        reasons += _tell_override(told)
    elif row.outcome == FUNDED:
        reasons.append(("Pagu", "Muat dalam semua pagu yang mengikatnya."))
        if row.cut_ceiling:
            reasons.append(
                (
                    "Garis batas",
                    f"{labels.get(row.cut_ceiling, row.cut_ceiling)} di urutan {row.cut_position}, "
                    f"selisih skor {say_points(abs(row.cut_points))}.",
                )
            )
    else:
        reasons.append(("Pagu pengikat", say_outcome(row, labels)))
        reasons.append(("Agar masuk", _tell_way_in(told)))
    if with_reviewers:
        reasons.append(("Penilai", _tell_reviewers(told)))
    return reasons


def describe_turns(told: Explanation) -> dict:
    """The context of bappeda/turns.html: title, intro, and lines where there is something to draw."""
    row, title = told.row, "Bobot yang membalik hasil"
    if row.forced:
        return {
            "title": title,
            "intro": "Hasilnya ditetapkan keputusan khusus, jadi tidak bergantung pada bobot.",
        }
    if told.rival is None:
        return {"title": title, "intro": NO_RIVAL[row.outcome]}
    if told.turns is None:
        return {"title": title, "intro": NO_TURNS}
    ceiling = label_ceilings(row.run)[row.cut_ceiling]
    other = f"urutan {told.rival.position}, {told.rival.proposal.title}"
    if row.outcome == FUNDED:
        intro = f"Pada bobot berapa usulan ini tertinggal dari {other}, yang pertama tidak tertampung pagu {ceiling}."
    elif told.rival.outcome == FUNDED:
        intro = f"Pada bobot berapa usulan ini menyamai {other}: usulan didanai yang harus dilewati di pagu {ceiling}."
    else:
        intro = f"Pada bobot berapa usulan ini menyamai {other}, yang menutup pagu {ceiling}."
    return {
        "title": title,
        "intro": f"{intro} Satu bobot diubah, bobot lain menyesuaikan sebanding; nilai, pagu, dan usulan lain tetap.",
        "lines": [_describe_turn(line, row.outcome == FUNDED) for line in told.turns],
    }


def _describe_turn(line: TurnLine, is_funded: bool) -> dict:
    if not line.is_known:
        says = "tidak diketahui: kriteria ini tidak berbobot dalam perhitungan SAW"
    elif line.turn is None:
        says = "tidak pernah, pada bobot berapa pun"
    elif line.turn == (100 if line.above != is_funded else 0):
        says = f"paling jauh menyamai, pada {line.turn:.0f}%"  # beyond it there is no weight
    else:
        side = "di atas" if line.above != is_funded else "di bawah"
        says = f"{'tertinggal' if is_funded else 'mendahului'} {side} {decimal(line.turn, places=2)}%"
    return {
        "label": line.label,
        "present_text": decimal(line.present, places=2),
        "present_x": _place(line.present),
        "turn_x": "" if line.turn is None else _place(line.turn),
        "says": says,
    }


def _place(percent: Decimal) -> str:
    """Where a mark of 1.5 begins on a line of 100, so that it stays on it."""
    return f"{percent * Decimal('0.985'):.2f}"


def _tell_override(told: Explanation) -> list[tuple[str, str]]:
    row, decided = told.row, told.override
    return [
        ("Keputusan khusus", f"{FORCED[row.forced].capitalize()}: {decided['reason']} ({decided['by']})"),
        ("Menurut perhitungan", f"{row.get_computed_display()}; ditetapkan: {row.get_outcome_display()}."),
    ]


def _tell_tie(told: Explanation) -> str:
    row = told.row
    same = f"Skor sama dengan {row.tied - 1} usulan lain."
    if row.tie_rule == "score" or row.neighbour_id is None:
        return same
    other = next(
        (near for near in (told.below, told.above) if near and near.proposal_id == row.neighbour_id), None
    )
    where = f" terhadap urutan {other.position}" if other else ""
    own, its = say_value(row.tie_rule, row.own_value), say_value(row.tie_rule, row.neighbour_value)
    won = other is None or other.position > row.position
    verdict = f"{own} lebih dulu daripada {its}" if won else f"{own} sesudah {its}"
    return f"{same} Diputus oleh {RULE_LABELS[row.tie_rule].lower()}{where}: {verdict}."


def _tell_distance(other: RankedProposal, gap, verb: str) -> str:
    far = f"{verb} {say_points(gap)}" if gap else "skornya sama"
    return f"Urutan {other.position}, {other.proposal.title}, {far}."


def _tell_way_in(told: Explanation) -> str:
    row = told.row
    if row.needed <= row.left:
        missing = "Pagunya sudah ditutup"
    else:
        missing = f"Kurang {rupiah(row.needed - row.left)}"
    if told.to_pass is None:
        return f"{missing}. Pagunya sendiri lebih kecil daripada usulan ini."
    if not row.pass_points:
        return f"{missing}, atau lebih dulu daripada urutan {row.pass_position} yang skornya sama."
    return f"{missing}, atau lebih dari {say_points(row.pass_points)} nilai untuk melewati urutan {row.pass_position}."


def _tell_reviewers(told: Explanation) -> str:
    said = f"{told.marked} dari {told.assigned} menilai."
    if told.widest and told.widest[1]:
        said += f" Selisih terbesar {told.widest[1]} tingkat, pada {told.widest[0]}."
    return said
