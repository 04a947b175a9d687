"""Where a proposal counts: a table over every status and history, and the equations of every stage."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proposals import workflow
from reports.whereabouts import STAGES, Fate, Tally, locate

HELD = {"kecamatan_review": "kecamatan", "opd_review": "opd", "scoring": "bappeda"}
NOWHERE = None

# status, closed_from, returned_from → (stage, fate); "@" stands for each of the three desks and its stage.
TABLE = """
draft            -                -  -
awaiting_lurah   -                -  -
withdrawn        draft            -  -
withdrawn        awaiting_lurah   -  -
withdrawn        revision         @  -
kecamatan_review -                -  kecamatan pending
opd_review       -                -  opd pending
scoring          -                -  bappeda pending
revision         -                @  @ pending
prioritised      scoring          -  bappeda prioritised
reserve          scoring          -  bappeda reserve
local            kecamatan_review -  kecamatan local
referred         @                -  @ referred
rejected         @                -  @ refused
rejected         awaiting_lurah   -  -
merged           @                -  @ refused
lapsed           @                -  @ pending
lapsed           revision         @  @ pending
lapsed           draft            -  -
lapsed           awaiting_lurah   -  -
rejected         -                -  kecamatan refused
merged           -                -  kecamatan refused
"""


def read_table():
    for line in TABLE.strip().splitlines():
        for desk, stage in HELD.items() if "@" in line else [("", "")]:
            words = [{"-": ""}.get(word, word) for word in line.split()]
            history = tuple(desk if word == "@" else word for word in words[:3])
            place = tuple(stage if word == "@" else word for word in words[3:])
            yield history, place if len(place) == 2 else NOWHERE


CASES = list(read_table())


@pytest.mark.parametrize(("history", "place"), CASES)
def test_place_of_every_status_and_history(history, place):
    found = locate(*history)
    assert (found and (found.stage, found.fate.value)) == place


def test_table_covers_every_status_and_every_way_into_a_final_one():
    """A status or a rule that is added to the workflow must be given its place here."""
    told = {history[:2] for history, _ in CASES}
    ways = {(status, "") for status in workflow.OPEN}
    for rule in workflow.RULES:
        if rule.action == "supersede":
            continue  # keeps what was remembered when the list was published
        targets = workflow.PUBLISHED if rule.target == workflow.BY_RESULT else (rule.target,)
        ways |= {(target, rule.source) for target in targets if target in workflow.FINAL}
    assert ways <= told


def test_returned_and_merged_only_repeat():
    tally = Tally()
    tally.add(("revision", "", "opd_review"), 2, 20)
    tally.add(("lapsed", "revision", "scoring"), 3, 30)
    tally.add(("lapsed", "scoring", ""), 4, 40)
    tally.add(("merged", "opd_review", ""), 5, 50)
    assert (tally.returned.count, tally.merged.count) == (5, 5)
    assert (tally.pending("opd").count, tally.pending("bappeda").count, tally.refused("opd").count) == (
        2,
        7,
        5,
    )
    assert tally.incoming("kecamatan").amount == 140


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from(CASES), st.integers(0, 10**6), st.integers(0, 10**13)), max_size=20)
)
def test_what_comes_in_at_a_stage_is_all_that_becomes_of_it(groups):
    tally, counted = Tally(), [0, 0]
    for (history, place), count, amount in groups:
        tally.add(history, count, amount)
        counted = [counted[0] + count, counted[1] + amount] if place else counted
    first = tally.incoming("kecamatan")
    assert [first.count, first.amount] == counted
    for here, following in zip(STAGES, [*STAGES[1:], None], strict=True):
        parts = [tally.pending(here), tally.refused(here), tally.diverted(here), tally.passed(here)]
        came = tally.incoming(here)
        assert (came.count, came.amount) == (sum(p.count for p in parts), sum(p.amount for p in parts))
        assert following is None or tally.passed(here) == tally.incoming(following)
    ended = tally.at(STAGES, [Fate.PRIORITISED, Fate.RESERVE])
    assert tally.passed("bappeda") == ended
