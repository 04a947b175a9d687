"""Finding a kind of work in the catalogue by the words that people remember, and what a choice fills."""

from dataclasses import dataclass

from django.db.models import Q

from proposals.models import CatalogueItem
from proposals.services.editing import FROM_CATALOGUE, natural_key

MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """At most `MOST` items, the chosen one always among them, and how many matched."""

    items: list[CatalogueItem]
    matches: int
    chosen: CatalogueItem | None

    @property
    def matching(self) -> int:
        """How many of those shown matched the words."""
        return min(self.matches, MOST)


def search(
    *, planning_year: int, words: str = "", field=None, chosen: str | CatalogueItem | None = None
) -> Found:
    """Every word must stand in name, other words or code. Without words: those of the field of development."""
    known = CatalogueItem.objects.filter(planning_year=planning_year, is_active=True).select_related(
        "agency", "field", "sub_kegiatan"
    )
    picked = (
        known.filter(code=chosen).first() if isinstance(chosen, str) and _is_code(chosen) else chosen or None
    )
    terms = [word for word in words.replace("\x00", " ").split() if word.isprintable()][:8]
    items = known
    for word in terms:
        items = items.filter(Q(name__icontains=word) | Q(keywords__icontains=word) | Q(code__icontains=word))
    if not terms and field is not None:
        items = items.filter(field=field)
    matches = items.count()
    shown = list(items.order_by("name")[:MOST])
    if picked and picked not in shown:
        shown = [picked, *shown[: MOST - 1]]
    return Found(shown, matches, picked)


def fill_from_item(values: dict[str, str], row) -> dict[str, str]:
    """Values to save with a picked item: what is blank, or still says the old item's default, follows the item.

    The field of development stays as it was chosen in the first step.
    """
    picked = values.get("catalogue_item")
    old = row.catalogue_item if row.catalogue_item_id else None
    if not picked:
        return values
    kept = dict(values)
    is_new = not old or old.code != picked
    for name, source in FROM_CATALOGUE.items():
        if name not in kept or old is None:
            continue
        default = str(natural_key(getattr(old, source)))
        if is_new and _same(kept[name], default):
            kept[name] = ""  # the service fills it from the new item
        elif not is_new and not kept[name].strip():
            kept[name] = default
    if is_new and row.field_id:
        kept["field"] = row.field.code
    return kept


def _same(typed: str, default) -> bool:
    return typed.replace(".", "").strip().lower() == str(default).replace(".", "").lower()


def _is_code(text: str) -> bool:
    return bool(text) and text.isprintable() and len(text) <= 20
