"""The one draft of criteria that a cycle may have: begun from a set that exists, edited piece by piece, thrown away.

Every change carries the fingerprint of the content that the person saw; whoever comes second is told (409) and
overwrites nothing. A draft may be unfinished; whether it can be used is asked when it is put in force.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from bappeda import computing, judgements
from bappeda.models import CriteriaSet, Criterion
from bappeda.services.authority import require_role
from bappeda.services.default_criteria import create_default_set
from proposals.models import PlanningCycle
from proposals.refusals import Refusal, Refused, content
from regions.indonesian import decimal

NOT_FOUND = "Perangkat kriteria ini tidak ada. Buka daftar kriteria untuk melihat yang ada."
NOT_A_DRAFT = (
    "Kriteria versi {} sudah berlaku, jadi tidak diubah lagi: penilai memakainya. "
    "Pilih Salin sebagai versi baru, ubah salinannya, lalu berlakukan."
)
OVERTAKEN = (
    "Rancangan ini sudah diubah dari jendela lain atau oleh Admin Bappeda lain sejak halaman Anda dibuka. "
    "Muat ulang halaman untuk melihat isinya, lalu ulangi perubahan Anda."
)
SET_COLUMNS = ("title", "min_marks", "reviewers_per_proposal", "pairwise")
COLUMNS = (
    "key",
    "label",
    "question",
    "official_heading",
    "source",
    "type",
    "weight",
    "field_name",
    "bands",
    "descriptors",
    "position",
)


def fingerprint(criteria_set: CriteriaSet) -> str:
    """sha256 over the content of a set, so that two people do not overwrite each other."""
    return computing.digest(
        computing.write_canonical(
            {
                "set": [str(getattr(criteria_set, name)) for name in SET_COLUMNS],
                "criteria": [
                    [str(getattr(criterion, name)) for name in COLUMNS]
                    for criterion in criteria_set.criteria.all()
                ],
            }
        )
    )


def find_set(pk: int) -> CriteriaSet:
    """A set with its cycle and criteria; raises Refused (404)."""
    found = CriteriaSet.objects.select_related("cycle").prefetch_related("criteria").filter(pk=pk).first()
    if found is None:
        raise Refused(Refusal(404, "not_found", NOT_FOUND))
    return found


def require_draft(criteria_set: CriteriaSet) -> None:
    """Raises Refused (409) for a set in force and for a closed year."""
    if criteria_set.cycle.closed_at:
        sentence = f"Tahun perencanaan {criteria_set.cycle} sudah ditutup; kriterianya tinggal dibaca."
        raise Refused(Refusal(409, "closed", sentence))
    if not criteria_set.is_draft:
        raise Refused(Refusal(409, "not_a_draft", NOT_A_DRAFT.format(criteria_set.version)))


def open_draft(pk: int, *, seen: str, by) -> CriteriaSet:
    """The draft for a change inside a transaction, one change after the other.

    Raises Refused: 403 for anybody but a bappeda_admin, 404, 409 unless it is a draft with the fingerprint `seen`.
    """
    require_role(by, "bappeda_admin")
    CriteriaSet.objects.select_for_update(no_key=True).filter(pk=pk).first()
    draft = find_set(pk)
    require_draft(draft)
    if fingerprint(draft) != seen:
        raise Refused(Refusal(409, "overtaken", OVERTAKEN))
    return draft


@transaction.atomic
def start_draft(*, cycle: PlanningCycle, by, source: CriteriaSet | None = None) -> CriteriaSet:
    """A draft with the content of `source`, of this cycle or another; without one the default criteria.

    Raises Refused: 403, 409 when the cycle is closed or has a draft, or has a set already and no source is named.
    """
    require_role(by, "bappeda_admin")
    cycle = PlanningCycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if cycle.closed_at:
        raise Refused(Refusal(409, "closed", f"Tahun perencanaan {cycle} sudah ditutup."))
    own = CriteriaSet.objects.filter(cycle=cycle)
    if draft := own.filter(is_draft=True).first():
        sentence = f"Versi {draft.version} masih dirancang. Lanjutkan atau hapus rancangan itu lebih dulu."
        raise Refused(Refusal(409, "draft", sentence))
    if source is not None:
        return _copy(source, cycle, version=(own.aggregate(Max("version"))["version__max"] or 0) + 1)
    if own.exists():
        sentence = "Tahun ini sudah punya kriteria. Salin versi yang ada sebagai versi baru."
        raise Refused(Refusal(409, "has_criteria", sentence))
    return create_default_set(cycle=cycle, is_draft=True)


def copy_set(*, criteria_set: CriteriaSet, cycle: PlanningCycle, by) -> CriteriaSet:
    """A draft with the same criteria, for the same cycle or for another year; raises Refused as `start_draft`."""
    return start_draft(cycle=cycle, by=by, source=criteria_set)


@transaction.atomic
def discard(*, pk: int, seen: str, by) -> CriteriaSet:
    """Throw a draft away; nothing uses it."""
    draft = open_draft(pk, seen=seen, by=by)
    CriteriaSet.objects.filter(pk=pk, is_draft=True).delete()
    return draft


@transaction.atomic
def save_facts(*, pk: int, seen: str, by, title: str, min_marks: int, reviewers: int) -> None:
    """The name of a draft and how many marks it asks for."""
    draft = open_draft(pk, seen=seen, by=by)
    if reviewers < min_marks:
        sentence = "Jumlah penilai tidak boleh kurang dari jumlah nilai paling sedikit."
        raise Refused(content({"reviewers_per_proposal": sentence}))
    draft.title, draft.min_marks, draft.reviewers_per_proposal = title, min_marks, reviewers
    draft.save(update_fields=["title", "min_marks", "reviewers_per_proposal"])


@transaction.atomic
def save_criterion(*, pk: int, seen: str, by, key: str | None, values: Mapping) -> Criterion:
    """Change the criterion `key` of a draft, or add one (None) with weight 0.

    `values`: the columns of a criterion except its weight. Raises Refused as `open_draft`, 404 for an unknown
    key and 422 for a key that another criterion has.
    """
    draft = open_draft(pk, seen=seen, by=by)
    criterion = (
        Criterion(criteria_set=draft, weight=Decimal(0)) if key is None else find_criterion(draft, key)
    )
    if any(values["key"] == other.key and other.pk != criterion.pk for other in draft.criteria.all()):
        sentence = f"Kunci “{values['key']}” sudah dipakai kriteria lain. Tulis kunci yang lain."
        raise Refused(content({"key": sentence}))
    for name, value in values.items():
        setattr(criterion, name, value)
    criterion.save()
    if key is not None and key != criterion.key and draft.pairwise:
        keys = [criterion.key if kept == key else kept for kept in draft.pairwise["keys"]]
        draft.pairwise = draft.pairwise | {"keys": keys}
        draft.save(update_fields=["pairwise"])
    return criterion


@transaction.atomic
def remove_criterion(*, pk: int, seen: str, by, key: str) -> Criterion:
    """Take a criterion out of a draft; its weight is missing from then on."""
    draft = open_draft(pk, seen=seen, by=by)
    criterion = find_criterion(draft, key)
    Criterion.objects.filter(pk=criterion.pk).delete()
    return criterion


@transaction.atomic
def save_weights(
    *, pk: int, seen: str, by, weights: Mapping[str, Decimal], matrix: judgements.Matrix | None = None
) -> None:
    """The weights of all criteria of a draft, by key. `matrix`: the judgements they come from; None when typed.

    Raises Refused as `open_draft`, and 422 for weights below 0 or that do not sum to exactly 1.
    """
    draft = open_draft(pk, seen=seen, by=by)
    criteria = list(draft.criteria.all())
    if set(weights) != {criterion.key for criterion in criteria}:
        raise Refused(Refusal(409, "overtaken", OVERTAKEN))
    if any(weight < 0 for weight in weights.values()):
        raise Refused(content({"weights": "Bobot tidak boleh di bawah nol."}))
    if (total := sum(weights.values())) != 1:
        raise Refused(content({"weights": tell_sum(total)}))
    for criterion in criteria:
        criterion.weight = weights[criterion.key]
    Criterion.objects.bulk_update(criteria, ["weight"])
    keys = [criterion.key for criterion in criteria]
    draft.pairwise = judgements.write_matrix(keys, matrix) if matrix else {}
    draft.save(update_fields=["pairwise"])


def find_criterion(criteria_set: CriteriaSet, key: str) -> Criterion:
    """One criterion of a set; raises Refused (404)."""
    for criterion in criteria_set.criteria.all():
        if criterion.key == key:
            return criterion
    raise Refused(Refusal(404, "not_found", "Kriteria ini tidak ada dalam perangkat ini."))


def tell_sum(total: Decimal) -> str:
    return f"Jumlah bobot harus tepat 1; sekarang {decimal(total, places=5)}."


def _copy(source: CriteriaSet, cycle: PlanningCycle, *, version: int) -> CriteriaSet:
    criteria = list(source.criteria.all())
    copy = CriteriaSet.objects.create(
        cycle=cycle, version=version, is_draft=True, **{name: getattr(source, name) for name in SET_COLUMNS}
    )
    for criterion in criteria:
        criterion.pk, criterion.criteria_set = None, copy
        criterion._state.adding = True
    Criterion.objects.bulk_create(criteria)
    return copy
