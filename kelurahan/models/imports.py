"""A workbook on its way into proposals: the file as it was read, and what each of its rows says."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.offices import standings
from accounts.roles import KELURAHAN


class ImportFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The imports of the kelurahan that the person stands for; nothing for anybody else."""
        offices = [s.office_id for s in standings(user) if s.role in KELURAHAN]
        return self.filter(kelurahan__in=offices)

    def unfinished(self):
        return self.filter(state__in=[ImportFile.State.READING, ImportFile.State.READY])


class ImportFile(models.Model):
    """One uploaded workbook. `file` is its path below MEDIA_ROOT, empty once it is no longer needed.

    `headings` are the texts of the columns, `columns` maps a column's number (as text, JSON knows no other keys) to a
    key of `proposals.sipd.COLUMNS`; `header_row` counts from 1 as Excel does, 0 when no heading was found.
    """

    class State(models.TextChoices):
        READING = "reading", "Sedang dibaca"
        READY = "ready", "Menunggu diperiksa"
        DONE = "done", "Sudah dimasukkan"
        FAILED = "failed", "Tidak terbaca"
        DROPPED = "dropped", "Dibatalkan"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kelurahan = models.ForeignKey("regions.Kelurahan", models.PROTECT, related_name="+")
    cycle = models.ForeignKey("proposals.PlanningCycle", models.CASCADE, related_name="+")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="oleh")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField("keadaan", max_length=8, choices=State.choices, default=State.READING)
    reason = models.CharField("sebab", max_length=300, blank=True)
    name = models.CharField("nama berkas", max_length=120)
    file = models.CharField("berkas", max_length=120, blank=True)
    sha256 = models.CharField("sidik", max_length=64)
    size = models.PositiveIntegerField("ukuran (bita)")
    sheet = models.CharField("lembar", max_length=120, blank=True)
    sheets = models.JSONField("semua lembar", default=list)
    header_row = models.PositiveIntegerField("baris judul", default=0)
    headings = models.JSONField("judul kolom", default=list)
    columns = models.JSONField("arti kolom", default=dict)
    columns_seen = models.BooleanField("kolom sudah diperiksa", default=False)
    has_formulas = models.BooleanField("berisi rumus", default=False)
    hidden_sheets = models.PositiveSmallIntegerField("lembar tersembunyi", default=0)
    created_at = models.DateTimeField("diunggah")
    changed_at = models.DateTimeField("terakhir dikerjakan")
    finished_at = models.DateTimeField("dimasukkan pada", null=True, blank=True)
    finished_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dimasukkan oleh",
    )

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "impor usulan"
        verbose_name_plural = "impor usulan"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["reading", "ready", "done", "failed", "dropped"]),
                name="import_state_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["kelurahan", "cycle", "-id"], name="import_of_kelurahan"),
            models.Index(
                fields=["changed_at"], condition=Q(state__in=["reading", "ready"]), name="import_unfinished"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("kelurahan:import_file", args=[self.uuid])


class ImportRow(models.Model):
    """One row below the heading. `number` is its row in Excel, `key` the UUID of the proposal that it is or becomes.

    `cells` are as read, `edits` what the person typed instead (form field → text), `values` what goes into the form;
    `problems` maps form fields to sentences, `missing` tells what a draft may lack until it is submitted.
    """

    class Verdict(models.TextChoices):
        GOOD = "good", "Baik"
        BAD = "bad", "Perlu diperbaiki"
        KNOWN = "known", "Sudah ada"
        OMITTED = "omitted", "Dilewati"
        TAKEN = "taken", "Sudah dimasukkan"

    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("baris")
    cells = models.JSONField("isi", default=list)
    edits = models.JSONField("perbaikan", default=dict)
    is_forced = models.BooleanField("diikutkan", default=False)
    verdict = models.CharField("hasil periksa", max_length=8, choices=Verdict.choices)
    reason = models.CharField("keterangan", max_length=200, blank=True)
    values = models.JSONField("nilai", default=dict)
    problems = models.JSONField("masalah", default=dict)
    notes = models.JSONField("catatan", default=list)
    missing = models.JSONField("yang kurang", default=list)
    key = models.UUIDField("usulan", null=True, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = "baris impor"
        verbose_name_plural = "baris impor"
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="import_row_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["good", "bad", "known", "omitted", "taken"]),
                name="import_verdict_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}, baris {self.number}"
