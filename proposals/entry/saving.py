"""Saving one step: what was posted becomes `perform` calls, and what was refused comes back with its sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from proposals.entry import catalogue, coordinates, photos, steps
from proposals.models import Proposal
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.services.transitions import perform

SEEN, CHOICE, PERSON, CYCLE = "versi", "pilih-", "pengisi", "tahun"


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
        remove = photos.read_removed(post)
        saved.version, saved.photos = photos.keep(row=row, files=files, remove=remove, seen=seen, by=by)
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


def require_same_person(post: Mapping[str, str], *, by) -> None:
    """Raise Refused (409) when the form was drawn for somebody else who used this browser before."""
    opened_by = post.get(PERSON, by.username)
    if opened_by != by.username:
        sentence = (
            f"Halaman ini dibuka orang lain; sekarang di peramban ini masuk sebagai {by.full_name or by.username}. "
            "Periksa isiannya sebelum menyimpan: yang disimpan tercatat atas nama itu."
        )
        raise Refused(Refusal(409, "person", sentence))


def _catalogue_price(row: Proposal, values: Mapping[str, str]) -> str:
    found = catalogue.search(
        planning_year=row.cycle.planning_year, chosen=values.get("catalogue_item") or row.catalogue_item
    )
    return str(found.chosen.unit_price) if found.chosen else values.get("unit_price", "")
