"""`import_proposals FILE.xlsx --kelurahan CODE --cycle 2021`: the same import as on the pages, without a browser."""

from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from accounts.services.recipients import people_of
from kelurahan.importing import reading, receiving, taking_in
from kelurahan.importing.drawing import count_verdicts
from kelurahan.importing.keeping import drop
from kelurahan.models import ImportFile
from kelurahan.reading_sheets import gate
from proposals.models import PlanningCycle
from proposals.refusals import Refused
from proposals.sipd import COLUMNS
from regions.models import Kelurahan

SHOWN = 50


class Command(BaseCommand):
    help = "Memasukkan baris yang baik dari lembar Excel sebagai draf kelurahan, atas nama operatornya."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--kelurahan", required=True, help="kode, misalnya 36.71.03.1002")
        parser.add_argument("--cycle", required=True, help='misalnya "2021" atau "latihan-2021"')
        parser.add_argument(
            "--by", default="", help="nama akun; tanpa ini: operator kelurahan itu yang pertama"
        )
        parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak memasukkan apa pun")

    def handle(self, *args, file: Path, kelurahan: str, cycle: str, by: str, dry_run: bool, **options):
        office = Kelurahan.objects.select_related("kecamatan__agency").filter(code=kelurahan).first()
        if office is None:
            raise CommandError(f"Tidak ada kelurahan dengan kode {kelurahan}.")
        year = next((known for known in PlanningCycle.objects.all() if known.slug == cycle), None)
        if year is None:
            raise CommandError(f"Tidak ada tahun perencanaan {cycle}.")
        person = self._find_person(office, by)
        try:
            with file.open("rb") as opened:
                found = receiving.keep(
                    upload=File(opened, name=file.name), kelurahan=office, cycle=year, by=person
                )
            self._read(found)
            self._tell(found)
            if dry_run:
                drop(file=found, by=person)
                self.stdout.write("Tidak ada yang dimasukkan (--dry-run).")
                return
            taken = taking_in.take_in(file=found, by=person)
        except OSError as fault:
            raise CommandError(f"{file} tidak bisa dibuka: {fault.strerror}.") from fault
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{taken.made} usulan menjadi draf atas nama {person.username}.")

    def _find_person(self, office: Kelurahan, username: str):
        people = people_of(role=["kelurahan_operator", "lurah"], kelurahan=office).order_by("role", "pk")
        person = (people.filter(username=username) if username else people).first()
        if person is None:
            raise CommandError(f"Tidak ada operator Kelurahan {office.name} dengan akun itu.")
        return person

    def _read(self, found: ImportFile) -> None:
        try:
            reading.read_now(found)
        except gate.Unfit as unfit:
            reading.give_up(found, str(unfit))
            raise CommandError(str(unfit)) from unfit

    def _tell(self, found: ImportFile) -> None:
        for place, key in found.columns.items():
            label = COLUMNS[key].label or "tidak diimpor"
            self.stdout.write(f"  kolom “{found.headings[int(place)]}” → {label}")
        counts = count_verdicts(found)
        self.stdout.write(
            f"{counts['good']} baik, {counts['bad']} perlu diperbaiki, {counts['known']} sudah ada, "
            f"{counts['omitted']} dilewati."
        )
        for row in found.rows.filter(verdict="bad")[:SHOWN]:
            self.stderr.write(f"Baris {row.number}: {' '.join(row.problems.values())}")
