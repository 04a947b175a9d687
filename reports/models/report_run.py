"""One file of a report that somebody asked for; how far it is stands in its job."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from reports.models.kept_file import KeptFile


class ReportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person sees the own files and no others."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(job__created_by=user)


class ReportRun(KeptFile):
    """`params` are canonical and `scope` names whose rows the file holds (see `declaration.Subject`)."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"
        PDF = "pdf", "PDF"

    job = models.OneToOneField("jobs.Job", models.CASCADE, primary_key=True, related_name="report_run")
    slug = models.CharField("laporan", max_length=60)
    params = models.JSONField("masukan", default=dict)
    scope = models.JSONField("lingkup", default=list, blank=True)
    format = models.CharField("bentuk berkas", max_length=4, choices=Format.choices)
    row_count = models.PositiveIntegerField("baris", null=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas laporan"
        verbose_name_plural = "berkas laporan"
        constraints = [
            models.CheckConstraint(
                condition=Q(format__in=["xlsx", "csv", "pdf"]), name="report_run_format_known"
            ),
            models.CheckConstraint(
                condition=Q(file="")
                | ~Q(sha256="")
                & ~Q(filename="")
                & Q(size__gt=0, row_count__gte=0, snapshot_at__isnull=False, expires_at__isnull=False),
                name="report_run_file_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="report_run_expiring", condition=~Q(file=""))]

    def __str__(self) -> str:
        return self.filename or f"{self.slug} ({self.format})"

    def get_absolute_url(self) -> str:
        return reverse("reports:file", args=[self.pk])
