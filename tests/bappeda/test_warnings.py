"""What makes a result say little."""

import pytest

from bappeda import computing
from bappeda.warnings import list_warnings
from tests.bappeda.frozen import CRITERIA, make_ceiling, make_inputs, make_proposal

LABELLED = {"min_marks": 1, "criteria": [row | {"label": row["key"]} for row in CRITERIA]}
CITY = [make_ceiling("city", 10**12, "Kota Tangerang")]


def warn(*proposals, has_abstained=False, **changes) -> list[str]:
    inputs = make_inputs(list(proposals), **{"criteria_set": LABELLED, "ceilings": CITY} | changes)
    return list_warnings(inputs, computing.measure(inputs).matrix, has_abstained=has_abstained)


def sheets(*people, mark=4) -> list[dict]:
    return [{"by": by, "marks": {"rkpd_fit": mark, "cross_area": mark}} for by in people]


def test_nothing_to_warn_of():
    other = {"current_households": 5, "current_readiness": 5}
    differing = make_proposal(
        2,
        sheets=sheets(1, 2, mark=2),
        catalogue={"spm": 1, "basic_rights": 1},
        kecamatan_order=20,
        fields=other,
    )
    assert warn(make_proposal(1, sheets=sheets(1, 2)), differing) == []
    assert warn() == []


def test_criterion_that_is_equal_everywhere_does_not_tell_apart():
    rows = [make_proposal(n, sheets=sheets(1, 2), kecamatan_order=20 * n - 19) for n in (1, 2)]
    told = warn(*rows, list_lengths={"36.71.03": 40})
    assert "Kriteria spm sama untuk semua usulan: tidak membedakan." in told
    assert not any("forum_order" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("given", "has_abstained", "sentence"),
    [
        (sheets(1), False, "Semua nilai berasal dari satu penilai"),
        (sheets(1, 2, mark=None), False, "menyatakan tidak menilai"),
        ([], True, "menyatakan tidak menilai"),
        ([], False, "Belum ada penilai"),
    ],
)
def test_reviewers_that_are_too_few(given, has_abstained, sentence):
    assert any(sentence in told for told in warn(make_proposal(1, sheets=given), has_abstained=has_abstained))


def test_reviewers_do_not_matter_where_nothing_is_marked():
    criteria = [row | {"source": "order"} if row["source"] == "mark" else row for row in LABELLED["criteria"]]
    given = LABELLED | {"criteria": criteria}
    assert warn(make_proposal(1, sheets=[]), criteria_set=given) == []


def test_money_of_nothing():
    row = make_proposal(1, budget=0, sheets=sheets(1, 2))
    assert warn(row, ceilings=[make_ceiling("city", 0, "Kota Tangerang")]) == [
        "Pagu Kota Tangerang Rp 0: tidak ada usulan yang bisa masuk di sana.",
        "1 usulan beranggaran Rp 0: selalu muat dalam pagu.",
    ]
    assert "Belum ada pagu: semua usulan akan menjadi Prioritas." in warn(row, ceilings=[])
