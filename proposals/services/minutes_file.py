"""The PDF of a berita acara: made by a job, kept under its hash, the same bytes whenever it is made again."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from jobs.models import Job
from jobs.registry import CannotBeDone
from proposals import minutes, paper, receipts
from proposals.models import Forum

KIND = "proposals.minutes_file"
FOLDER = "minutes"  # inside MEDIA_ROOT
GONE = "Berita acara ini tidak ada lagi di kantor Anda."
NO_LIBRARY = "PDF tidak bisa dibuat di server ini. Buka berita acara, pilih Cetak, lalu simpan sebagai PDF."


def path_of(forum: Forum) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{forum.sha256}.pdf"


def describe(forum: Forum, address: str) -> dict[str, Any]:
    """What the paper's template needs; `address` is that of the check page."""
    return {
        "paper": minutes.read(forum),
        "code": receipts.draw_code(address, reference=forum.number, sha256=forum.sha256),
        "check_address": address,
    }


def find_or_make(forum: Forum, address: str) -> Path | None:
    """Where the PDF is, made now if it was not before; None where PDF cannot be made."""
    target = path_of(forum)
    if not target.is_file():
        html = render_to_string("proposals/minutes.html", describe(forum, address))
        data = paper.make_pdf(html, base_url=address)
        if data is None:
            return None
        _store(target, data)
    return target


def make(job: Job, report_progress) -> dict[str, str]:
    """The work of a job of KIND; what its owner may see is asked again, now."""
    number = job.params["number"]
    forum = Forum.objects.visible_to(job.created_by).filter(number=number).first()
    if forum is None:
        raise CannotBeDone(GONE)
    report_progress(0, None)
    if find_or_make(forum, job.params["address"]) is None:
        raise CannotBeDone(NO_LIBRARY)
    return {
        "url": reverse("proposals:minutes_file", args=[number]),
        "label": "Unduh PDF",
        "note": f"Berita acara {number}.",
    }


def _store(target: Path, data: bytes) -> None:
    """Whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as unfinished:
        unfinished.write(data)
        unfinished.flush()
        os.fsync(unfinished.fileno())
    Path(unfinished.name).chmod(0o640)
    Path(unfinished.name).replace(target)
