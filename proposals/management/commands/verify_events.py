"""`verify_events`: fails loudly when history was altered, cut off or left unprotected."""

from django.core.management.base import BaseCommand, CommandError

from proposals.models import Event, Proposal
from proposals.services.verification import find_faults

SHOWN = 50


class Command(BaseCommand):
    help = "Checks every chain of events, replays it against the rows, and checks files and triggers."

    def handle(self, *args, **options):
        faults = 0
        for fault in find_faults():
            faults += 1
            if faults <= SHOWN:
                self.stderr.write(fault)
        if faults:
            raise CommandError(f"{faults} kesalahan pada riwayat.")
        self.stdout.write(
            f"Riwayat utuh: {Proposal.objects.count()} usulan, {Event.objects.count()} kejadian."
        )
