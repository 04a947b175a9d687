"""`rank`: make a run of a cycle from the command line, as an Admin Bappeda would."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from bappeda import computing
from bappeda.services.freezing import freeze
from bappeda.services.readiness import assess_readiness
from proposals.models import PlanningCycle
from proposals.refusals import Refused
from regions.indonesian import rupiah

SHOWN = 50


def find_cycle(slug: str) -> PlanningCycle:
    """ "2021" or "latihan-2021"."""
    kind, _, year = slug.rpartition("-")
    kinds = {"": PlanningCycle.Kind.LIVE, "latihan": PlanningCycle.Kind.TRAINING}
    if not year.isdigit() or kind not in kinds:
        raise CommandError(f"Tahun perencanaan “{slug}” tidak dikenal. Tulis 2021 atau latihan-2021.")
    cycle = PlanningCycle.objects.filter(planning_year=int(year), kind=kinds[kind]).first()
    if cycle is None:
        raise CommandError(f"Tahun perencanaan “{slug}” tidak ada.")
    return cycle


class Command(BaseCommand):
    help = "Membekukan masukan dan menghitung peringkat satu tahun perencanaan."

    def add_arguments(self, parser):
        parser.add_argument("--cycle", required=True, help="2021 atau latihan-2021")
        parser.add_argument("--by", help="nama pengguna Admin Bappeda; bawaan: yang pertama")
        parser.add_argument("--note", default="", help="catatan pada perhitungan")
        parser.add_argument("--unassessed", help="alasan untuk semua usulan yang belum cukup dinilai")

        parser.add_argument("--method", default=computing.RULES["method"], help=", ".join(computing.METHODS))
        parser.add_argument("--reviewers", default=computing.RULES["reviewers"], help="mean atau median")
        parser.add_argument(
            "--normalised-places",
            type=int,
            help="SAW: angka di belakang koma nilai ternormalisasi, 0 sampai 10",
        )
        parser.add_argument("--allocation", default=computing.RULES["allocation"], help="skip atau stop")

    def handle(self, *args, cycle, by, note, unassessed, **options):
        cycle = find_cycle(cycle)
        admins = User.objects.filter(role="bappeda_admin", is_active=True).order_by("pk")
        person = admins.filter(username=by).first() if by else admins.first()
        if person is None:
            raise CommandError("Tidak ada Admin Bappeda yang aktif dengan nama itu.")
        rules = {name: options[name] for name in ("method", "reviewers", "normalised_places", "allocation")}
        try:
            left_out = {}
            if unassessed:
                left_out = {item.uuid: unassessed for item in assess_readiness(cycle).lacking}
            run = freeze(cycle=cycle, by=person, note=note, unassessed=left_out, rules=rules)
        except Refused as refusal:
            for item in refusal.refusals[:SHOWN]:
                self.stderr.write(item.message)
            raise CommandError(
                f"Perhitungan tidak dibuat: {len(refusal.refusals)} hal perlu dibereskan."
            ) from None
        self.stdout.write(
            f"{run}: {run.proposal_count} usulan, {run.prioritised_count} prioritas, "
            f"{run.reserve_count} cadangan, {len(run.unassessed)} belum dinilai."
        )
        for use in run.ceilings:
            self.stdout.write(
                f"  {use['label']}: terpakai {rupiah(use['used'])} dari {rupiah(use['amount'])}"
            )
        self.stdout.write(f"Sidik masukan {run.inputs_sha256}\nSidik hasil   {run.result_sha256}")
