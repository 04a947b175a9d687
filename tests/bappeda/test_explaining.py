"""How far a proposal is from its cut-line, and at which weight it draws level with another."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bappeda import allocation, explaining
from bappeda.allocation import Item
from bappeda.explaining import Turn, find_turn
from tests.bappeda.orders import allocate, ceilings, force, funded, items, place

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


def test_distance_to_a_ceiling_that_was_closed_with_room_left_is_to_the_one_that_closed_it():
    rows, result = force([60, 50, 30, 70], 100, rule="stop")
    third, fourth = explaining.measure_distances(place([90, 80, 70, 60]), rows, result)[2:]
    assert (third.ceiling, third.cut_position, third.missing) == ("city", 2, 0)
    assert (third.pass_position, third.pass_points) == (2, 10)
    assert (fourth.missing, fourth.pass_position, fourth.pass_points) == (30, 1, 30)


def test_distances_leave_what_was_forced_alone():
    rows, result = force([60, 50, 40, 30], 100, forced_in=["p2"], forced_out=["p3"])
    first, second, third, fourth = explaining.measure_distances(place([90, 80, 70, 60]), rows, result)
    assert (first.missing, first.pass_position) == (10, None)  # only 50 are left for the others
    assert (second.ceiling, second.cut_position) == ("city", 1)
    assert third == explaining.Distance("p3")
    assert fourth.cut_position == 1


@given(items, ceilings, st.sampled_from(allocation.RULES), st.data())
def test_whoever_stands_at_the_place_to_pass_is_funded(rows, amounts, rule, data):
    result = allocation.allocate(rows, ceilings=amounts, rule=rule)
    ranked = place(range(len(rows), 0, -1))
    distances = explaining.measure_distances(ranked, rows, result)
    waiting = [n for n, distance in enumerate(distances) if distance.pass_position]
    if not waiting:
        return
    index = data.draw(st.sampled_from(waiting))
    moved = [row for row in rows if row is not rows[index]]
    moved.insert(distances[index].pass_position - 1, rows[index])
    after = allocation.allocate(moved, ceilings=amounts, rule=rule)
    assert after.outcomes[distances[index].pass_position - 1].funded


def test_distances_by_hand():
    rows, result = allocate([60, 30, 50, 5], {"city": 100})
    distances = explaining.measure_distances(place([90, 80, 70, 60]), rows, result)
    assert funded(result) == [True, True, False, True]
    first, second, third, fourth = distances
    assert (first.ceiling, first.cut_position, first.cut_points, first.missing) == ("city", 3, 20, 0)
    assert (second.cut_points, second.pass_position) == (10, None)
    # Before p1 all 100 are free, before p2 only 40: the third would have to pass p1.
    assert (third.missing, third.cut_points, third.pass_position, third.pass_points) == (40, 0, 1, 20)
    assert fourth.cut_points == -10


def test_proposal_larger_than_its_ceiling_has_no_place_to_pass():
    rows, result = allocate([101], {"city": 100})
    (distance,) = explaining.measure_distances(place([90]), rows, result)
    assert (distance.missing, distance.pass_position, distance.pass_points) == (1, None, None)


def test_proposal_without_a_cut_line_has_no_distance():
    rows, result = allocate([10], {"city": 100})
    assert explaining.measure_distances(place([90]), rows, result) == (explaining.Distance("p1"),)


def test_nearest_cut_line_of_several_ceilings_counts():
    rows = [Item("p1", 10, ("city", "agency:x")), Item("p2", 95, ("agency:x",)), Item("p3", 95, ("city",))]
    result = allocation.allocate(rows, ceilings={"city": 100, "agency:x": 100}, rule="skip")
    distances = explaining.measure_distances(place([90, 80, 70]), rows, result)
    assert (distances[0].ceiling, distances[0].cut_position) == ("agency:x", 2)


@given(items, ceilings)
def test_place_to_pass_is_the_lowest_from_which_the_item_fits(rows, amounts):
    result = allocation.allocate(rows, ceilings=amounts, rule="skip")
    distances = explaining.measure_distances(place(range(len(rows), 0, -1)), rows, result)
    for index, (row, distance) in enumerate(zip(rows, distances, strict=True)):
        if result.outcomes[index].funded:
            assert distance.pass_position is None
            continue
        fitting = []
        for target in range(index):
            if result.outcomes[target].funded:
                moved = [other for other in rows if other is not row]
                moved.insert(target, row)
                if allocation.allocate(moved, ceilings=amounts, rule="skip").outcomes[target].funded:
                    fitting.append(target + 1)
        assert distance.pass_position == (max(fitting) if fitting else None)
        assert distance.pass_points == (distance.pass_position and index + 1 - distance.pass_position)
