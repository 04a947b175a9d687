"""Which criteria set is in force and whether it can be used."""

from bappeda import measuring
from bappeda.models import CriteriaSet, Criterion
from proposals import clock
from proposals.models import CatalogueItem
from proposals.refusals import Refusal, Refused, content

NO_SET = "Tahun perencanaan ini belum punya kriteria. Susun kriteria lebih dulu."
NO_CRITERIA = "Perangkat ini belum berisi kriteria. Tambahkan kriteria pertama."


def find_problems(criteria_set: CriteriaSet) -> list[str]:
    """Why a set cannot be used, as sentences for the person who writes it; empty when it can."""
    problems, rules = [], []
    for criterion in criteria_set.criteria.all():
        try:
            rule = criterion.rule
        except ValueError as refusal:
            problems.append(f"{criterion.label}: {refusal}")
            continue
        rules.append(rule)
        problems += [f"{criterion.label}: {sentence}" for sentence in _find_band_problems(criterion, rule)]
    if not problems and not rules:
        return [NO_CRITERIA]
    return problems or measuring.find_problems(rules)


def _find_band_problems(criterion: Criterion, rule: measuring.Criterion) -> list[str]:
    """Numbers have edges for every kind of work, words have levels."""
    if criterion.source != Criterion.Source.FIELD:
        return []
    edges = rule.bands.edges
    if (criterion.field_name == Criterion.FieldName.LAND) == bool(edges):
        return ["status lahan memakai tingkat tiap nilai (levels), angka memakai batas kelompok (edges)."]
    if edges and "" not in edges and set(CatalogueItem.Kind.values) - edges.keys():
        return ["isi batas kelompok untuk fisik dan nonfisik, atau satu batas untuk semua."]
    return []


def require_in_force(cycle) -> CriteriaSet:
    """The cycle's set; raises Refused when there is none (409) or it cannot be used (422)."""
    criteria_set = CriteriaSet.objects.in_force(cycle)
    if criteria_set is None:
        raise Refused(Refusal(409, "no_criteria", NO_SET))
    if problems := find_problems(criteria_set):
        raise Refused(content({"criteria_set": " ".join(problems)}))
    return criteria_set


def lock_set(criteria_set: CriteriaSet) -> None:
    """From now on the set stays as it is: a published run uses it."""
    CriteriaSet.objects.filter(pk=criteria_set.pk, locked_at=None).update(locked_at=clock.now())
