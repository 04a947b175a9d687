"""Two wordings of a text side by side: which words went and which came (no Django in here)."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

PIECES = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in pieces, each with whether the other wording lacks it."""

    pieces: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)


def mark_words(before: str, after: str) -> tuple[Marked, Marked]:
    """Both wordings with their differing words marked; blanks stay as they are.

    In long texts frequent words alone are no anchors (difflib's autojunk), which keeps ten thousand equal words cheap.
    """
    old, new = PIECES.findall(before), PIECES.findall(after)
    went, came = [], []
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        differs = tag != "equal"
        if a < b:
            went.append(("".join(old[a:b]), differs))
        if c < d:
            came.append(("".join(new[c:d]), differs))
    return Marked(tuple(went)), Marked(tuple(came))
