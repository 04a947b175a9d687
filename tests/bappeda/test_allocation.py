"""Who fits the ceilings, and the cut-lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bappeda import allocation, explaining
from bappeda.allocation import CutLine, Item, Shortfall
from tests.bappeda.orders import allocate, ceilings, force, funded, items, place


def test_smaller_item_below_the_cut_line_is_funded():
    _, result = allocate([60, 50, 40], {"city": 100})
    assert funded(result) == [True, False, True]
    assert result.outcomes[1].shortfalls == (Shortfall("city", 50, 40),)
    assert result.outcomes[1].shortfalls[0].missing == 10
    (city,) = result.ceilings
    assert (city.used, city.left, city.funded, city.cut) == (100, 0, 2, CutLine("p2", 2, 50, 40))


def test_cut_line_is_the_first_that_does_not_fit():
    _, result = allocate([90, 20, 30], {"city": 100})
    assert result.ceilings[0].cut.position == 2


def test_ceiling_that_everything_fits_has_no_cut_line():
    _, result = allocate([50, 50], {"city": 100})
    assert funded(result) == [True, True]
    assert result.ceilings[0].cut is None


def test_absent_ceiling_does_not_bind():
    _, result = allocate([10**15], {})
    assert funded(result) == [True]
    assert result.ceilings == ()


def test_ceiling_of_zero_leaves_nothing_but_costless_items():
    _, result = allocate([1, 0], {"city": 0})
    assert funded(result) == [False, True]


def test_every_ceiling_that_stands_in_the_way_is_named_worst_first():
    items = [Item("a", 80, ("city", "kecamatan:1")), Item("b", 30, ("city", "kecamatan:1", "agency:x"))]
    result = allocation.allocate(
        items, ceilings={"city": 100, "kecamatan:1": 90, "agency:x": 40}, rule="skip"
    )
    assert result.outcomes[1].shortfalls == (Shortfall("kecamatan:1", 30, 10), Shortfall("city", 30, 20))
    cuts = {use.ceiling: use.cut and use.cut.key for use in result.ceilings}
    assert cuts == {"city": "b", "kecamatan:1": "b", "agency:x": None}


def test_item_refused_by_one_ceiling_takes_nothing_from_the_others():
    items = [Item("a", 50, ("city", "agency:x")), Item("b", 60, ("city",))]
    result = allocation.allocate(items, ceilings={"city": 100, "agency:x": 10}, rule="skip")
    assert funded(result) == [False, True]
    assert {use.ceiling: use.cut for use in result.ceilings}["city"] is None


@pytest.mark.parametrize(
    ("costs", "ceilings", "rule", "sentence"),
    [
        ([1], {"city": 1}, "lottery", "Unknown rule of allocation: 'lottery'."),
        ([1], {"city": -1}, "skip", "A ceiling is below zero."),
        ([-1], {"city": 1}, "skip", "p1: the cost is below zero."),
    ],
)
def test_what_no_rule_covers_is_refused(costs, ceilings, rule, sentence):
    items = [Item(f"p{n}", cost, ("city",)) for n, cost in enumerate(costs, start=1)]
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        allocation.allocate(items, ceilings=ceilings, rule=rule)


@given(items, ceilings)
def test_ceilings_are_never_exceeded(rows, amounts):
    result = allocation.allocate(rows, ceilings=amounts, rule="skip")
    for use in result.ceilings:
        spent = [
            row.cost
            for row, outcome in zip(rows, result.outcomes, strict=True)
            if outcome.funded and use.ceiling in row.ceilings
        ]
        assert use.used == sum(spent) <= use.amount
        assert use.funded == len(spent)
        assert use.left == use.amount - use.used


@given(items, ceilings)
def test_what_is_passed_over_did_not_fit_at_its_turn_and_all_else_is_funded(rows, amounts):
    result = allocation.allocate(rows, ceilings=amounts, rule="skip")
    left = dict(amounts)
    cuts: dict[str, str] = {}
    for row, outcome in zip(rows, result.outcomes, strict=True):
        tight = {key for key in row.ceilings if key in left and left[key] < row.cost}
        assert outcome.funded == (not tight)
        assert {short.ceiling for short in outcome.shortfalls} == tight
        for key in tight:
            cuts.setdefault(key, row.key)
        if outcome.funded:
            for key in left.keys() & set(row.ceilings):
                left[key] -= row.cost
    assert {use.ceiling: use.cut.key for use in result.ceilings if use.cut} == cuts


@given(items, ceilings, st.data())
def test_a_better_place_never_loses_the_money(rows, amounts, data):
    if len(rows) < 2:
        return
    result = allocation.allocate(rows, ceilings=amounts, rule="skip")
    index = data.draw(st.integers(1, len(rows) - 1))
    target = data.draw(st.integers(0, index))
    moved = [row for row in rows if row is not rows[index]]
    moved.insert(target, rows[index])
    after = allocation.allocate(moved, ceilings=amounts, rule="skip")
    if result.outcomes[index].funded:
        assert after.outcomes[target].funded


def test_stop_closes_the_ceiling_that_the_first_could_not_fit_and_no_other():
    rows = [
        Item("a", 60, ("city", "x")),
        Item("b", 50, ("city", "x")),
        Item("c", 10, ("x",)),
        Item("d", 10, ("city",)),
    ]
    result = allocation.allocate(rows, ceilings={"city": 100, "x": 200}, rule="stop")
    assert funded(result) == [True, False, True, False]
    assert result.outcomes[3].shortfalls == (Shortfall("city", 10, 40, closed=True),)
    assert result.outcomes[3].shortfalls[0].missing == 0
    assert {use.ceiling: use.cut and use.cut.key for use in result.ceilings} == {"city": "b", "x": None}


@given(items, st.integers(0, 200))
def test_with_one_ceiling_skip_funds_all_that_stop_funds(rows, amount):
    rows = [Item(row.key, row.cost, ("city",)) for row in rows]
    skip, stop = (
        allocation.allocate(rows, ceilings={"city": amount}, rule=rule) for rule in ("skip", "stop")
    )
    pairs = zip(skip.outcomes, stop.outcomes, strict=True)
    assert all(wide.funded or not narrow.funded for wide, narrow in pairs)


def test_what_is_forced_in_takes_its_money_first():
    _, result = force([60, 50, 40], 100, forced_in=["p2"])
    assert funded(result) == [False, True, True]
    assert result.outcomes[0].shortfalls == (Shortfall("city", 60, 50),)
    assert [outcome.forced for outcome in result.outcomes] == ["", "in", ""]
    (city,) = result.ceilings
    assert (city.used, city.funded, city.cut.key) == (90, 2, "p1")


def test_what_is_forced_out_frees_its_money():
    _, result = force([60, 50, 40], 100, forced_out={"p1"})
    assert funded(result) == [False, True, True]
    assert (result.outcomes[0].shortfalls, result.outcomes[0].forced) == ((), "out")
    assert result.ceilings[0].cut is None


def test_what_is_forced_counts_with_what_was_funded_above_it():
    _, result = force([10, 20, 30, 40], 100, forced_in=["p3"], forced_out=["p2"])
    assert funded(result) == [True, False, True, True]
    assert (result.ceilings[0].used, result.ceilings[0].funded) == (80, 3)


def test_what_is_forced_in_beyond_a_ceiling_is_refused_with_the_sum():
    rows = [Item("p1", 60, ("city", "agency:x")), Item("p2", 50, ("city", "agency:x"))]
    with pytest.raises(allocation.ForcedTooMuch, match=r"ceiling: city, agency:x\.$") as caught:
        allocation.allocate(
            rows, ceilings={"city": 100, "agency:x": 109}, rule="skip", forced_in=["p1", "p2"]
        )
    assert caught.value.lacking == {"city": 10, "agency:x": 1}


TWICE = "An override names one proposal twice."


@pytest.mark.parametrize(
    ("forced", "sentence"),
    [
        ({"forced_in": ["p1"], "forced_out": ["p1"]}, TWICE),
        ({"forced_in": ["p1", "p1"]}, TWICE),
        ({"forced_out": ["p9"]}, "An override names no proposal of the order: p9."),
    ],
)
def test_overrides_that_make_no_sense_are_refused(forced, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        force([60, 50], 100, **forced)


@given(items, ceilings, st.sampled_from(allocation.RULES), st.data())
def test_ceilings_hold_whatever_is_forced(rows, amounts, rule, data):
    keys = [row.key for row in rows]
    chosen = data.draw(st.lists(st.sampled_from(keys), unique=True)) if keys else []
    half = len(chosen) // 2
    try:
        result = allocation.allocate(
            rows, ceilings=amounts, rule=rule, forced_in=chosen[:half], forced_out=chosen[half:]
        )
    except allocation.ForcedTooMuch as refused:
        wanted = {
            key: sum(row.cost for row in rows if row.key in chosen[:half] and key in row.ceilings)
            for key in amounts
        }
        over = {key: total - amounts[key] for key, total in wanted.items() if total > amounts[key]}
        assert refused.lacking == over
        return
    by_key = {outcome.key: outcome for outcome in result.outcomes}
    assert [outcome.position for outcome in result.outcomes] == list(range(1, len(rows) + 1))
    assert all(by_key[key].funded for key in chosen[:half])
    assert not any(by_key[key].funded for key in chosen[half:])
    for use in result.ceilings:
        spent = [row.cost for row in rows if by_key[row.key].funded and use.ceiling in row.ceilings]
        assert use.used == sum(spent) <= use.amount
        assert use.funded == len(spent)
    ranked = place(range(len(rows), 0, -1))
    assert len(explaining.measure_distances(ranked, rows, result)) == len(rows)
