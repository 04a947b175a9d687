"""A list as it was posted: the number in front of each line, and one line moved up or down a place.

Pure. A line is any object with `row` (a proposal) and `place`, the number in front as shown.
"""

from collections.abc import Mapping

UP, DOWN = "naik", "turun"
LAST = 10**7  # what was not on the page stands behind everything that was


def field_of(row) -> str:
    """The name of the input that holds the number of this proposal."""
    return f"urutan-{row.uuid}"


def read_number(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def arrange(lines: list, post: Mapping[str, str]) -> None:
    """Sort by the numbers as posted, move the named line up or down, and number anew from 1. In place.

    Of two with the same number the one that was moved up goes first and the one that was moved down last: it was given
    that place on purpose.
    """
    wanted = {line.row.uuid: _read_wanted(line, post) for line in lines}

    def key(line) -> tuple[int, int]:
        number = wanted[line.row.uuid]
        return number, (number > line.place) - (number < line.place)

    lines.sort(key=key)
    for name, step in ((UP, -1), (DOWN, 1)):
        at = next((i for i, line in enumerate(lines) if str(line.row.uuid) == post.get(name)), None)
        if at is not None and 0 <= at + step < len(lines):
            lines[at], lines[at + step] = lines[at + step], lines[at]
    for number, line in enumerate(lines, start=1):
        line.place = number


def _read_wanted(line, post: Mapping[str, str]) -> int:
    name = field_of(line.row)
    return read_number(post.get(name), line.place) if name in post else LAST
