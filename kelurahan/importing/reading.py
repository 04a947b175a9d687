"""The work of a job "kelurahan.read_workbook": the file becomes rows, columns are guessed, each row is judged."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from jobs.confining import OutOfBounds, run_confined
from jobs.models import Job
from jobs.registry import CannotBeDone
from kelurahan.importing.judging import Judge
from kelurahan.models import ImportFile, ImportRow
from kelurahan.reading_sheets import gate, headings, workbook
from proposals import clock
from regions.indonesian import group

READER = "kelurahan.reading_sheets.workbook"
MOST_PROPOSALS = 5000
GONE = "Berkas ini sudah tidak disimpan. Unggah lagi dari halaman impor."


def read_job(job: Job, report_progress: Callable[[int, int | None], None]) -> dict:
    """Read the file of the job; run again, it writes the same rows anew."""
    file = (
        ImportFile.objects.select_related("kelurahan__kecamatan__agency", "cycle", "by")
        .filter(uuid=job.params["import"], state=ImportFile.State.READING)
        .first()
    )
    if file is None or not file.file:
        raise CannotBeDone(GONE)
    try:
        answer = read_file(Path(settings.MEDIA_ROOT) / file.file, sheet=job.params.get("sheet", ""))
        count = fill(
            file, answer, header_row=job.params.get("header_row", 0), report_progress=report_progress
        )
    except gate.Unfit as unfit:
        give_up(file, str(unfit))
        raise CannotBeDone(str(unfit)) from unfit
    return {
        "url": reverse("kelurahan:import_columns", args=[file.uuid]),
        "label": "Periksa kolomnya",
        "note": f"{group(count)} baris dibaca dari lembar “{file.sheet}”.",
    }


def read_now(file: ImportFile) -> int:
    """Read it in this process's time, without a job; how many rows. Raises gate.Unfit."""
    return fill(file, read_file(Path(settings.MEDIA_ROOT) / file.file))


def read_file(path: Path, *, sheet: str = "") -> dict[str, Any]:
    """What `workbook.read` says, asked in a confined process. Raises gate.Unfit."""
    try:
        told = run_confined(
            READER, str(path.resolve()), sheet, megabytes=workbook.MEGABYTES, seconds=workbook.SECONDS
        )
        answer = json.loads(told)
    except (OutOfBounds, ValueError) as fault:
        raise gate.Unfit("heavy") from fault
    if "error" in answer:
        raise gate.Unfit(answer["error"])
    return answer


def fill(
    file: ImportFile,
    answer: dict[str, Any],
    *,
    header_row: int = 0,
    report_progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> int:
    """Write the rows of the file with their first verdicts, all or none; how many. Raises gate.Unfit.

    `header_row` is the heading's row as Excel counts, 0 to find it.
    """
    cells, merged = answer["rows"], answer["merged"]
    header = (
        headings.read_header(cells, merged, min(header_row, len(cells)) - 1)
        if header_row
        else headings.find_header(cells, merged)
    )
    texts = list(header.texts) or [""] * max(map(len, cells))
    columns = headings.guess_columns(texts)
    found = [
        ImportRow(file=file, number=number, cells=row)
        for number, row in enumerate(
            cells[header.end if header.row >= 0 else 0 :], start=max(header.end, 0) + 1
        )
        if any(cell is not None for cell in row)
    ]
    if len(found) > MOST_PROPOSALS + 100:  # a few totals and titles beside them
        raise gate.Unfit("many")
    file.sheet, file.sheets = answer["sheet"][:120], answer["sheets"]
    file.header_row = header.row + 1
    file.headings, file.columns = texts, {str(place): key for place, key in columns.items()}
    file.columns_seen = False
    file.has_formulas, file.hidden_sheets = answer["has_formulas"], answer["hidden"]
    file.state, file.changed_at = ImportFile.State.READY, clock.now()
    judge = Judge(file)
    report_progress(0, len(found))
    judge.judge(found, on_progress=lambda done: report_progress(done, len(found)))
    with transaction.atomic():
        file.rows.all().delete()
        ImportRow.objects.bulk_create(found, batch_size=500)
        file.save()
    return len(found)


def give_up(file: ImportFile, reason: str) -> None:
    """Remember why it was not read, and keep the bytes no longer."""
    path, file.file = file.file, ""
    file.state, file.reason, file.changed_at = ImportFile.State.FAILED, reason[:300], clock.now()
    file.save(update_fields=["file", "state", "reason", "changed_at"])
    if path:
        (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
