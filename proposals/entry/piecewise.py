"""Saving a step while it is being typed: what is valid and nobody else has changed is written, the rest is told.

Versions are compared by what they say. A field is in question when the saved value is not what is typed now, nor
what this page started from or has sent itself: so an answer that was lost on the way never makes a conflict.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from proposals.entry import comparing, coordinates, drawing, finding, saving, steps
from proposals.entry.comparing import Difference
from proposals.forms import ProposalForm
from proposals.models import Proposal
from proposals.refusals import Refusal, Refused
from proposals.services.editing import FROM_CATALOGUE
from proposals.services.transitions import perform

STARTED_FROM = "semula-"  # prefix of the texts that the page knows as saved or has sent
FOLLOWERS = (*(name for name in FROM_CATALOGUE if name != "field"), "target_agency")
POINT = ("latitude", "longitude")
KNOWN = 4  # as many texts of one field are looked at
ROUNDS = 6  # content is refused at most in three ways, and somebody else may be faster now and then


@dataclass(slots=True)
class Piece:
    """What became of the typed fields. `shown`: how fields now read that this page may know otherwise, by name."""

    row: Proposal
    wrong: dict[str, str] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    news: str = ""
    refusal: Refusal | None = None
    grace: bool = False


def save(*, row: Proposal, step: str, post: QueryDict, seen: int, by) -> Piece:
    """Write what can be written of the step's fields in `post`, based on version `seen`.

    A row without a status is opened as a draft first. Raises Refused (404) when the proposal is out of scope.
    """
    wrong: dict[str, str] = {}
    for _ in range(ROUNDS):
        values = _read_values(row, step, post)
        questioned = _question(row, values, post, seen=seen) if row.status is not None else {}
        sent = {name: text for name, text in values.items() if name not in {*questioned, *wrong}}
        try:
            grace, is_written = _write(row, sent, seen=seen, by=by)
        except Refused as refused:
            refusal = refused.refusals[0]
            if refusal.http == 422 and _note_wrong(wrong, sent, refusal.fields):
                continue
            if refusal.code == "version" and (fresh := finding.find(by, row.uuid)).version != row.version:
                row = fresh
                continue
            return Piece(row, wrong, refusal=refusal)
        if not is_written:  # the draft was opened by the same form a moment earlier
            row = finding.find(by, row.uuid)
            continue
        return _tell(row, step, post, wrong, questioned, seen=seen, by=by, grace=grace)
    return Piece(
        row, wrong, refusal=Refusal(409, "busy", "Usulan ini sedang diubah orang lain. Tunggu sebentar.")
    )


def _read_values(row: Proposal, step: str, post: QueryDict) -> dict[str, str]:
    """The raw values that were sent, with those without which they cannot be understood."""
    given, bound = post.dict(), ()
    if any(name in given for name in POINT):
        bound += POINT
    if "catalogue_item" in given:
        bound += FOLLOWERS
    if any(name not in given for name in bound):
        texts = _show(row, step)
        given = {name: texts[name] for name in bound} | given
    return saving.read_values(given, row=row, step=step)


def _question(row: Proposal, values: Mapping[str, str], post: QueryDict, *, seen: int) -> dict[str, object]:
    """The typed fields that somebody else has changed meanwhile, with their clean values.

    A page that does not say what it started from is believed to have seen its version.
    """
    told = {name: post.getlist(STARTED_FROM + name) for name in values if name in post}
    typed = _clean(row, {name: values[name] for name in told if told[name] or seen != row.version})
    open_names = {name for name, value in typed.items() if value != getattr(row, name)}
    for place in range(KNOWN):  # the text that the page started from, then those it has sent since
        known = {name: told[name][place] for name in open_names if len(told[name]) > place}
        open_names -= {name for name, value in _clean(row, known).items() if value == getattr(row, name)}
    return {name: typed[name] for name in values if name in open_names}


def _clean(row: Proposal, texts: Mapping[str, str]) -> dict[str, object]:
    """Clean values of the texts that have one; each field by itself."""
    if not texts:
        return {}
    texts = {
        name: coordinates.read_pair(text, "0")[0] if name in POINT else text for name, text in texts.items()
    }
    form = ProposalForm(texts, cycle=row.cycle, place=row.kelurahan, only=texts)
    form.is_valid()
    return {name: form.cleaned_data[name] for name in texts if name in form.cleaned_data}


def _write(row: Proposal, values: dict[str, str], *, seen: int, by) -> tuple[bool, bool]:
    """(counted in the grace, written). Raises Refused."""
    if row.status is None:
        outcome = perform(
            targets={row.uuid: 0}, action="create", by=by, values={"cycle": row.cycle, **values}
        ).require()
        return outcome.grace, bool(outcome.done[0].sha256)
    try:
        outcome = perform(targets={row.uuid: row.version}, action="edit", by=by, values=values).require()
    except Refused as refused:
        if refused.refusals[0].code == "status" and seen != row.version:
            perform(
                targets={row.uuid: seen}, action="edit", by=by, values=values
            ).require()  # says who and when
        raise
    return outcome.grace, True


def _note_wrong(wrong: dict[str, str], sent: Mapping[str, str], sentences: Mapping[str, str]) -> bool:
    """Keep the sentences of fields that were sent, and leave out what is nothing without them; whether any was."""
    found = {name: sentence for name, sentence in sentences.items() if name in sent}
    if not found and "unit_price" in sentences and "volume" in sent:
        found = {"volume": sentences["unit_price"]}  # together with the saved price it is too much
    wrong |= found
    if not found.keys().isdisjoint(POINT):
        wrong |= {name: "" for name in POINT if name not in wrong}
    return bool(found)


def _tell(row, step, post, wrong, questioned, *, seen: int, by, grace: bool) -> Piece:
    was_stale = row.status is not None and seen != row.version
    row = finding.find(by, row.uuid)
    texts = _show(row, step)
    names = set(texts) if was_stale else {name for name in texts if name in post}
    if "catalogue_item" in post:
        names |= set(FOLLOWERS)
    if not names.isdisjoint(POINT):  # both may have been typed into one box
        names |= set(POINT)
    return Piece(
        row,
        {name: sentence for name, sentence in wrong.items() if sentence},
        comparing.contrast(row, questioned, step=step),
        {name: texts[name] for name in names if name not in wrong and texts[name] != post.get(name)},
        comparing.tell_news(row, names=names - (set(post) - set(questioned)), seen=seen, by=by)
        if was_stale
        else "",
        grace=grace,
    )


def _show(row: Proposal, step: str) -> dict[str, str]:
    """The saved values as the fields of the step hold them."""
    form = drawing.make_form(finding.Sheet(row, False, None, [], [], None), step)
    texts = {name: form[name].value() for name in steps.names_of(step, row.source)}
    return {name: "" if value is None else str(value) for name, value in texts.items()}
