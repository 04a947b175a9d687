"""A frozen run and its rows. Triggers keep both as they were (see `proposals.triggers`)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse


class RunManager(models.Manager):
    def get_queryset(self):
        """Without the frozen inputs, which are megabytes; they are read when asked for."""
        return super().get_queryset().defer("inputs")


class RankingRun(models.Model):
    """One computation over frozen inputs. `inputs` is canonical JSON, its hash and that of the result in hex.

    `criteria`: the criteria set as it was (see `services.inputs.write_criteria_set`). `ceilings`: what became
    of each ceiling (see `computing.compute`). `unassessed` and `cancelled`: the proposals that were left
    out, each with id, version, reference and reason. `overrides`: the decisions that changed the computed
    result, each with id, reference, direction ("in", "out"), reason, by and at.
    """

    cycle = models.ForeignKey("proposals.PlanningCycle", models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField("perhitungan ke-")
    criteria_set = models.ForeignKey("bappeda.CriteriaSet", models.PROTECT, related_name="runs")
    criteria = models.JSONField("kriteria yang dibekukan")
    rules = models.JSONField("aturan")
    inputs = models.TextField("masukan")
    inputs_sha256 = models.CharField("sidik masukan", max_length=64)
    result_sha256 = models.CharField("sidik hasil", max_length=64)
    modules_sha256 = models.CharField("sidik modul hitung", max_length=64)
    ceilings = models.JSONField("pemakaian pagu", default=list)
    unassessed = models.JSONField("belum dinilai", default=list)
    cancelled = models.JSONField("batal", default=list)
    overrides = models.JSONField("keputusan khusus", default=list)
    proposal_count = models.PositiveIntegerField("usulan")
    prioritised_count = models.PositiveIntegerField("prioritas")
    reserve_count = models.PositiveIntegerField("cadangan")
    note = models.TextField("catatan", blank=True)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="dibuat oleh")
    made_at = models.DateTimeField("dibuat")
    training = models.BooleanField("latihan")

    objects = RunManager()

    class Meta:
        ordering = ["cycle", "-number"]
        verbose_name = "perhitungan peringkat"
        verbose_name_plural = "perhitungan peringkat"
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="one_run_a_number")]

    def __str__(self) -> str:
        return f"Perhitungan ke-{self.number}, {self.cycle}"

    def get_absolute_url(self) -> str:
        return reverse("bappeda:run", args=[self.pk])


class RankedProposal(models.Model):
    """One place in a run, with all that explains it. Scores and points have six places; money is whole rupiah.

    `tied` counts the proposals of this score; `tie_rule` separates it from `neighbour` by `own_value` against
    `neighbour_value` (see `ranking.Ranked`). `shortfalls`: [ceiling key, needed, left, closed], worst
    first, of which the first is repeated in columns. `cut_*` and `pass_*`: see `explaining.Distance`. `computed`
    is the outcome without any override ("" in runs made before there were any); `forced` says that an override
    decided this one ("in", "out").
    """

    class Result(models.TextChoices):
        PRIORITISED = "prioritised", "Prioritas"
        RESERVE = "reserve", "Cadangan"

    run = models.ForeignKey(RankingRun, models.CASCADE, related_name="ranked")
    proposal = models.ForeignKey("proposals.Proposal", models.CASCADE, related_name="ranked")
    proposal_version = models.PositiveIntegerField()
    position = models.PositiveIntegerField("urutan")
    kecamatan = models.ForeignKey("regions.Kecamatan", models.PROTECT, related_name="+")
    agency = models.ForeignKey("regions.Agency", models.PROTECT, related_name="+")
    field = models.ForeignKey("proposals.Field", models.PROTECT, related_name="+")
    budget = models.BigIntegerField("pagu (rupiah)")
    score = models.DecimalField("skor", max_digits=9, decimal_places=6)
    contributions = models.JSONField("asal skor")
    tied = models.PositiveIntegerField("seri")
    tie_rule = models.CharField("penentu urutan", max_length=16)
    neighbour = models.ForeignKey("proposals.Proposal", models.CASCADE, null=True, related_name="+")
    own_value = models.CharField(max_length=40, blank=True)
    neighbour_value = models.CharField(max_length=40, blank=True)
    outcome = models.CharField("hasil", max_length=12, choices=Result.choices)
    computed = models.CharField("hasil hitungan", max_length=12, choices=Result.choices, default="")
    forced = models.CharField("keputusan khusus", max_length=3, blank=True)
    binding_ceiling = models.CharField("pagu pengikat", max_length=60, blank=True)
    needed = models.BigIntegerField("perlu (rupiah)", null=True)
    left = models.BigIntegerField("sisa (rupiah)", null=True)
    shortfalls = models.JSONField(default=list)
    cut_ceiling = models.CharField(max_length=60, blank=True)
    cut_position = models.PositiveIntegerField(null=True)
    cut_points = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    pass_position = models.PositiveIntegerField(null=True)
    pass_points = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    training = models.BooleanField("latihan")

    class Meta:
        ordering = ["run", "position"]
        verbose_name = "usulan dalam peringkat"
        verbose_name_plural = "usulan dalam peringkat"
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="one_proposal_a_place"),
            models.UniqueConstraint(fields=["run", "proposal"], name="one_place_a_proposal"),
            models.CheckConstraint(
                condition=Q(outcome="prioritised", binding_ceiling="", needed=None, left=None)
                | Q(outcome="reserve", needed__isnull=False, left__isnull=False) & ~Q(binding_ceiling="")
                | Q(outcome="reserve", forced="out", binding_ceiling="", needed=None, left=None),
                name="reserve_names_its_ceiling",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.proposal}"
