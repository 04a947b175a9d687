"""At which weight of each criterion a place would turn, against one other proposal; read from the rows of a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bappeda import computing, explaining, measuring, scoring
from bappeda.models import RankedProposal


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One criterion: present and turning weight in percent, two decimals; `turn` None when it never turns.

    `above`: this proposal is ahead where the weight is greater than `turn`. `is_known`: false where a run does not
    keep what the turn would be computed from.
    """

    label: str
    present: Decimal
    turn: Decimal | None
    above: bool = False
    is_known: bool = True


def find_turns(row: RankedProposal, rival: RankedProposal, *, criteria: list[Mapping], method: str):
    """A line per criterion, the other weights rescaled to the rest; None for TOPSIS, where the ideal moves too."""
    if method == computing.TOPSIS:
        return None
    weights = [Fraction(criterion["weight"]) for criterion in criteria]
    own, other = (_read_shares(place, criteria, weights, method) for place in (row, rival))
    lines = []
    for column, criterion in enumerate(criteria):
        # What SAW divided by is not in a row, so a criterion without weight does not tell its share.
        is_known = bool(weights[column]) or method == computing.WEIGHTED_SUM
        turn = explaining.find_turn(own, other, weights=weights, column=column) if is_known else None
        lines.append(
            TurnLine(
                criterion["label"],
                _percent(weights[column]),
                turn and _percent(turn.weight),
                bool(turn and turn.above),
                is_known,
            )
        )
    return lines


def _read_shares(row: RankedProposal, criteria, weights, method: str) -> list[Fraction]:
    """Shares of the best (0–1) per criterion, from the levels, or for SAW from the points."""
    shares = []
    for (_, level, points), criterion, weight in zip(row.contributions, criteria, weights, strict=True):
        if method == computing.WEIGHTED_SUM:
            kind = criterion.get("type", measuring.BENEFIT)
            shares.append(scoring.share_of_best(Fraction(level), kind))
        else:
            shares.append(Fraction(points) / (scoring.POINTS * weight) if weight else Fraction())
    return shares


def _percent(share: Fraction) -> Decimal:
    exact = round(share * 100, 2)
    return Decimal(exact.numerator) / exact.denominator
