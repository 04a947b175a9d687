"""The good rows become drafts: all in one transaction, each once, through the service that opens every draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from kelurahan.importing.keeping import forget_file
from kelurahan.importing.receiving import require_open
from kelurahan.models import ImportFile, ImportRow
from proposals import clock
from proposals.refusals import Refusal, Refused
from proposals.services.transitions import perform

Verdict = ImportRow.Verdict
NOT_READY = "Berkas ini sedang dibaca atau sudah selesai. Muat ulang halaman untuk melihat keadaannya."
NOTHING_GOOD = "Tidak ada baris baru yang baik, jadi tidak ada yang dimasukkan."


@dataclass(frozen=True, slots=True)
class Taken:
    """How many drafts were made; `existing` were proposals already when their turn came."""

    made: int
    existing: int


def take_in(*, file: ImportFile, by, all_rows: bool = False) -> Taken:
    """Make a draft of every good row. With `all_rows` it is refused while a row is still to be mended.

    Pressed twice it is done once: the second call finds the import finished and makes nothing. Raises Refused: 409
    for window, state and rows to mend, and whatever `perform` refuses; then nothing was written.
    """
    with transaction.atomic():
        file = _lock(file)
        if file.state == ImportFile.State.DONE:
            return Taken(0, file.rows.filter(verdict=Verdict.TAKEN).count())
        if file.state != ImportFile.State.READY:
            raise Refused(Refusal(409, "state", NOT_READY))
        require_open(kelurahan=file.kelurahan, cycle=file.cycle, by=by)
        bad = file.rows.filter(verdict=Verdict.BAD).count()
        if all_rows and bad:
            sentence = f"{bad} baris masih perlu diperbaiki. Perbaiki dahulu, atau masukkan yang baik saja."
            raise Refused(Refusal(409, "rows", sentence))
        good = dict(file.rows.filter(verdict=Verdict.GOOD).values_list("key", "values"))
        if not good:
            raise Refused(Refusal(409, "rows", NOTHING_GOOD))
        made = _open_drafts(file, good, by=by)
        file.rows.filter(verdict=Verdict.GOOD).exclude(key__in=made).update(
            verdict=Verdict.KNOWN, reason="Sudah ada; baru saja dimasukkan orang lain."
        )
        file.rows.filter(verdict=Verdict.GOOD).update(verdict=Verdict.TAKEN, cells=[], problems={})
        file.state, file.finished_at, file.finished_by = ImportFile.State.DONE, clock.now(), by
        file.changed_at = file.finished_at
        file.save(update_fields=["state", "finished_at", "finished_by", "changed_at"])
        forget_file(file)
    return Taken(len(made), len(good) - len(made))


def _open_drafts(file: ImportFile, rows: Mapping[UUID, dict], *, by) -> set[UUID]:
    """The UUIDs of the drafts that are new."""
    outcome = perform(
        targets=dict.fromkeys(rows, 0),
        action="create",
        by=by,
        values={"cycle": file.cycle, "kelurahan": file.kelurahan.code},
        each={key: {"values": values} for key, values in rows.items()},
        all_or_nothing=True,
    )
    return {done.uuid for done in outcome.done if done.sha256}


def _lock(file: ImportFile) -> ImportFile:
    """The import as it stands now, with nobody else at it."""
    locked = ImportFile.objects.select_for_update(of=("self",)).select_related(
        "kelurahan__kecamatan", "cycle"
    )
    return locked.get(pk=file.pk)
