"""The person corrects what was guessed: which column is what, which row is the heading, and single cells of a row."""

from collections.abc import Mapping

from django.db import transaction

from kelurahan.importing.judging import Judge, judge_again
from kelurahan.importing.receiving import queue_reading
from kelurahan.models import ImportFile, ImportRow
from proposals import clock
from proposals.forms import ProposalForm
from proposals.refusals import Refusal, Refused
from proposals.refusals import content as content_refusal
from proposals.sipd import COLUMNS, TAKEN

LONGEST_EDIT = 10_100
OVER = "Impor ini sudah selesai atau sedang dibaca, jadi tidak bisa diubah lagi."
EDITABLE = tuple(
    name for name in ProposalForm.base_fields if name not in ("kelurahan", "councillor", "faction")
)


@transaction.atomic
def correct_columns(*, file: ImportFile, columns: Mapping[int, str], by) -> ImportFile:
    """Say what each column is (an empty key leaves it out) and judge every row again. Raises Refused (409, 422)."""
    file = lock(file)
    known = {column.key for column in TAKEN}
    chosen = {place: key for place, key in sorted(columns.items()) if key}
    if set(chosen) - set(range(len(file.headings))) or set(chosen.values()) - known:
        raise Refused(content_refusal({"kolom": "Pilihan kolom tidak dikenal. Muat ulang halaman."}))
    doubled = [key for key in dict.fromkeys(chosen.values()) if list(chosen.values()).count(key) > 1]
    if doubled:
        label = COLUMNS[doubled[0]].label
        raise Refused(content_refusal({"kolom": f"“{label}” dipilih untuk dua kolom. Sisakan satu saja."}))
    if "title" not in chosen.values():
        raise Refused(content_refusal({"kolom": "Pilih kolom yang berisi usulan."}))
    ignored = {
        place: key for place, key in file.columns.items() if key not in known and int(place) not in chosen
    }
    file.columns = {str(place): key for place, key in chosen.items()} | ignored
    file.columns_seen, file.changed_at = True, clock.now()
    file.save(update_fields=["columns", "columns_seen", "changed_at"])
    judge_again(file)
    return file


@transaction.atomic
def read_again(*, file: ImportFile, sheet: str, header_row: int, by) -> ImportFile:
    """Read the same file from another sheet, or with the heading in another row. Raises Refused (409, 422)."""
    file = lock(file)
    if sheet not in file.sheets or not 0 <= header_row <= 10_000:
        raise Refused(content_refusal({"lembar": "Pilih lembar dari daftar, dan baris judul dengan angka."}))
    file.changed_at = clock.now()
    file.save(update_fields=["changed_at"])
    queue_reading(file, by=by, sheet=sheet, header_row=header_row)
    return file


@transaction.atomic
def mend_row(*, file: ImportFile, number: int, edits: Mapping[str, str], by) -> ImportRow:
    """Keep what was typed for one row and judge it again. Raises Refused (404, 409)."""
    file = lock(file)
    row = _find_row(file, number)
    kept = {
        name: text[:LONGEST_EDIT].strip()
        for name, text in edits.items()
        if name in EDITABLE and isinstance(text, str)
    }
    row.edits = row.edits | kept
    Judge(file).judge([row])
    row.save()
    _touch(file)
    return row


@transaction.atomic
def include_row(*, file: ImportFile, number: int, by) -> ImportRow:
    """Take a row that was left out for a proposal after all. Raises Refused (404, 409)."""
    file = lock(file)
    row = _find_row(file, number)
    row.is_forced = True
    row.save(update_fields=["is_forced"])
    judge_again(file)
    _touch(file)
    return row


def lock(file: ImportFile) -> ImportFile:
    """The import with nobody else at it; raises Refused (409) unless it is still being looked at."""
    known = ImportFile.objects.select_related("kelurahan__kecamatan__agency", "cycle")
    found = known.select_for_update(of=("self",)).get(pk=file.pk)
    if found.state != ImportFile.State.READY:
        raise Refused(Refusal(409, "state", OVER))
    return found


def _find_row(file: ImportFile, number: int) -> ImportRow:
    row = file.rows.filter(number=number).first()
    if row is None:
        raise Refused(Refusal(404, "not_found", "Baris itu tidak ada di berkas ini."))
    return row


def _touch(file: ImportFile) -> None:
    file.changed_at = clock.now()
    file.save(update_fields=["changed_at"])
