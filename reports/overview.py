"""The pictures of a year: where proposals stand, what each place, field and agency asked, and what came through.

Counted like the recaps (`whereabouts`), in a constant number of grouped queries; the template draws it.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from proposals.models import Field
from regions.models import Agency, Kecamatan, Kelurahan
from reports.tallying import tally_by
from reports.whereabouts import STAGES, Fate, Sum, Tally

SHOWN = 13  # rows before the rest is folded away
NO_FIELD, NO_AGENCY = "Tanpa bidang", "Belum ada Perangkat Daerah"

# What stands at a stage: fate, its words, the fill of its bar.
REFUSED = (Fate.REFUSED, "Ditolak atau digabung", "bad")
REFERRED = (Fate.REFERRED, "Diusulkan ke Provinsi/Pusat", "teal")
STANDING = (
    (
        "kecamatan",
        "Kecamatan",
        (
            (Fate.PENDING, "Belum diverifikasi", "amber"),
            REFUSED,
            (Fate.LOCAL, "Dana Kelurahan", "teal"),
            REFERRED,
        ),
    ),
    ("opd", "Perangkat Daerah", ((Fate.PENDING, "Belum diverifikasi", "amber"), REFUSED, REFERRED)),
    (
        "bappeda",
        "Bappeda",
        (
            (Fate.PENDING, "Belum ditetapkan", "amber"),
            REFUSED,
            REFERRED,
            (Fate.PRIORITISED, "Prioritas", "good"),
            (Fate.RESERVE, "Cadangan", "reserve"),
        ),
    ),
)
STEPS = ("Masuk dari kelurahan", "Diteruskan kecamatan", "Layak menurut Perangkat Daerah", "Prioritas")


@dataclass(frozen=True, slots=True)
class Group:
    """One bar: what it stands for and how much is in it; `code` is that of the filter that would narrow to it."""

    label: str
    sum: Sum
    code: str = ""
    tone: str = "primary"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: what reached it, and why what reached it goes no further (words and count)."""

    label: str
    sum: Sum
    leaves: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one kind, the largest budget first; `rest` is folded away. `narrows` names the filter of the codes."""

    title: str
    head: str
    groups: list[Group]
    rest: list[Group] = field(default_factory=list)
    narrows: str = ""


def chart_places(rows: QuerySet, kecamatan: list[Kecamatan]) -> Chart:
    """By kecamatan; by kelurahan where there is only one. `kecamatan` are listed also when nothing came from them."""
    if len(kecamatan) == 1:
        places = {place.pk: place for place in Kelurahan.objects.filter(kecamatan=kecamatan[0])}
        sums = _sum_by(rows, "kelurahan")
        name, found = "Kelurahan", places if len(sums) > 1 else {}
    else:
        places = {place.pk: place for place in Kecamatan.objects.all()}
        sums = _sum_by(rows, "kecamatan")
        name, found = "Kecamatan", {place.pk: place for place in kecamatan}
    groups = [
        Group(places[key].name, sums.get(key, Sum()), places[key].code)
        for key in {**found, **sums}
        if key in places
    ]
    return _build(f"Menurut {name.lower()}", name, groups, "kecamatan" if name == "Kecamatan" else "")


def chart_fields(rows: QuerySet) -> Chart:
    names = {row.pk: row for row in Field.objects.all()}
    groups = _name(_sum_by(rows, "field"), names, lambda row: row.name, NO_FIELD)
    return _build("Menurut bidang", "Bidang", groups, "field")


def chart_agencies(rows: QuerySet) -> Chart:
    names = {row.pk: row for row in Agency.objects.all()}
    groups = _name(_sum_by(rows, "current_agency"), names, lambda row: row.short_name, NO_AGENCY)
    return _build("Menurut Perangkat Daerah", "Perangkat Daerah", groups, "agency")


def chart_standing(total: Tally) -> list[tuple[str, Sum, list[Group]]]:
    """Per stage: its name, what stands there, and one bar for each thing that may have become of it."""
    return [
        (
            name,
            total.at([stage]),
            [Group(words, total.at([stage], [fate]), tone=tone) for fate, words, tone in fates],
        )
        for stage, name, fates in STANDING
    ]


def build_funnel(total: Tally) -> list[Step]:
    """From what came in to what became a priority; each step says what stayed behind on the way to the next."""
    steps = []
    for label, stage in zip(STEPS, STAGES, strict=False):
        leaves = [
            ("belum diputuskan", total.pending(stage).count),
            ("ditolak atau digabung", total.refused(stage).count),
            ("dialihkan", total.diverted(stage).count),
        ]
        if stage == STAGES[-1]:
            leaves.append(("cadangan", total.at([stage], [Fate.RESERVE]).count))
        steps.append(Step(label, total.incoming(stage), [leave for leave in leaves if leave[1]]))
    return [*steps, Step(STEPS[-1], total.at([STAGES[-1]], [Fate.PRIORITISED]))]


def _sum_by(rows: QuerySet, by: str) -> dict[Hashable, Sum]:
    return {key: one.incoming(STAGES[0]) for key, one in tally_by(rows, by).items()}


def _name(sums: Mapping, names: Mapping, say: Callable, nothing: str) -> list[Group]:
    return [
        Group(say(names[key]), one, names[key].code) if key in names else Group(nothing, one)
        for key, one in sums.items()
    ]


def _build(title: str, head: str, groups: list[Group], narrows: str) -> Chart:
    ordered = sorted(groups, key=lambda group: (-group.sum.amount, -group.sum.count, group.label))
    return Chart(title, head, ordered[:SHOWN], ordered[SHOWN:], narrows)
