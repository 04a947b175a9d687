"""Likely doubles by words, place and kind of work: pure values, no database."""

import pytest

from proposals.duplicates import (
    MOST,
    SHOWN,
    Candidate,
    Known,
    Subject,
    Twin,
    choose_words,
    compare_titles,
    read,
)

HERE = {"latitude": -6.15342, "longitude": 106.65938}


def away(metres: float) -> dict:
    """A place so far to the north."""
    return {"latitude": HERE["latitude"] + metres / 111_195, "longitude": HERE["longitude"]}


def twins(own: Subject, *others: Subject, **given) -> list[Twin]:
    return Known([Candidate(n, other) for n, other in enumerate(others)]).find_twins(own, **given)


@pytest.mark.parametrize(
    ("title", "rw", "street"),
    [
        ("Perbaikan drainase Jl. Melati RT 03/RW 05", {5}, {"melati"}),
        ("perbaikan drainase jalan melati rt.003 rw.05", {5}, {"melati"}),
        ("Perbaikan drainase jln Melati RT 02, 03 dan 09 RW 5", {5}, {"melati"}),
        ("Perbaikan drainase Gg. Melati rt03 rw05 & 06", {5, 6}, {"melati"}),
        ("Perbaikan drainase RW 1-3", {1, 3}, set()),
        ("Perbaikan drainase 120 x 40 cm", set(), set()),
    ],
)
def test_title_is_taken_apart(title, rw, street):
    reading = read(Subject(title))
    assert reading.rw == rw and reading.street == street
    assert reading.words["perbaikan"] == 1 and reading.words["drainase"] == 2
    assert not {"rt", "rw", "jl", "dan"} & set(reading.words)


@pytest.mark.parametrize(
    ("own", "other", "least", "most"),
    [
        ("Perbaikan drainase Jl. Melati RW 05", "Perbaikan saluran drainase Jl. Melati RT 03/RW 05", 1, 1),
        ("Normalisasi got Gg. Mawar", "Perbaikan selokan Gang Mawar", 0.79, 0.81),
        ("Perbaikn drainse Melatti", "Perbaikan drainase Melati", 0.6, 0.99),
        ("Pelatihan menjahit", "Pelatihan tata boga", 0.01, 0.49),
        ("Pelatihan menjahit", "Lampu jalan", 0, 0),
        ("RT 03 RW 05", "RT 03 RW 05", 0, 0),
        ("", "Perbaikan drainase", 0, 0),
    ],
)
def test_titles_are_compared_whatever_their_numbers(own, other, least, most):
    assert least <= compare_titles(own, other) <= most
    assert compare_titles(own, other) == pytest.approx(compare_titles(other, own))


def test_words_place_and_work_together_give_the_reason():
    own = Subject("Perbaikan saluran Jl. Melati RW 05", "Jl. Melati", "05", **HERE, item="DRN-01")
    other = Subject("Normalisasi selokan Melati", "Gang Melati", "05, 06", **away(42), item="DRN-01")
    (twin,) = twins(own, other)
    assert twin.reason == "judul mirip, 40 m dari sini, jenis pekerjaan sama, jalan sama, RW sama"
    assert (twin.key, twin.away, twin.points) == (0, 42, 100)


def test_same_title_alone_is_enough():
    (twin,) = twins(Subject("Pelatihan menjahit warga"), Subject("Pelatihan menjahit"))
    assert twin == Twin(0, 60, "judul sama", None)


def test_same_work_at_the_same_place_needs_no_title():
    own, other = (Subject("U-ditch 40 x 60", **HERE, item="DRN-01"), Subject("Got", **HERE, item="DRN-01"))
    (twin,) = twins(own, other)
    assert twin.reason == "titik yang sama, jenis pekerjaan sama" and twin.away == 0


@pytest.mark.parametrize(
    ("metres", "points"), [(3, 90), (49, 90), (120, 80), (290, 70), (450, 60), (900, None)]
)
def test_distance_speaks_for_or_against(metres, points):
    found = twins(Subject("Perbaikan drainase", **HERE), Subject("Perbaikan drainase", **away(metres)))
    assert [twin.points for twin in found] == ([] if points is None else [points])


@pytest.mark.parametrize(
    "other",
    [
        Subject("Perbaikan drainase", rw="07"),
        Subject("Perbaikan drainase", street="Jl. Kenanga"),
        Subject("Perbaikan jembatan Melati", item="JBT-01"),
        Subject("", item="DRN-01"),
    ],
)
def test_other_rw_street_or_work_is_no_double(other):
    assert twins(Subject("Perbaikan drainase", "Melati", "05", item="DRN-01"), other) == []


def test_misspelt_street_is_the_same_street():
    (twin,) = twins(Subject("Perbaikan drainase", "Jl. Melatih"), Subject("Perbaikan drainase", "Melati"))
    assert "jalan sama" in twin.reason


def test_likeliest_come_first_then_the_newest_and_few():
    alike = [Subject("Perbaikan drainase")] * (SHOWN + 2)
    found = twins(Subject("Perbaikan drainase", rw="05"), Subject("Perbaikan drainase", rw="05"), *alike)
    assert [twin.key for twin in found] == [0, 7, 6, 5, 4]
    assert [t.key for t in twins(alike[0], *alike[:2], but=1, most=9)] == [0]


def test_of_many_the_most_promising_are_compared():
    crowd = [Subject(f"Lampu jalan {'abcdefghij'[n % 10] * 6}") for n in range(MOST * 2)]
    own = Subject("Perbaikan drainase Melati", **HERE, item="DRN-01")
    same_work_here = Subject("U-ditch", **away(20), item="DRN-01")
    same_words = Subject("Perbaikan drainase Melati")
    found = twins(own, same_work_here, *crowd, same_words)
    assert [twin.key for twin in found] == [MOST * 2 + 1, 0]
    assert twins(Subject("Posyandu"), *crowd) == []


def test_words_to_look_for_are_the_telling_ones():
    assert choose_words("Perbaikan got di Jl. Melati RT 03/RW 05") == ["melati", "got"]
    assert choose_words("RT 03") == []
