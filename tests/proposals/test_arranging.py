"""A posted list: numbers, ties, one line moved, and what was not on the page."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from proposals.arranging import arrange, field_of, read_number


@dataclass
class Line:
    row: SimpleNamespace
    place: int


def arranged(count: int, **post) -> str:
    lines = [Line(SimpleNamespace(uuid=letter), number) for number, letter in enumerate("ABCDE"[:count], 1)]
    posted = {f"urutan-{line.row.uuid}": str(line.place) for line in lines} | {
        name.replace("_", "-"): value for name, value in post.items()
    }
    arrange(lines, {name: value for name, value in posted.items() if value is not None})
    assert [line.place for line in lines] == list(range(1, count + 1))
    return "".join(line.row.uuid for line in lines)


@pytest.mark.parametrize(
    ("post", "order"),
    [
        ({}, "ABCD"),
        ({"urutan_D": "1"}, "DABC"),
        ({"urutan_A": "4"}, "BCDA"),
        ({"urutan_A": "9", "urutan_B": "5", "urutan_C": "1"}, "CDBA"),
        ({"urutan_B": "x"}, "ABCD"),
        ({"urutan_A": None}, "BCDA"),
        ({"naik": "C"}, "ACBD"),
        ({"turun": "A"}, "BACD"),
        ({"naik": "A"}, "ABCD"),
        ({"turun": "D"}, "ABCD"),
        ({"urutan_D": "1", "turun": "D"}, "ADBC"),
        ({"naik": "Z"}, "ABCD"),
    ],
)
def test_order_of_a_posted_list(post, order):
    assert arranged(4, **post) == order


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), (" 7 ", 7), ("", -1), (None, -1), ("７", -1), ("-2", -1), ("1234567", -1), ("1.5", -1)],
)
def test_numbers_are_read_strictly(typed, number):
    assert read_number(typed, -1) == number


def test_page_that_was_arranged_but_not_saved_is_what_numbers_refer_to():
    lines = [Line(SimpleNamespace(uuid=letter), number) for number, letter in enumerate("ABCD", 1)]
    arrange(lines, {"urutan-B": "1", "urutan-A": "2", "urutan-C": "3", "urutan-D": "1"})
    assert "".join(line.row.uuid for line in lines) == "DBAC"


def test_field_is_named_after_the_proposal():
    assert field_of(SimpleNamespace(uuid="u")) == "urutan-u"
