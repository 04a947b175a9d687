"""`load_demo`: fills an empty system with a believable city, deterministic for a seed and a day."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from accounts.services.demo_accounts import DemoRefused
from eplanning.demo.loading import AlreadyLoaded, load
from proposals import clock
from proposals.working_days import OFFICE_ZONE


class Command(BaseCommand):
    help = "Loads demo accounts and proposals: cycle 2021 published, Latihan 2021 open in every stage."

    def add_arguments(self, parser):
        parser.add_argument("--proposals", type=int, default=3400)
        parser.add_argument("--seed", type=int, default=2021)
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="YYYY-MM-DD; default: today"
        )

    def handle(self, *args, proposals: int, seed: int, today: date | None, **options):
        if proposals < 20:
            raise CommandError("Paling sedikit 20 usulan.")
        today = today or clock.now().astimezone(OFFICE_ZONE).date()
        try:
            load(proposals=proposals, seed=seed, today=today, tell=self.stdout.write)
        except (AlreadyLoaded, DemoRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
