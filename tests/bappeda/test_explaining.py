"""At which weight of a criterion one proposal draws level with another."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bappeda.explaining import Turn, find_turn

WEIGHTS = [Fraction(1, 2), Fraction(3, 10), Fraction(1, 5)]


def shares(*levels) -> list[Fraction]:
    return [Fraction(level - 1, 4) for level in levels]


def score_at(own, weight, column) -> Fraction:
    rest = 1 - WEIGHTS[column]
    scaled = [weight if n == column else value / rest * (1 - weight) for n, value in enumerate(WEIGHTS)]
    return sum(value * share for value, share in zip(scaled, own, strict=True))


def test_turn_by_hand():
    # Ahead by 1 in the first, behind by 1/2 in the two others: level where w = (1 - w) / 2.
    assert find_turn(shares(5, 1, 1), shares(1, 3, 3), weights=WEIGHTS, column=0) == Turn(
        Fraction(1, 3), above=True
    )
    assert find_turn(shares(1, 3, 3), shares(5, 1, 1), weights=WEIGHTS, column=0) == Turn(
        Fraction(1, 3), above=False
    )


def test_whoever_is_behind_in_everything_never_draws_level():
    assert find_turn(shares(1, 1, 1), shares(2, 3, 2), weights=WEIGHTS, column=1) is None


def test_equals_are_level_at_every_weight():
    assert find_turn(shares(2, 3, 4), shares(2, 3, 4), weights=WEIGHTS, column=1) is None


def test_the_only_criterion_has_nothing_to_give_away():
    assert find_turn(shares(2), shares(3), weights=[Fraction(1)], column=0) is None


levels = st.lists(st.integers(1, 5), min_size=3, max_size=3).map(lambda row: shares(*row))


@given(levels, levels, st.integers(0, 2))
def test_both_are_level_at_the_turn_and_apart_on_its_sides(own, other, column):
    turn = find_turn(own, other, weights=WEIGHTS, column=column)
    if turn is None:
        return
    assert score_at(own, turn.weight, column) == score_at(other, turn.weight, column)
    for weight in (Fraction(0), Fraction(1)):
        if weight != turn.weight:
            ahead = score_at(own, weight, column) > score_at(other, weight, column)
            assert ahead == ((weight > turn.weight) == turn.above)
