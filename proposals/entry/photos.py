"""Photos of the place: stored and attached, or removed. Files are only added, so they never conflict with fields."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from proposals.models import Attachment, Proposal
from proposals.refusals import Refused
from proposals.services.attaching import MOST
from proposals.services.transitions import perform
from proposals.services.uploads import StoredFile, discard, store

PHOTO = Attachment.Kind.PHOTO
TOO_MANY = f"Paling banyak {MOST[PHOTO]} foto. Hapus satu lebih dulu, lalu tambahkan lagi."
ROUNDS = 4  # somebody else may be writing at the same moment


def keep(*, row: Proposal, files: Sequence, remove: Sequence[UUID], seen: int, by) -> tuple[int, list[str]]:
    """(the version after it, why a file was not taken). The version is `seen` where others have written meanwhile.

    A photo that is already there, or one to remove that is not, was sent before and its answer was lost: nothing is
    done twice. Raises nothing: what was refused is a sentence.
    """
    sentences: list[str] = []
    if not files and not remove:
        return seen, sentences
    present = dict(row.attachments.filter(kind=PHOTO, removed_at=None).values_list("uuid", "sha256"))
    remove = [uuid for uuid in remove if uuid in present]
    known = {sha256 for uuid, sha256 in present.items() if uuid not in remove}
    stored = _store(files, known, sentences)
    room = MOST[PHOTO] - len(known)
    if len(stored) > room:
        sentences.append(TOO_MANY)
        discard(stored[max(room, 0) :])
        stored = stored[: max(room, 0)]
    if not stored and not remove:
        return seen, sentences
    try:
        return _attach(row, stored, remove, seen, by), sentences
    except Refused as refused:
        discard(stored)
        return seen, [*sentences, refused.refusals[0].message]


def read_removed(post: Mapping[str, str]) -> list[UUID]:
    """The photos that the form wants to be rid of; what is no UUID is passed over."""
    wanted = post.getlist("hapus") if hasattr(post, "getlist") else [post.get("hapus", "")]
    found = []
    for text in wanted:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _store(files: Sequence, known: set[str], sentences: list[str]) -> list[StoredFile]:
    """At most as many as a proposal may have are even looked at."""
    stored: list[StoredFile] = []
    for upload in files[: MOST[PHOTO] + 1]:
        try:
            one = store(upload, kind=PHOTO)
        except Refused as refused:
            sentences.append(refused.refusals[0].message)
            continue
        if one.sha256 in known or any(one.sha256 == other.sha256 for other in stored):
            discard([one])
        else:
            stored.append(one)
    return stored


def _attach(row: Proposal, stored, remove, seen: int, by) -> int:
    version = row.version
    for turn in range(ROUNDS):
        try:
            outcome = perform(
                targets={row.uuid: version}, action="attach", by=by, add=stored, remove=remove
            ).require()
        except Refused as refused:
            fresh = Proposal.objects.values_list("version", flat=True).get(pk=row.pk)
            if refused.refusals[0].code != "version" or fresh == version or turn + 1 == ROUNDS:
                raise
            version = fresh
            continue
        return outcome.done[0].version if outcome.done and seen == version else seen
    return seen
