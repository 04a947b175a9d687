"""What a comparison of two results says on a page: figures, the slope chart, lists, places and fields, ceilings.

Names are read for what is shown only, in a constant number of queries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from bappeda import slope
from bappeda.comparing import Comparison, Move, Portion, choose_lines, find_cut, group
from bappeda.result_rows import write_points
from bappeda.simulation import Place, Result
from bappeda.wording import say_points
from proposals.models import Field, Proposal
from regions.indonesian import group as dots
from regions.indonesian import rupiah, rupiah_short
from regions.models import Kecamatan

SHOWN = 50  # of a list
LINES = 28
GAUGES = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two results, as its column is headed; `run` explains its places where there is one."""

    result: Result
    title: str
    run_pk: int


def describe(old: Side, new: Side, found: Comparison, *, ceiling: str, labels: Mapping[str, str]) -> dict:
    """The context of `bappeda/simulation/result.html`. `ceiling`: the key of the one whose cut-line is shown."""
    moves = [move for move in found.moves if not ceiling or ceiling in move.new.subject.ceilings]
    cuts = [find_cut(side.result, ceiling) for side in (old, new)]
    places = [cut[0] if cut else None for cut in cuts]
    lines = choose_lines(moves, cuts=[place for place in places if place], most=LINES)
    listed = [*found.entered[:SHOWN], *found.left[:SHOWN]]
    single = [*found.gone[:SHOWN], *found.added[:SHOWN]]
    names = _read_names([*(move.key for move in (*lines, *listed)), *(place.key for place in single)])
    drawn = slope.draw(lines, old_cut=places[0], new_cut=places[1])
    return {
        "old": old,
        "new": new,
        "found": found,
        "shared": len(found.moves),
        "used": rupiah_short(found.total.new_money),
        "used_before": rupiah_short(found.total.old_money),
        "cut_label": labels.get(ceiling, ceiling),
        "cuts": [_tell_cut(cut) for cut in cuts],
        "cut_change": _tell_shift(*places),
        "slope": drawn,
        "slope_view": f"0 0 100 {max(drawn.height, 1)}",
        "slope_sides": [
            {"title": side.title, "side": name, "stops": [_tell_stop(stop, number, names) for stop in stops]}
            for number, (side, name, stops) in enumerate(((old, "old", drawn.old), (new, "new", drawn.new)))
        ],
        "slope_rows": [_tell_move(stop.move, names, old, labels) for stop in drawn.new],
        "rows": [_tell_move(move, names, old, labels) for move in listed],
        "more": max(len(found.entered) - SHOWN, 0) + max(len(found.left) - SHOWN, 0),
        "single_lists": [
            (
                f"Hanya ada di {side.title}",
                [_tell_single(place, names) for place in places[:SHOWN]],
                len(places),
            )
            for side, places in ((old, found.gone), (new, found.added))
        ],
        "groups": _list_groups(old.result, new.result),
        "ceilings": _list_ceilings(old.result, new.result, labels),
        "gauges": _list_gauges(old.result, new.result, ceiling, labels),
    }


def _read_names(keys: Sequence[str]) -> dict[str, dict]:
    """Title and offices by key; one query."""
    rows = Proposal.objects.filter(uuid__in=set(keys)).values_list(
        "uuid", "title", "kelurahan__name", "kecamatan__name", "current_agency__short_name"
    )
    return {
        str(uuid): {"title": title, "office": kelurahan or kecamatan, "agency": agency or ""}
        for uuid, title, kelurahan, kecamatan, agency in rows
    }


def _tell_cut(cut: tuple[int, int, int] | None) -> dict | None:
    return cut and {"position": dots(cut[0]), "score": _points(cut[1]), "left": rupiah(cut[2])}


def _tell_shift(old: int | None, new: int | None) -> str:
    if not old or not new:
        return "" if old == new else "pagu ini menjadi cukup" if old else "semula pagu ini cukup"
    if old == new:
        return "garis batas tetap"
    return f"{'turun' if new > old else 'naik'} {dots(abs(new - old))} urutan"


def _tell_stop(stop: slope.Stop, side: int, names: Mapping) -> dict:
    place = stop.move[side]
    word = {slope.ENTERS: "masuk", slope.LEAVES: "keluar"}.get(stop.kind, "") if side else ""
    return {
        "top": stop.top,
        "rank": dots(place.position),
        "title": names.get(place.key, {}).get("title", place.subject.reference),
        "state": stop.state,
        "kind": stop.kind,
        "word": word,
    }


