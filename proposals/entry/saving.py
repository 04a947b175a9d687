"""Saving one step: what was posted becomes `perform` calls, and what was refused comes back with its sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from proposals.entry import catalogue, coordinates, steps
from proposals.models import Proposal
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.services.attaching import MOST
from proposals.services.transitions import perform
from proposals.services.uploads import discard, store

PHOTO = "photo"
SEEN, CHOICE = "versi", "pilih-"


@dataclass(slots=True)
class Saved:
    """`version` is the row's after saving. `refusal`: why the fields were not written; `photos`: why a file was not."""

    version: int
    refusal: Refusal | None = None
    photos: list[str] = field(default_factory=list)


def read_values(post: Mapping[str, str], *, row: Proposal, step: str) -> dict[str, str]:
    """The raw values of the step that were sent, without those for which the saved version was chosen."""
    values = {
        name: post[name]
        for name in steps.names_of(step, row.source)
        if name in post and post.get(f"{CHOICE}{name}") != "saved"
    }
    if "latitude" in values and "longitude" in values:
        values["latitude"], values["longitude"] = coordinates.read_pair(
            values["latitude"], values["longitude"]
        )
    if step == "volume":
        values = catalogue.fill_from_item(values, row)
        if "harga-kamus" in post:
            values["unit_price"] = _catalogue_price(row, values)
    return values


def create(*, row: Proposal, step: str, post: Mapping[str, str], by) -> bool:
    """Open the draft with this step's values; False when the same form had already been sent. Raises Refused."""
    if visible_to(by).filter(uuid=row.uuid).exists():
        return False
    values = read_values(post, row=row, step=step)
    outcome = perform(
        targets={row.uuid: 0}, action="create", by=by, values={"cycle": row.cycle, **values}
    ).require()
    return bool(
        outcome.done[0].sha256
    )  # without an event it is the row of the same form, sent a moment earlier


def save(*, row: Proposal, step: str, post: Mapping[str, str], seen: int, files: Sequence, by) -> Saved:
    """Write the step's values against the version that the person saw; files are only added, so they never conflict."""
    saved = Saved(seen)
    if step == "lokasi":
        saved.version = _save_photos(row, files, post, seen, by, saved.photos)
    try:
        values = read_values(post, row=row, step=step)
        outcome = perform(targets={row.uuid: saved.version}, action="edit", by=by, values=values).require()
    except Refused as refused:
        saved.refusal = refused.refusals[0]
        return saved
    saved.version = outcome.done[0].version if outcome.done else saved.version
    return saved


def read_version(post: Mapping[str, str]) -> int:
    """The version on which the form was based; -1, which `perform` refuses, when it cannot be read."""
    text = post.get(SEEN, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _save_photos(row: Proposal, files, post, seen: int, by, sentences: list[str]) -> int:
    """Store and attach; the version after it. Photos come first, because a browser cannot offer a file again."""
    remove = _read_removed(post)
    if not files and not remove:
        return seen
    present = row.attachments.filter(kind=PHOTO, removed_at=None)
    room = MOST[PHOTO] - present.exclude(uuid__in=remove).count()
    if len(files) > room:
        sentences.append(f"Paling banyak {MOST[PHOTO]} foto. Hapus satu lebih dulu, lalu tambahkan lagi.")
        files = files[: max(room, 0)]
    stored = []
    for upload in files:
        try:
            stored.append(store(upload, kind=PHOTO))
        except Refused as refused:
            sentences.append(refused.refusals[0].message)
    if not stored and not remove:
        return seen
    try:
        outcome = perform(
            targets={row.uuid: row.version}, action="attach", by=by, add=stored, remove=remove
        ).require()
    except Refused as refused:
        discard(stored)
        sentences.append(refused.refusals[0].message)
        return seen
    if not outcome.done:
        return seen
    return outcome.done[0].version if seen == row.version else seen


def _read_removed(post) -> list[UUID]:
    wanted = post.getlist("hapus") if hasattr(post, "getlist") else [post.get("hapus", "")]
    found = []
    for text in wanted:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _catalogue_price(row: Proposal, values: Mapping[str, str]) -> str:
    found = catalogue.search(
        planning_year=row.cycle.planning_year, chosen=values.get("catalogue_item") or row.catalogue_item
    )
    return str(found.chosen.unit_price) if found.chosen else values.get("unit_price", "")
