"""How far the reviewers of a cycle agree, as the page shows it: per criterion, per reviewer, per proposal."""

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from accounts.models import User
from bappeda import agreement
from bappeda.models import Assessment, CriteriaSet
from regions.indonesian import decimal, fixed

JUDGED = ("scoring", "prioritised", "reserve")
VERDICTS = {
    "reliable": ("Andal", "good", "Nilai para penilai sejalan."),
    "tentative": ("Cukup", "warning", "Boleh dipakai, dengan hati-hati."),
    "weak": ("Bicarakan", "bad", "Samakan dulu arti tiap tingkat: nilai para penilai terlalu berbeda."),
    "": ("Belum ada", "muted", "Semua nilainya sama, atau belum ada usulan yang dinilai dua penilai."),
}
MIDDLE, A_LEVEL, FARTHEST = 120, 50, 2  # of the strip of 240 × 20: its zero, one level, where it ends


@dataclass(frozen=True, slots=True)
class Figures:
    """`criteria` and `leanings` as rows of the page; `disputes` of `bappeda.agreement`, the farthest apart first.

    `problem`: the sentence that stands instead of rows that say nothing.
    """

    criteria: list[dict]
    leanings: list[dict]
    disputes: list[agreement.Dispute]
    sheets: int
    compared: int
    problem: str


def read_figures(cycle, *, criteria, names: bool, own: int | None) -> Figures:
    """Two queries, however many sheets. `names`: whether reviewers are named; `own`: the reader's own id."""
    finished = Assessment.objects.filter(
        proposal__cycle=cycle, proposal__status__in=JUDGED, state=Assessment.State.SUBMITTED
    ).order_by("pk")
    rows = list(finished.values_list("proposal", "reviewer", "marks", "abstained"))
    sheets = [agreement.Sheet(*row[:3]) for row in rows if not row[3]]
    counts: dict[int, int] = {}
    for sheet in sheets:
        counts[sheet.proposal] = counts.get(sheet.proposal, 0) + 1
    compared = sum(count > 1 for count in counts.values())
    weights = {criterion.key: Fraction(criterion.weight) for criterion in criteria}
    leanings = agreement.find_leanings(sheets)
    return Figures(
        criteria=_describe_criteria(sheets, criteria) if compared else [],
        leanings=_describe_leanings(leanings, names=names, own=own) if compared else [],
        disputes=agreement.find_disputes(sheets, weights),
        sheets=len(sheets),
        compared=compared,
        problem=_tell_problem(rows, sheets, compared),
    )


def list_criteria(cycle) -> list:
    """The criteria of the set in force, in their order; empty without a set."""
    found = CriteriaSet.objects.in_force(cycle)
    return list(found.criteria.all()) if found else []


def _tell_problem(rows, sheets, compared: int) -> str:
    if not rows:
        return "Belum ada lembar yang selesai. Kesepakatan terlihat setelah penilai menyelesaikan lembarnya."
    if not sheets:
        return "Semua lembar yang selesai menyatakan tidak menilai, jadi belum ada nilai untuk dibandingkan."
    if len({sheet.reviewer for sheet in sheets}) == 1:
        return "Baru satu penilai yang memberi nilai. Kesepakatan dihitung setelah ada dua penilai."
    if not compared:
        return "Belum ada usulan yang dinilai dua penilai, jadi belum ada yang dapat dibandingkan."
    return ""


def _describe_criteria(sheets, criteria) -> list[dict]:
    marked = {key for sheet in sheets for key, mark in sheet.marks.items() if mark is not None}
    known = [criterion for criterion in criteria if criterion.key in marked]
    alphas = agreement.find_alphas(sheets, [criterion.key for criterion in known])
    rows = []
    for criterion in known:
        alpha = alphas[criterion.key]
        word, tone, advice = VERDICTS[agreement.judge(alpha)]
        rows.append(
            {
                "label": criterion.label,
                "alpha": "–" if alpha is None else fixed(alpha, places=3),
                "length": f"{max(0.0, float(alpha or 0)) * 100:.1f}",
                "verdict": word,
                "tone": tone,
                "advice": advice,
            }
        )
    return rows


def _describe_leanings(leanings, *, names: bool, own: int | None) -> list[dict]:
    """Without names the order tells nothing of who somebody is: it is that of the shift."""
    people = User.objects.in_bulk([leaning.reviewer for leaning in leanings]) if names else {}
    rows = []
    for number, leaning in enumerate(leanings, start=1):
        shift, spread = float(leaning.shift or 0), sqrt(leaning.variance)
        is_own = leaning.reviewer == own
        rows.append(
            {
                "name": str(people[leaning.reviewer]) if names else "Anda" if is_own else f"Penilai {number}",
                "is_own": is_own,
                "marks": leaning.marks,
                "shift": _say_shift(leaning.shift),
                "spread": decimal(round(spread, 2), places=2),
                **_place(shift, spread),
            }
        )
    return rows


def _say_shift(shift: Fraction | None) -> str:
    if shift is None:
        return "belum ada pembanding"
    size = fixed(abs(shift), places=2)
    if size == "0,00":
        return "sama"
    return f"{size} {'lebih tinggi' if shift > 0 else 'lebih rendah'}"


def _place(shift: float, spread: float) -> dict:
    """Where the dot and its line stand on the strip; what lies beyond its ends stands at the end."""

    def x(level: float) -> str:
        return f"{MIDDLE + A_LEVEL * max(-FARTHEST, min(FARTHEST, level)):.1f}"

    return {"x": x(shift), "x1": x(shift - spread), "x2": x(shift + spread)}
