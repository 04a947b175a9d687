"""How long an uploaded workbook and its rows are kept: until the import is over, or for some days."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kelurahan.models import ImportFile, ImportRow
from proposals import clock
from proposals.refusals import Refusal, Refused

KEPT_UNFINISHED = timedelta(days=7)
KEPT_ROWS = timedelta(days=30)  # what was not taken in can be downloaded for so long
FORGOTTEN = "Tidak dilanjutkan selama 7 hari, jadi berkasnya dihapus."
AT_ONCE = 100
DONE_ALREADY = "Impor ini sudah selesai, jadi tidak bisa dibatalkan. Usulannya bisa dibatalkan satu per satu."


@transaction.atomic
def drop(*, file: ImportFile, by) -> None:
    """Give the import up: no draft is made, file and rows are removed. Raises Refused (409) when it is over."""
    locked = ImportFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if locked.state == ImportFile.State.DONE:
        raise Refused(Refusal(409, "state", DONE_ALREADY))
    _give_up(locked, "Dibatalkan.")


def forget_cycle(cycle) -> None:
    """Remove every import of a training cycle that is emptied."""
    for file in ImportFile.objects.filter(cycle=cycle):
        forget_file(file)
        file.delete()


def forget_file(file: ImportFile) -> None:
    """Remove the bytes once the transaction is committed."""
    if not file.file:
        return
    path = Path(settings.MEDIA_ROOT) / file.file
    file.file = ""
    file.save(update_fields=["file"])
    transaction.on_commit(lambda: path.unlink(missing_ok=True), robust=True)


def sweep_imports() -> int:
    """Give up what nobody went on with, and empty the rows of what ended long ago; how many imports were touched."""
    now, swept = clock.now(), 0
    stale = ImportFile.objects.unfinished().filter(changed_at__lt=now - KEPT_UNFINISHED)
    for key in list(stale.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            file = stale.select_for_update(of=("self",)).filter(pk=key).first()
            if file is not None:
                _give_up(file, FORGOTTEN)
                swept += 1
    ended = ImportFile.objects.filter(state=ImportFile.State.DONE, finished_at__lt=now - KEPT_ROWS)
    left = ImportRow.objects.filter(file__in=ended).exclude(values={})
    for key in list(left.values_list("file", flat=True).distinct().order_by("file")[:AT_ONCE]):
        ImportRow.objects.filter(file=key).update(cells=[], values={}, edits={}, notes=[])
        swept += 1
    return swept


def _give_up(file: ImportFile, reason: str) -> None:
    file.rows.all().delete()
    file.state, file.reason, file.changed_at = ImportFile.State.DROPPED, reason, clock.now()
    file.save(update_fields=["state", "reason", "changed_at"])
    forget_file(file)
