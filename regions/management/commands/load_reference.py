"""`manage.py load_reference`: places, agencies and national codes; safe to run again."""

from django.core.management.base import BaseCommand

from regions.services.loading import load_reference


class Command(BaseCommand):
    help = "Memuat data acuan: kota, kecamatan, kelurahan, Perangkat Daerah, nomenklatur. Aman diulang."

    def handle(self, *args, **options):
        for loaded in load_reference():
            self.stdout.write(
                f"{loaded.total} {loaded.kind} ({loaded.created} baru, {loaded.changed} diperbarui)"
            )
