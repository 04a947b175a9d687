"""Many reports in one zip: for Bappeda, or for one kecamatan; how far it is stands in its job."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.offices import standings
from accounts.roles import BIDANG
from proposals import workflow
from reports.models.kept_file import KeptFile
from reports.scope import WHOLE_CITY


class PackageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Bappeda sees every package, a kecamatan its own; they hold berita acara, which name people."""
        scope = Q(pk__in=[])
        for standing in standings(user):
            if standing.role in BIDANG:
                return self
            if standing.office_kind == "kecamatan":
                scope |= Q(kecamatan=standing.office_id)
        return self.filter(scope)


class Package(KeptFile):
    """`kecamatan` is empty for Bappeda's. `stage` is the one whose closing it marks; empty for the night's and for one
    that somebody asked for. `left_out` are sentences about what should be in it and is not."""

    class Contents(models.TextChoices):
        RECAP = "rekap", "Rekap kecamatan"
        WHOLE = "lengkap", "Seluruh laporan"

    class Occasion(models.TextChoices):
        NIGHT = "night", "malam"
        CLOSING = "closing", "penutupan tahap"
        REQUEST = "request", "permintaan"

    job = models.OneToOneField("jobs.Job", models.CASCADE, primary_key=True, related_name="report_package")
    cycle = models.ForeignKey("proposals.PlanningCycle", models.CASCADE, related_name="+")
    contents = models.CharField("isi", max_length=10, choices=Contents.choices)
    occasion = models.CharField("dibuat karena", max_length=10, choices=Occasion.choices)
    stage = models.CharField(
        "tahap", max_length=12, blank=True, choices=[(s.key, s.label) for s in workflow.STAGES.values()]
    )
    kecamatan = models.ForeignKey(
        "regions.Kecamatan", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kecamatan"
    )
    file_count = models.PositiveIntegerField("berkas di dalamnya", null=True)
    left_out = models.JSONField("tidak dimuat", default=list, blank=True)

    objects = PackageQuerySet.as_manager()

    class Meta:
        verbose_name = "paket laporan"
        verbose_name_plural = "paket laporan"
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") | KeptFile.IS_WHOLE & Q(file_count__gt=0), name="package_file_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(stage="") & ~Q(occasion="closing") | ~Q(stage="") & Q(occasion="closing"),
                name="package_has_a_stage_when_one_closed",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="package_expiring", condition=~Q(file=""))]

    def get_absolute_url(self) -> str:
        return reverse("reports:package_file", args=[self.pk])

    @property
    def place(self) -> str:
        """Whose rows are in it."""
        return f"Kecamatan {self.kecamatan.name}" if self.kecamatan else WHOLE_CITY

    @property
    def title(self) -> str:
        """As in "Seluruh laporan penutupan tahap Kelurahan, Kecamatan Benda, 2021"."""
        closing = f" penutupan tahap {self.get_stage_display()}" if self.stage else ""
        return f"{self.get_contents_display()}{closing}, {self.place}, {self.cycle}"
