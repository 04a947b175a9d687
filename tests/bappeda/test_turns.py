"""At which weight a place turns, and against whom."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bappeda.explanations import explain_place
from bappeda.models import RankedProposal
from bappeda.reasons import describe_turns
from bappeda.turns import find_turns
from tests.bappeda.factories import make_marked, make_run, make_world, set_ceiling

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def pair(world):
    """91.25 and 76.25 points and money for one: rkpd 5 against 4, lintas_wilayah 1 against 5."""
    first = make_marked(world, marks={"rkpd": 5, "lintas_wilayah": 1})
    second = make_marked(world, marks={"rkpd": 2, "lintas_wilayah": 5})
    set_ceiling(world, second.current_budget)
    return first, second


def explain(run, position):
    told = explain_place(run, position)
    told.row.run = run
    return told, {line["label"]: line["says"] for line in describe_turns(told).get("lines", ())}


@pytest.mark.parametrize("method", ["weighted_sum", "saw"])
def test_turning_weight_levels_both_scores(world, pair, method):
    run = make_run(world, rules={"method": method})
    upper, _ = explain(run, 1)
    lower, _ = explain(run, 2)
    assert (upper.rival.position, lower.rival.position) == (2, 1)
    weights = [Decimal(row["weight"]) * 100 for row in run.criteria["criteria"]]
    shares = [[part.points / part.most for part in told.parts] for told in (upper, lower)]
    found = 0
    for column, (own, other) in enumerate(zip(upper.turns, lower.turns, strict=True)):
        assert own.turn == other.turn
        if own.turn is None:
            continue
        found += 1
        assert own.above != other.above
        scale = (100 - own.turn) / (100 - weights[column])
        at = [own.turn if n == column else weight * scale for n, weight in enumerate(weights)]
        scores = [sum(w * share for w, share in zip(at, row, strict=True)) for row in shares]
        assert abs(scores[0] - scores[1]) < Decimal("0.02")
    assert found


def test_sentences_say_who_passes_whom_and_on_which_side(world, pair):
    run = make_run(world)
    _, upper = explain(run, 1)
    told, lower = explain(run, 2)
    assert any(re.fullmatch(r"mendahului di atas [\d,]+%", said) for said in lower.values())
    assert any(re.fullmatch(r"tertinggal di atas [\d,]+%", said) for said in upper.values())
    assert "usulan didanai yang harus dilewati di pagu Kota Tangerang" in describe_turns(told)["intro"]


def test_topsis_and_places_without_a_rival_say_why_there_is_none(world):
    make_marked(world)
    make_marked(world, marks={"rkpd": 5, "lintas_wilayah": 5})
    told, lines = explain(make_run(world), 1)
    assert (lines, "tidak ada yang mengejarnya" in describe_turns(told)["intro"]) == ({}, True)
    set_ceiling(world, told.row.budget)
    told, lines = explain(make_run(world, rules={"method": "topsis"}), 2)
    assert (lines, "TOPSIS" in describe_turns(told)["intro"]) == ({}, True)


def test_explanation_page_asks_the_same_queries_at_one_and_three(client, world):
    first = make_marked(world)
    set_ceiling(world, first.current_budget)
    client.force_login(world.admin)
    counts = []
    for _ in range(2):
        run = make_run(world)
        url = f"/bappeda/usulan/{first.uuid}/alasan/?perhitungan={run.pk}"
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
        make_marked(world), make_marked(world)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("method, known", [("weighted_sum", True), ("saw", False)])
def test_turn_of_a_criterion_without_weight_is_known_only_where_levels_tell_it(method, known):
    criteria = [{"label": "A", "weight": "1"}, {"label": "B", "weight": "0"}]
    upper = RankedProposal(contributions=[["a", "5", "100"], ["b", "1", "0"]])
    lower = RankedProposal(contributions=[["a", "1", "20"], ["b", "5", "0"]])
    first, second = find_turns(lower, upper, criteria=criteria, method=method)
    assert first.is_known
    assert second.is_known is known
    assert (second.turn is not None) is known