def _tell_move(move: Move, names: Mapping, old: Side, labels: Mapping[str, str]) -> dict:
    subject = move.new.subject
    return {
        **names.get(move.key, {"title": subject.reference, "office": "", "agency": ""}),
        "reference": subject.reference,
        "url": f"{reverse('bappeda:explanation', args=[move.key])}?perhitungan={old.run_pk}",
        "budget": rupiah(subject.budget),
        "old_rank": dots(move.old.position),
        "new_rank": dots(move.new.position),
        "old_score": _points(move.old.score),
        "new_score": _points(move.new.score),
        "old_outcome": _tell_outcome(move.old),
        "new_outcome": _tell_outcome(move.new),
        "entered": move.entered,
        "left": move.left,
        "why": _tell_why(move, labels),
    }


def _tell_why(move: Move, labels: Mapping[str, str]) -> str:
    if move.new.forced:
        return "Keputusan khusus."
    short, word = (move.new.shortfall, "Perlu") if move.left else (move.old.shortfall, "Semula perlu")
    if not short:
        return "Semula keputusan khusus." if move.old.forced else ""
    ceiling, needed, left = short
    return f"{word} {rupiah(needed)}, sisa pagu {labels.get(ceiling, ceiling)} {rupiah(left)}."


def _tell_single(place: Place, names: Mapping) -> dict:
    subject = place.subject
    return {
        **names.get(place.key, {"title": subject.reference, "office": "", "agency": ""}),
        "reference": subject.reference,
        "rank": dots(place.position),
        "budget": rupiah(subject.budget),
        "outcome": _tell_outcome(place),
    }


def _tell_outcome(place: Place) -> str:
    return "prioritised" if place.funded else "reserve"


def _list_groups(old: Result, new: Result) -> list[dict]:
    sources = (
        ("Kecamatan", Kecamatan, lambda subject: subject.kecamatan),
        ("Bidang", Field, lambda subject: subject.field),
    )
    return [
        {
            "head": head,
            "title": f"Tiap {head.lower()}",
            "rows": _lay_out(group(old, new, by), dict(model.objects.values_list("code", "name"))),
        }
        for head, model, by in sources
    ]


def _lay_out(portions: Sequence[Portion], names: Mapping[str, str]) -> list[dict]:
    """Rows with a bar from the middle: to the right what a group gains in rupiah, to the left what it loses."""
    most = max((abs(portion.money_change) for portion in portions), default=0) or 1
    rows = []
    for portion in portions:
        length = round(50 * abs(portion.money_change) / most, 1)
        gains = portion.money_change > 0
        rows.append(
            {
                "name": names.get(portion.code, portion.code),
                "old_count": dots(portion.old_count),
                "new_count": dots(portion.new_count),
                "count_change": _sign(portion.count_change),
                "old_money": rupiah_short(portion.old_money),
                "new_money": rupiah_short(portion.new_money),
                "money_change": _sign_money(portion.money_change),
                "x": str(50 if gains else 50 - length),
                "length": str(length),
                "tone": "good" if gains else "bad",
                "is_same": not portion.money_change and not portion.count_change,
            }
        )
    return rows


def _list_ceilings(old: Result, new: Result, labels: Mapping[str, str]) -> list[dict]:
    """Every ceiling of either result, with its amount, use and cut-line in both."""
    before, after = ({use.ceiling: use for use in result.ceilings} for result in (old, new))
    rows = []
    for key in dict.fromkeys((*after, *before)):
        first, second = before.get(key), after.get(key)
        rows.append(
            {
                "label": labels.get(key, key),
                "amounts": [rupiah(use.amount) if use else "–" for use in (first, second)],
                "is_changed": (first and first.amount) != (second and second.amount),
                "used": [rupiah_short(use.used) if use else "–" for use in (first, second)],
                "left": rupiah(second.left) if second else "–",
                "cuts": [
                    dots(use.cut.position) if use and use.cut else "tidak ada" for use in (first, second)
                ],
            }
        )
    return rows


def _list_gauges(old: Result, new: Result, ceiling: str, labels: Mapping[str, str]) -> list[dict]:
    """The use of the ceiling at hand, of those that were changed, then of the largest others, up to four."""
    before = {use.ceiling: use.amount for use in old.ceilings}

    def weigh(use) -> tuple:
        return (
            use.ceiling != ceiling,
            before.get(use.ceiling) == use.amount,
            use.ceiling != "city",
            -use.amount,
        )

    return [
        {"label": labels.get(use.ceiling, use.ceiling), "used": use.used, "amount": use.amount}
        for use in sorted(new.ceilings, key=weigh)[:GAUGES]
    ]


def _points(score: int) -> str:
    return say_points(write_points(score))


def _sign(number: int) -> str:
    return f"+{dots(number)}" if number > 0 else dots(number)


def _sign_money(amount: int) -> str:
    return f"+{rupiah_short(amount)}" if amount > 0 else rupiah_short(amount) if amount else "tetap"
