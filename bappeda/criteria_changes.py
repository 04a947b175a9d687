"""What a draft of criteria changes against the set in force, as sentences, and what that means for marks given."""

from collections.abc import Iterable

from bappeda.models import Criterion
from bappeda.wording import say_points

WORDS = ("label", "question", "descriptors")
RULES = ("field_name", "bands")


def list_changes(present: Iterable[Criterion], draft: Iterable[Criterion]) -> list[str]:
    """One sentence per criterion that came, went or changed, in the order of the draft."""
    old, new = ({criterion.key: criterion for criterion in criteria} for criteria in (present, draft))
    sentences = []
    for key, criterion in new.items():
        if key not in old:
            source = criterion.get_source_display().lower()
            sentences.append(f"Baru: {criterion.label}, bobot {say_points(criterion.weight)} ({source}).")
        elif changes := _compare(old[key], criterion):
            sentences.append(f"{criterion.label}: {'; '.join(changes)}.")
    sentences += [
        f"Dihapus: {criterion.label}; nilai yang sudah diberikan untuknya tidak dihitung lagi."
        for key, criterion in old.items()
        if key not in new
    ]
    return sentences


def _compare(old: Criterion, new: Criterion) -> list[str]:
    changes = []
    if old.weight != new.weight:
        changes.append(f"bobot {say_points(old.weight)} menjadi {say_points(new.weight)}")
    if old.source != new.source:
        changes.append(
            f"sumber nilai {old.get_source_display().lower()} menjadi {new.get_source_display().lower()}"
        )
    if old.type != new.type:
        changes.append(f"sifat menjadi {new.get_type_display().split(':')[0].lower()}")
    if any(getattr(old, name) != getattr(new, name) for name in RULES) and new.field_name:
        changes.append("kelompok nilai berubah")
    if any(getattr(old, name) != getattr(new, name) for name in WORDS):
        is_marked = old.source == new.source == Criterion.Source.MARK
        tail = ", nilai yang sudah diberikan tetap dipakai" if is_marked else ""
        changes.append(f"kata-katanya berubah{tail}")
    return changes
