"""Weights as Bappeda types them: shares that sum to 1, or judgements in pairs (AHP)."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from bappeda import judgements
from bappeda.models import Criterion
from bappeda.weights import PLACES

SHARE = re.compile(r"^(\d{1,3})(?:[,.](\d{1,20}))?\s*(%?)$", re.ASCII)
WRONG_SHARE = "Tulis bobot antara 0 dan 1, misalnya 0,25 (boleh juga 25%)."


def read_shares(post: Mapping, criteria: Sequence[Criterion]) -> tuple[dict[str, Decimal], dict[str, str]]:
    """Weights as typed ("0,25", "0.25", "25%") by key, and a sentence for each that cannot be read."""
    shares, unfit = {}, {}
    for criterion in criteria:
        match = SHARE.match(post.get(f"bobot-{criterion.key}", "").strip())
        share = Decimal(f"{match[1]}.{match[2] or 0}") / (100 if match[3] else 1) if match else None
        if share is None or share > 1:
            unfit[criterion.key] = WRONG_SHARE
        elif share != round(share, PLACES):
            unfit[criterion.key] = f"Bobot paling banyak {PLACES} angka di belakang koma."
        else:
            shares[criterion.key] = share
    return shares, unfit


def read_judgements(post: Mapping, criteria: Sequence[Criterion]) -> judgements.Matrix:
    """The matrix of a posted form (`banding-0-1`: the first against the second).

    Raises ValueError with a sentence for a step that is not on the scale, a pair without an answer, and two
    answers that contradict each other.
    """
    labels = [criterion.label for criterion in criteria]
    judged: dict[judgements.Pair, Fraction] = {}
    for i in range(len(criteria)):
        for j in range(len(criteria)):
            written = post.get(f"banding-{i}-{j}", "").strip()
            if i == j or not written:
                continue
            try:
                judged[i, j] = judgements.read_judgement(written)
            except ValueError as refusal:
                raise ValueError(f"{labels[i]} dengan {labels[j]}: {refusal}") from None
            if judged.get((j, i), 1 / judged[i, j]) * judged[i, j] != 1:
                raise ValueError(
                    f"{labels[j]} dengan {labels[i]} dijawab dua kali dan jawabannya bertentangan. "
                    "Jawaban sebaliknya harus kebalikannya, misalnya 3 dan 1/3."
                )
    return judgements.fill_matrix(judged, len(criteria))
