"""`manage.py load_boundaries FILE.geojson`: outlines of the kelurahan for maps and checks; safe to run again."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from regions.geojson import UnfitFile
from regions.services.boundaries import load_file, remove

MOST_SENTENCES = 40


class Command(BaseCommand):
    help = "Memuat garis batas kelurahan dari berkas GeoJSON (WGS84), atau menghapusnya. Aman diulang."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", metavar="FILE.geojson")
        parser.add_argument(
            "--remove", action="store_true", help="hapus semua garis batas yang pernah dimuat"
        )

    def handle(self, *args, **options):
        if options["remove"] == bool(options["file"]):
            raise CommandError(
                "Sebutkan satu berkas GeoJSON, atau --remove untuk menghapus semua garis batas."
            )
        if options["remove"]:
            self.stdout.write(f"{remove()} garis batas dihapus.")
            return
        try:
            loaded = load_file(Path(options["file"]))
        except UnfitFile as unfit:
            raise CommandError(str(unfit)) from unfit
        self.stdout.write(
            f"{loaded.total} garis batas kelurahan ({loaded.created} baru, {loaded.changed} diperbarui)"
        )
        if loaded.others:
            self.stdout.write(f"{loaded.others} wilayah kecamatan atau kota dilewati")
        for sentence in loaded.problems[:MOST_SENTENCES]:
            self.stderr.write(sentence)
        if len(loaded.problems) > MOST_SENTENCES:
            self.stderr.write(f"… dan {len(loaded.problems) - MOST_SENTENCES} lagi yang tidak dimuat.")
