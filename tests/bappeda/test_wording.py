"""How a place in the ranking reads."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from bappeda import ranking, wording


@pytest.mark.parametrize(
    ("rule", "own", "other", "said"),
    [
        ("score", "78.750000", "77.500000", "Skor"),
        ("kecamatan_order", "7", "8", "Urutan kecamatan 7 < 8"),
        ("kecamatan_order", "9", "8", "Urutan kecamatan 9 > 8"),
        ("kelurahan_order", "9", "", "Urutan kelurahan 9 sebelum tanpa urutan"),
        ("kelurahan_order", "", "9", "Urutan kelurahan tanpa urutan sesudah 9"),
        ("households", "120", "34", "Penerima manfaat 120 KK > 34 KK"),
        ("budget", "9000000", "10000000", "Anggaran Rp\u00a09.000.000 < Rp\u00a010.000.000"),
        ("reference", "2021-A-0001", "2021-A-0002", "Nomor usulan 2021-A-0001 < 2021-A-0002"),
    ],
)
def test_decider_names_the_two_values(rule, own, other, said):
    assert wording.say_decider(rule, own, other) == said


def test_every_rule_has_a_label():
    assert set(wording.RULE_LABELS) == set(ranking.RULES)


@pytest.mark.parametrize(
    ("points", "said"),
    [("77.500000", "77,50"), ("66.666667", "66,666667"), ("80.000000", "80,00"), ("-1.250000", "−1,25")],
)
def test_points_have_two_decimals_at_least(points, said):
    assert wording.say_points(Decimal(points)) == said


def test_values_are_said_in_their_unit():
    assert wording.say_value("score", "80.000000") == "80,00"


def say_outcome(**row) -> str:
    run = SimpleNamespace(ceilings=[{"key": "kecamatan:36.71.03", "label": "Kecamatan Batuceper"}])
    row = SimpleNamespace(**{"shortfalls": [], "forced": "", "computed": ""} | row)
    return wording.say_outcome(row, wording.label_ceilings(run)).replace("\u00a0", " ")


@pytest.mark.parametrize("rest", [[], [False]])  # runs of format 1 do not say whether a ceiling was closed
def test_reserve_says_what_it_lacked(rest):
    assert say_outcome(shortfalls=[["kecamatan:36.71.03", 426_000_000, 328_125_000, *rest]]) == (
        "Perlu Rp 426.000.000, sisa pagu Kecamatan Batuceper Rp 328.125.000. Kurang Rp 97.875.000."
    )


def test_reserve_under_a_closed_ceiling_says_so_and_lacks_no_sum():
    assert say_outcome(shortfalls=[["kecamatan:36.71.03", 5_000, 9_000, True]]) == (
        "Pagu Kecamatan Batuceper sudah ditutup oleh usulan di atasnya; sisanya Rp 9.000."
    )


def test_override_is_said_before_anything_else():
    assert say_outcome(forced="in", computed="reserve") == (
        "Keputusan khusus: dimasukkan. Menurut perhitungan: Cadangan."
    )


def test_funded_item_lacks_nothing():
    assert say_outcome() == ""
