"""Writes a report's file without the queue: `build_report daftar-prioritas --cycle 2021 --out daftar.xlsx`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from proposals.refusals import Refused
from reports.registry import REPORTS, open_report
from reports.services.building import write_file
from reports.viewer import SYSTEM
from reports.writers import WRITERS


class Command(BaseCommand):
    help = "Menulis satu laporan ke berkas xlsx, csv atau pdf."

    def add_arguments(self, parser):
        parser.add_argument("slug", choices=sorted(REPORTS))
        parser.add_argument("--cycle", required=True, help='misalnya "2021" atau "latihan-2021"')
        parser.add_argument("--out", required=True, type=Path, help="berakhiran .xlsx, .csv atau .pdf")
        parser.add_argument("--run", default="", help="perhitungan ke-; tanpa ini: daftar yang berlaku")

    def handle(self, *args, slug, cycle, out: Path, run, **options):
        format = out.suffix.lower().removeprefix(".")
        if format not in WRITERS:
            raise CommandError(f"Nama berkas harus berakhiran .xlsx, .csv atau .pdf, bukan “{out.name}”.")
        try:
            report, subject = open_report(slug, SYSTEM, {"cycle": cycle, "run": run})
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if format not in report.formats:
            raise CommandError(
                f"Laporan ini tidak dibuat sebagai {format}, hanya {', '.join(report.formats)}."
            )
        built = write_file(out.resolve(), report, subject, format)
        self.stdout.write(f"{out}: {built.row_count} baris, sha256 {built.sha256}")
