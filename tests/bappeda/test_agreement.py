"""Agreement of reviewers: Krippendorff's published example, by hand, by property."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bappeda import agreement
from bappeda.agreement import Dispute, Sheet

# Four observers, twelve units: the reliability data of Krippendorff, "Computing Krippendorff's Alpha-Reliability"
# (2011); published: interval 0.849, ordinal 0.815.
PUBLISHED = [
    (1, 1, None, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (None, 5, 5, 5),
    (None, None, 1, 1),
    (None, None, 3, None),
]


@pytest.mark.parametrize(("metric", "alpha"), [("interval", 0.849), ("ordinal", 0.815)])
def test_published_example(metric, alpha):
    assert round(float(agreement.find_alpha(PUBLISHED, metric=metric)), 3) == alpha


def test_full_agreement_is_one_and_sameness_says_nothing():
    assert agreement.find_alpha([(1, 1), (5, 5)]) == 1
    assert agreement.find_alpha([(3, 3), (3, 3)]) is None
    assert agreement.find_alpha([(3,), (None, 4)]) is None


def test_unknown_metric_is_refused():
    with pytest.raises(ValueError, match="nominal"):
        agreement.find_alpha([], metric="nominal")


marks = st.integers(1, 5) | st.none()


@given(st.lists(st.lists(marks, min_size=1, max_size=4), max_size=10), st.randoms(use_true_random=False))
def test_alpha_is_at_most_one_and_blind_to_order(units, random):
    alpha = agreement.find_alpha(units)
    turned = [random.sample(unit, len(unit)) for unit in random.sample(units, len(units))]
    assert agreement.find_alpha(turned) == alpha
    assert alpha is None or alpha <= 1


def test_alpha_of_each_criterion_counts_proposals_as_units():
    sheets = [
        Sheet("p", "a", {"fit": 1, "reach": 2}),
        Sheet("p", "b", {"fit": 1, "reach": 5}),
        Sheet("q", "a", {"fit": 4, "reach": 3}),
        Sheet("q", "b", {"fit": 4, "reach": None}),
    ]
    assert agreement.find_alphas(sheets, ["fit", "reach"]) == {"fit": 1, "reach": 0}


def test_leaning_is_against_the_others_on_the_same_thing():
    sheets = [
        Sheet("p", "strict", {"fit": 1, "reach": 2}),
        Sheet("p", "kind", {"fit": 5, "reach": None}),
        Sheet("p", "third", {"fit": 3}),
        Sheet("q", "alone", {"fit": 2}),
        Sheet("q", "absent", {"fit": None}),
    ]
    by_name = {leaning.reviewer: leaning for leaning in agreement.find_leanings(sheets)}
    assert by_name["strict"] == agreement.Leaning("strict", 2, 1, Fraction(-3), Fraction(1, 4))
    assert (by_name["kind"].shift, by_name["third"].shift) == (3, 0)
    assert (by_name["alone"].shift, by_name["alone"].compared) == (None, 0)
    assert "absent" not in by_name
    assert [leaning.reviewer for leaning in agreement.find_leanings(sheets)][:2] == ["kind", "strict"]


def test_verdict_of_an_alpha_at_its_limits():
    limits = [None, Fraction(8, 10), Fraction(7999, 10000), Fraction(667, 1000), Fraction(666, 1000)]
    assert [agreement.judge(alpha) for alpha in limits] == ["", "reliable", "tentative", "tentative", "weak"]


def test_disputes_are_in_points_and_gaps_do_not_cancel_out():
    weights = {"fit": Fraction(1, 2), "reach": Fraction(1, 4), "spm": Fraction(1, 4)}
    sheets = [
        Sheet("p", "a", {"fit": 1, "reach": 5}),
        Sheet("p", "b", {"fit": 5, "reach": None}),
        Sheet("q", "a", {"fit": 3, "reach": 1}),
        Sheet("q", "b", {"fit": 3, "reach": 2}),
        Sheet("r", "a", {"fit": 3}),
        Sheet("r", "b", {"fit": None}),
        Sheet("s", "a", {"fit": 2}),
        Sheet("s", "b", {"fit": 2}),
        Sheet("t", "a", {"fit": 1, "reach": 5}),
        Sheet("t", "b", {"fit": 5, "reach": 1}),
        Sheet("alone", "a", {"fit": 5, "reach": 1}),
    ]
    assert agreement.find_disputes(sheets, weights) == [
        Dispute("t", Fraction(75)),
        Dispute("p", Fraction(50)),
        Dispute("q", Fraction(25, 4)),
    ]
