"""One file of a report that somebody asked for; how far it is stands in its job."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class ReportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person sees the own files and no others."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(job__created_by=user)


class ReportRun(models.Model):
    """`params` are canonical and `scope` names whose rows the file holds (see `declaration.Subject`). `file` is a path
    inside MEDIA_ROOT, empty until it is whole and again once it has expired."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"
        PDF = "pdf", "PDF"

    job = models.OneToOneField("jobs.Job", models.CASCADE, primary_key=True, related_name="report_run")
    slug = models.CharField("laporan", max_length=60)
    params = models.JSONField("masukan", default=dict)
    scope = models.JSONField("lingkup", default=list, blank=True)
    format = models.CharField("bentuk berkas", max_length=4, choices=Format.choices)
    file = models.CharField("berkas", max_length=200, blank=True)
    filename = models.CharField("nama berkas", max_length=200, blank=True)
    sha256 = models.CharField("sidik", max_length=64, blank=True)
    size = models.BigIntegerField("ukuran (bita)", null=True)
    row_count = models.PositiveIntegerField("baris", null=True)
    snapshot_at = models.DateTimeField("keadaan data", null=True)
    expires_at = models.DateTimeField("disimpan sampai", null=True)

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

    @property
    def path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.file

    @property
    def has_expired(self) -> bool:
        """It was whole once and has been removed."""
        return bool(self.sha256) and not self.file
