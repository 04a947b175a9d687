"""A planning year with its stage windows, extensions and holidays."""

from django.db import models
from django.db.models import F, Q

from proposals import workflow


class PlanningCycle(models.Model):
    """Everything for one planning year; a training cycle behaves the same and never enters a live report."""

    class Kind(models.TextChoices):
        LIVE = "live", "Sebenarnya"
        TRAINING = "training", "Latihan"

    planning_year = models.PositiveSmallIntegerField("tahun perencanaan")
    kind = models.CharField("jenis", max_length=8, choices=Kind.choices, default=Kind.LIVE)
    published_at = models.DateTimeField("diumumkan", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="ditutup oleh",
    )
    repair_days = models.PositiveSmallIntegerField("hari kerja untuk perbaikan", default=5)

    class Meta:
        ordering = ["-planning_year", "kind"]
        verbose_name = "tahun perencanaan"
        verbose_name_plural = "tahun perencanaan"
        constraints = [
            models.UniqueConstraint(fields=["planning_year", "kind"], name="one_cycle_a_year_and_kind")
        ]

    def __str__(self) -> str:
        return f"Latihan {self.planning_year}" if self.is_training else str(self.planning_year)

    @property
    def is_training(self) -> bool:
        return self.kind == self.Kind.TRAINING

    @property
    def slug(self) -> str:
        """How commands and addresses name it: "2021", "latihan-2021"."""
        return f"latihan-{self.planning_year}" if self.is_training else str(self.planning_year)


class StageWindow(models.Model):
    """Opening and closing time of one stage."""

    cycle = models.ForeignKey(
        PlanningCycle, models.CASCADE, related_name="windows", verbose_name="tahun perencanaan"
    )
    stage = models.CharField(
        "tahap", max_length=12, choices=[(s.key, s.label) for s in workflow.STAGES.values()]
    )
    opens_at = models.DateTimeField("dibuka")
    closes_at = models.DateTimeField("ditutup")

    class Meta:
        ordering = ["cycle", "opens_at"]
        verbose_name = "jadwal tahap"
        verbose_name_plural = "jadwal tahap"
        constraints = [
            models.UniqueConstraint(fields=["cycle", "stage"], name="one_window_a_stage"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="window_is_forward",
                violation_error_message="Waktu tutup harus sesudah waktu buka.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {self.cycle}"


class WindowExtension(models.Model):
    """A later closing time for all offices, or for one, with the reason shown to everybody.

    `ended_at` is set when the stage was closed early: the extension then no longer counts, and stays to be read.
    """

    window = models.ForeignKey(
        StageWindow, models.CASCADE, related_name="extensions", verbose_name="jadwal tahap"
    )
    kelurahan = models.ForeignKey(
        "regions.Kelurahan", models.PROTECT, null=True, blank=True, related_name="+"
    )
    kecamatan = models.ForeignKey(
        "regions.Kecamatan", models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        "regions.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Perangkat Daerah",
    )
    closes_at = models.DateTimeField("ditutup")
    reason = models.CharField("alasan", max_length=300)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="oleh")
    at = models.DateTimeField("dicatat", auto_now_add=True)
    ended_at = models.DateTimeField("diakhiri", null=True, blank=True, editable=False)

    class Meta:
        ordering = ["at"]
        verbose_name = "perpanjangan"
        verbose_name_plural = "perpanjangan"

    def __str__(self) -> str:
        return f"{self.window}: sampai {self.closes_at:%Y-%m-%d %H:%M}"


class Holiday(models.Model):
    """A day off in Tangerang; Saturdays and Sundays need no row."""

    day = models.DateField("tanggal", unique=True)
    name = models.CharField("nama", max_length=120)

    class Meta:
        ordering = ["day"]
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"
