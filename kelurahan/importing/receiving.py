"""Somebody uploads a workbook: it is looked at, kept privately, and handed to the queue for reading."""

import hashlib
import uuid
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.offices import standings
from jobs.services import enqueue
from kelurahan.models import ImportFile
from kelurahan.reading_sheets import gate
from proposals import clock
from proposals.models import Proposal
from proposals.permissions import judge
from proposals.refusals import Refusal, Refused
from proposals.refusals import content as content_refusal
from proposals.services import uploads
from proposals.windows import Windows

KIND = "kelurahan.read_workbook"
FOLDER = "impor"  # inside MEDIA_ROOT
NO_FILE = "Pilih berkas Excel (.xlsx) yang berisi usulan."


@transaction.atomic
def receive(*, upload, kelurahan, cycle, by) -> ImportFile:
    """Keep the file and queue its reading; the same file while it is still being looked at is the same import.

    Raises Refused: 403 role, 409 window, 422 for what is no workbook. A refused upload leaves no file.
    """
    file = keep(upload=upload, kelurahan=kelurahan, cycle=cycle, by=by)
    if file.job_id is None:
        queue_reading(file, by=by)
    return file


def keep(*, upload, kelurahan, cycle, by) -> ImportFile:
    """As `receive`, for somebody who reads the file at once."""
    require_open(kelurahan=kelurahan, cycle=cycle, by=by)
    data = check(upload)
    digest = hashlib.sha256(data).hexdigest()
    same = ImportFile.objects.unfinished().filter(kelurahan=kelurahan, cycle=cycle, sha256=digest).first()
    if same is not None:
        return same
    path = Path(FOLDER) / f"{uuid.uuid4().hex}.xlsx"
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    uploads.write_safely(target, data)
    now = clock.now()
    try:
        return ImportFile.objects.create(
            kelurahan=kelurahan,
            cycle=cycle,
            by=by,
            name=uploads.clean_name(upload.name or "", "xlsx"),
            file=str(path),
            sha256=digest,
            size=len(data),
            created_at=now,
            changed_at=now,
        )
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def check(upload) -> bytes:
    """The bytes of what may be a workbook; raises Refused (422) with the sentence."""
    if upload is None:
        raise Refused(content_refusal({"berkas": NO_FILE}))
    try:
        if upload.size is not None and upload.size > gate.LARGEST_FILE:
            raise gate.Unfit("large")
        data = upload.read(gate.LARGEST_FILE + 1)
        gate.recognise(data)
        gate.look_inside(BytesIO(data))
    except gate.Unfit as unfit:
        raise Refused(content_refusal({"berkas": str(unfit)})) from unfit
    return data


def queue_reading(file: ImportFile, *, by, sheet: str = "", header_row: int = 0) -> None:
    """Read it, or read it again from another sheet or with another heading."""
    params = {"import": str(file.uuid), "sheet": sheet, "header_row": header_row}
    file.job = enqueue(kind=KIND, params=params, by=by, title=f"Membaca {file.name}")
    file.state = ImportFile.State.READING
    file.save(update_fields=["job", "state"])


def require_open(*, kelurahan, cycle, by) -> None:
    """Raise Refused unless the person may open drafts of this kelurahan now."""
    refusal = find_refusal(kelurahan=kelurahan, cycle=cycle, by=by)
    if refusal is not None:
        raise Refused(refusal)


def find_refusal(*, kelurahan, cycle, by) -> Refusal | None:
    """Why no draft of this kelurahan can be opened now: the answer that `perform` would give."""

    ghost = Proposal(
        source="musrenbang",
        kelurahan=kelurahan,
        kecamatan_id=kelurahan.kecamatan_id,
        cycle=cycle,
        status=None,
    )
    verdict = judge(ghost, "create", standings=standings(by), now=clock.now(), windows=Windows(cycle))
    return verdict.refusal
