"""Asking and answering about a proposal. A message is no event: it decides nothing and bumps no version.

The row comes first, with its files and an outbox row in one transaction; whom it is addressed to learns of it after
the commit. Sent twice from the same form it is the same message.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.offices import Standing, standings
from jobs.services.delivering import post
from proposals import clock, text
from proposals.models import Message, MessageFile, Proposal
from proposals.parties import Party, find_voices, list_parties
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.refusals import content as content_refusal
from proposals.services import uploads
from proposals.services.batches import not_found

MOST_FILES = 3
SILENT = ("withdrawn", "lapsed")  # about these nothing is asked any more


def ask(*, uuid: UUID, key: UUID, text: str, to: str, by, speaker: str = "", files: Sequence = ()) -> Message:
    """A question about the proposal `uuid` to the party `to` ("kecamatan", "agency:DPUPR", …).

    `key` is the UUID that the form made, `speaker` the own party for somebody who stands for several, `files` what
    was uploaded. Raises Refused: 404 out of scope, 403 for an office that only reads, 409 before it was endorsed, when
    it was withdrawn or lapsed, or when the year is closed, 422 for the content.
    """
    return _send(uuid, key, text, by, files, speaker=speaker, to=to)


def answer(*, uuid: UUID, key: UUID, text: str, question: UUID | None, by, files: Sequence = ()) -> Message:
    """An answer of the office that was asked; possible until the year is closed. Raises Refused as `ask` does."""
    return _send(uuid, key, text, by, files, question=question or UUID(int=0))


def forget(*, cycle) -> None:
    """Remove the messages of a training cycle with their files; triggers refuse it for a live one."""
    paths = list(MessageFile.objects.filter(message__proposal__cycle=cycle).values_list("file", flat=True))
    Message.objects.filter(proposal__cycle=cycle).delete()
    transaction.on_commit(lambda: uploads.remove(paths))


def why_not_ask(row) -> Refusal | None:
    """Why nothing can be asked about this proposal now; None when it can."""
    about = {"uuid": row.uuid, "reference": row.reference or ""}
    if closed := why_not_answer(row):
        return closed
    if row.endorsed_at is None:
        sentence = "Tanya jawab dibuka setelah usulan ini diteruskan ke kantor berikutnya."
        return Refusal(409, "status", sentence, **about)
    if row.status in SILENT:
        sentence = f"Usulan ini {row.get_status_display()}. Pertanyaan baru tidak bisa dikirim."
        return Refusal(409, "status", sentence, **about)
    return None


def why_not_answer(row) -> Refusal | None:
    """Why nothing can be said about this proposal any more; None when it can."""
    if row.cycle.closed_at is None:
        return None
    sentence = f"Tahun perencanaan {row.cycle} sudah ditutup. Tanya jawabnya tinggal untuk dibaca."
    return Refusal(409, "closed", sentence, uuid=row.uuid, reference=row.reference or "")


def _send(uuid, key, words, by, files, **aim) -> Message:
    _prepare(_read(uuid, by), words, by, files, **aim)  # before any file is read
    stored = uploads.store_all(files)
    try:
        with transaction.atomic():
            row = _read(uuid, by, lock=True)
            message = _prepare(row, words, by, files, **aim)
            message.uuid = key
            known = Message.objects.filter(uuid=key).first()
            if known is None:
                return _write(message, stored)
    except IntegrityError:  # the same form came a moment earlier
        known = Message.objects.filter(uuid=key).first()
        if known is None:
            uploads.discard(stored)
            raise
    except BaseException:
        uploads.discard(stored)
        raise
    uploads.discard(stored)
    if (known.by_id, known.proposal_id) != (by.pk, row.pk):
        raise Refused(
            Refusal(409, "taken", "Kiriman ini tidak dikenal. Muat ulang halaman, lalu kirim lagi.")
        )
    return known


def _read(uuid, by, *, lock: bool = False) -> Proposal:
    rows = visible_to(by).select_related("cycle", "kelurahan", "kecamatan").filter(uuid=uuid)
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise Refused(not_found(uuid))
    return row


def _prepare(
    row, words, by, files, *, to: str = "", speaker: str = "", question: UUID | None = None
) -> Message:
    """The message, unsaved, after every check. Raises Refused."""
    parties = list_parties(row)
    voices = find_voices(standings(by), parties)
    if not voices:
        raise _refused(row, 403, "role", "Kantor Anda hanya membaca tanya jawab usulan ini.")
    unfit = {}
    if question is None:
        refusal = why_not_ask(row)
        own, aim = _choose_voice(voices, speaker), next((p for p in parties if p.key == to), None)
        if refusal is None and own is None:
            unfit["speaker"] = "Pilih kantor Anda dari daftar."
        if aim is None:
            unfit["to"] = "Pilih kantor yang ditanya dari daftar."
        elif own and own[1] == aim:
            unfit["to"] = "Pilih kantor lain: ini kantor Anda sendiri."
        asked = None
    else:
        refusal = why_not_answer(row)
        asked = Message.objects.filter(uuid=question, proposal=row, question=None).first()
        own = asked and next((v for v in voices if is_addressed(asked, v[1])), None)
        aim = asked and next(
            (p for p in parties if (p.kind, p.agency_id) == (asked.kind, asked.agency_id)), None
        )
        if asked is None or aim is None:
            unfit["question"] = "Pertanyaan itu tidak ada pada usulan ini. Muat ulang halaman."
        elif own is None:
            raise _refused(row, 403, "office", f"Pertanyaan ini dijawab oleh {asked.to_office}.")
    if refusal:
        raise Refused(refusal)
    cleaned = _clean(words, unfit, "pertanyaannya" if question is None else "jawabannya")
    if len(files) > MOST_FILES:
        unfit["file"] = f"Lampirkan paling banyak {MOST_FILES} berkas."
    if unfit:
        raise Refused(content_refusal(unfit, uuid=row.uuid, reference=row.reference or ""))
    return _build(row, own, aim, asked, cleaned, by)


def is_addressed(question: Message, party: Party) -> bool:
    return (question.to_kind, question.to_agency_id) == (party.kind, party.agency_id)


def _choose_voice(voices: list[tuple[Standing, Party]], speaker: str):
    if not speaker:
        return voices[0]
    return next((voice for voice in voices if voice[1].key == speaker), None)


def _clean(words, unfit: dict[str, str], what: str) -> str:
    try:
        cleaned = text.clean(words if isinstance(words, str) else "")
    except text.UnfitText as refusal:
        unfit["text"] = str(refusal)
        return ""
    if not cleaned:
        unfit["text"] = f"Tulis {what}."
    return cleaned


def _build(row, own, aim: Party, asked, words: str, by) -> Message:
    standing, party = own
    return Message(
        proposal=row,
        question=asked,
        text=words,
        kind=party.kind,
        agency_id=party.agency_id,
        office=party.name,
        to_kind=aim.kind,
        to_agency_id=aim.agency_id,
        to_office=aim.name,
        by=by,
        role=standing.role,
        capacity=standing.capacity,
        letter_number=standing.letter_number,
        at=clock.now(),
        training=row.cycle.is_training,
    )


def _write(message: Message, stored: Sequence[uploads.StoredFile]) -> Message:
    message.save(force_insert=True)
    MessageFile.objects.bulk_create(
        [
            MessageFile(
                message=message,
                kind=item.kind,
                name=item.name,
                file=item.file,
                content_type=item.content_type,
                size=item.size,
                width=item.width,
                height=item.height,
                sha256=item.sha256,
                training=message.training,
            )
            for item in stored
        ]
    )
    post(kind="proposals.message", payloads=[{"message": message.pk}])
    return message


def _refused(row, http: int, code: str, sentence: str) -> Refused:
    return Refused(Refusal(http, code, sentence, uuid=row.uuid, reference=row.reference or ""))
