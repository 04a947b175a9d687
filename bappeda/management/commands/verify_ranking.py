"""`verify_ranking`: compute runs again, byte for byte, and fail loudly when one is not what was computed."""

from django.core.management.base import BaseCommand, CommandError

from bappeda.models import RankingRun
from bappeda.services.verifying import verify

SHOWN = 50


class Command(BaseCommand):
    help = "Menghitung ulang satu perhitungan (nomor kunci), atau semuanya."

    def add_arguments(self, parser):
        parser.add_argument("run", nargs="?", type=int, help="kunci perhitungan; bawaan: semua")

    def handle(self, *args, run, **options):
        runs = RankingRun.objects.order_by("pk").select_related("cycle", "criteria_set")
        if run is not None:
            runs = runs.filter(pk=run)
        checked, unsound = 0, 0
        for present in runs.iterator(chunk_size=1):
            verification = verify(present)
            checked += 1
            unsound += not verification.is_sound
            for fault in verification.faults[:SHOWN]:
                self.stderr.write(f"{present}: {fault}")
            word = "cocok" if verification.is_sound else f"{len(verification.faults)} kesalahan"
            self.stdout.write(f"{present} (kunci {present.pk}): {word}. Sidik hasil {present.result_sha256}")
            for change in verification.changes[:SHOWN]:
                self.stdout.write(f"  {change}")
            if len(verification.changes) > SHOWN:
                self.stdout.write(f"  … dan {len(verification.changes) - SHOWN} perbedaan lain.")
        if run is not None and not checked:
            raise CommandError(f"Perhitungan dengan kunci {run} tidak ada.")
        if unsound:
            raise CommandError(f"{unsound} dari {checked} perhitungan tidak cocok.")
        self.stdout.write(f"{checked} perhitungan diperiksa.")
