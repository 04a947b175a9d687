"""`reset_training`: empties a training cycle, so that the next course starts afresh."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from bappeda.models import RankingRun
from kelurahan.importing.keeping import forget_cycle
from proposals.models import Attachment, Counter, Forum, PlanningCycle, Proposal, SavedOrder, StageClosing
from proposals.services import asking
from proposals.services.minutes_file import path_of
from reports.packages.asking import forget_packages


class Command(BaseCommand):
    help = "Deletes every proposal of the training cycle of a year, with its history; live cycles are never touched."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, default=2021)

    def handle(self, *args, year: int, **options):
        cycle = PlanningCycle.objects.filter(planning_year=year, kind=PlanningCycle.Kind.TRAINING).first()
        if cycle is None:
            raise CommandError(f"Tidak ada tahun latihan {year}.")
        with transaction.atomic():
            RankingRun.objects.filter(cycle=cycle).delete()
            asking.forget(cycle=cycle)
            StageClosing.objects.filter(window__cycle=cycle).delete()
            Attachment.objects.filter(proposal__cycle=cycle).delete()
            Proposal.objects.filter(cycle=cycle).update(merged_into=None, carried_from=None)
            count = Proposal.objects.filter(cycle=cycle).count()
            Proposal.objects.filter(cycle=cycle).delete()
            Counter.objects.filter(cycle=cycle).delete()
            for forum in Forum.objects.filter(cycle=cycle).exclude(sha256=""):
                path_of(forum).unlink(missing_ok=True)
            forget_cycle(cycle)
            Forum.objects.filter(cycle=cycle).delete()
            SavedOrder.objects.filter(cycle=cycle).delete()
            forget_packages(cycle)
            PlanningCycle.objects.filter(pk=cycle.pk).update(
                published_at=None, closed_at=None, closed_by=None
            )
        self.stdout.write(f"{count} usulan latihan dihapus.")
