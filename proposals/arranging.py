"""A list as it was posted: the number in front of each line, and one line moved up or down a place.

Pure. A line is any object with `row` (a proposal) and `place`, the number in front as shown.
"""

from collections.abc import Mapping

UP, DOWN = "naik", "turun"
PREFIX = "urutan-"
LAST = 10**7  # what was not on the page stands behind everything that was


def field_of(row) -> str:
    """The name of the input that holds the number of this proposal."""
    return f"{PREFIX}{row.uuid}"


def read_number(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def arrange(lines: list, post: Mapping[str, str]) -> None:
    """Sort by the numbers as posted, move the named line up or down, and number anew from 1. In place.

    Inputs are posted in the order in which they stood on the page. Of two with the same number the one that was moved
    up goes first and the one that was moved down last: it was given that place on purpose.
    """
    shown = {name: number for number, name in enumerate((n for n in post if n.startswith(PREFIX)), start=1)}

    def key(line) -> tuple[int, int, int]:
        name = field_of(line.row)
        if name not in shown:
            return LAST, 0, line.place
        number = read_number(post[name], shown[name])
        return number, (number > shown[name]) - (number < shown[name]), shown[name]

    lines.sort(key=key)
    for name, step in ((UP, -1), (DOWN, 1)):
        at = next((i for i, line in enumerate(lines) if str(line.row.uuid) == post.get(name)), None)
        if at is not None and 0 <= at + step < len(lines):
            lines[at], lines[at + step] = lines[at + step], lines[at]
    for number, line in enumerate(lines, start=1):
        line.place = number
