"""Writes what is in a package into its zip, one file after the other, so that memory stays flat."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from jobs.registry import CannotBeDone, Stopped, TryLater
from proposals.models import Forum
from proposals.refusals import Refused
from proposals.services import minutes_file
from regions.indonesian import group, long_moment
from reports.declaration import NOTE
from reports.models import Package
from reports.packages.contents import Entry, list_entries, list_minutes, narrow
from reports.registry import open_report
from reports.scope import TRAINING
from reports.services.building import NO_SPACE
from reports.services.placing import UNFINISHED, measure
from reports.writers import WRITERS, Document

INDEX = "ISI PAKET.txt"
BROKEN = (
    "“{name}” di dalamnya tidak dapat dibuat, jadi paketnya tidak dibuat. "
    "Sampaikan nomor pekerjaan ini kepada administrator."
)
NO_PDF = "{name}: PDF tidak dapat dibuat di server ini. Buka berita acara dari halaman Laporan, lalu cetak."
NOTHING_THERE = "Tidak ada usulan kecamatan ini di dalamnya."
PASSED_ON = (CannotBeDone, Stopped, TryLater, SoftTimeLimitExceeded)


@dataclass(slots=True)
class Filling:
    """One zip in the making; `lines` name each file in it, `left_out` says what should be in it and is not."""

    package: Package
    moment: datetime
    folder: Path  # for the workbook at hand, which is a file of its own before it goes into the zip
    lines: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def write(self, target: BinaryIO, report_progress: Callable[[int, int | None], None]) -> None:
        """Write the whole zip; progress is counted in files. Raises TryLater that names the file which failed."""
        entries, minutes = list_entries(self.package), list_minutes(self.package)
        tasks = [(entry.name, self._add_report, entry) for entry in entries]
        tasks += [(name, self._add_minutes, forum) for name, forum in minutes]
        with ZipFile(target, "w") as archive:
            for number, (name, add, thing) in enumerate(tasks):
                report_progress(number, len(tasks))
                try:
                    add(archive, name, thing)
                except PASSED_ON:
                    raise
                except Exception as trouble:
                    if isinstance(trouble, OSError) and trouble.errno in NO_SPACE:
                        raise
                    raise TryLater(BROKEN.format(name=name.rpartition("/")[2])) from trouble
            self._add_index(archive)
        report_progress(len(tasks), len(tasks))

    def _add_report(self, archive: ZipFile, name: str, entry: Entry) -> None:
        try:
            report, subject = open_report(entry.report.slug, entry.viewer, entry.params)
        except Refused as refusal:
            if (sentence := f"{entry.report.title}: {_excuse(entry, refusal)}") not in self.left_out:
                self.left_out.append(sentence)
            return
        listing = report.list_rows(subject)
        if entry.optional and not listing.count():
            return
        report = replace(narrow(report) if entry.narrowed else report, list_rows=lambda subject: listing)
        document = Document(report, subject, self.moment)
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix="workbook.", suffix=UNFINISHED) as workbook:
            WRITERS["xlsx"](workbook, document)
            workbook.flush()
            self._add(archive, f"{name}.xlsx", Path(workbook.name), f" ({group(document.row_count)} baris)")

    def _add_minutes(self, archive: ZipFile, name: str, forum: Forum) -> None:
        pdf = minutes_file.find_or_make(forum, f"{settings.SITE_URL}{reverse('portal:check')}")
        if pdf is None:
            self.left_out.append(NO_PDF.format(name=name))
        else:
            self._add(archive, f"{name}.pdf", pdf)

    def _add(self, archive: ZipFile, name: str, source: Path, remark: str = "") -> None:
        """Copy a file in small pieces; workbooks and PDF are compressed already."""
        sha256, size = measure(source)
        info = self._describe(name, ZIP_STORED)
        info.file_size = size
        with source.open("rb") as content, archive.open(info, "w") as inside:
            shutil.copyfileobj(content, inside)
        self.lines.append(f"{name}{remark}\r\n    sha256 {sha256}")

    def _add_index(self, archive: ZipFile) -> None:
        """What the package is, of which moment, and what is in it, as text for people."""
        training = [TRAINING] if self.package.cycle.is_training else []
        lines = [self.package.title, f"Keadaan data {long_moment(self.moment)}.", *training, NOTE, ""]
        lines.append(
            f"{len(self.lines)} berkas. Daftar satu status atau satu kantor yang kosong tidak dimuat."
        )
        lines += ["", *self.lines]
        if self.left_out:
            lines += ["", "Tidak dimuat:", *self.left_out]
        text = "\r\n".join(lines) + "\r\n"
        archive.writestr(self._describe(INDEX, ZIP_DEFLATED), text.encode("utf-8-sig"))

    def _describe(self, name: str, compression: int) -> ZipInfo:
        info = ZipInfo(name, timezone.localtime(self.moment).timetuple()[:6])
        info.compress_type, info.external_attr = compression, 0o640 << 16
        return info


def _excuse(entry: Entry, refusal: Refused) -> str:
    """Why a report is rightly not there; raises the refusal where it should be."""
    first = refusal.refusals[0]
    if first.code == "nothing_published":
        return first.message
    if entry.narrowed and set(first.fields or ()) == {"kecamatan"}:  # a published list without this kecamatan
        return NOTHING_THERE
    raise refusal
