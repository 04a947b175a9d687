"""One piece of queued work. The row is the truth; a broker's message is only a hint to look at it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person sees the own jobs and no others."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(created_by=user)

    def unfinished(self):
        return self.filter(state__in=Job.UNFINISHED)


class Job(models.Model):
    """`attempts` is also the fence: whoever runs attempt 2 can no longer be overwritten by attempt 1."""

    class State(models.TextChoices):
        QUEUED = "queued", "Menunggu giliran"
        RUNNING = "running", "Sedang dikerjakan"
        DONE = "done", "Selesai"
        FAILED = "failed", "Tidak selesai"
        CANCELLED = "cancelled", "Dibatalkan"

    UNFINISHED = (State.QUEUED, State.RUNNING)
    MOST_ATTEMPTS = 3

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("jenis pekerjaan", max_length=60)
    title = models.CharField("judul", max_length=200)
    params = models.JSONField("masukan", default=dict, blank=True)
    key = models.CharField("kunci", max_length=160, unique=True, null=True, blank=True)
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.QUEUED)
    progress_done = models.PositiveIntegerField("sudah dikerjakan", default=0)
    progress_total = models.PositiveIntegerField("seluruhnya", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name="diminta oleh",
    )
    created_at = models.DateTimeField("diminta", default=timezone.now)
    message_sent_at = models.DateTimeField("pesan antrean terkirim", null=True, blank=True)
    started_at = models.DateTimeField("mulai", null=True, blank=True)
    heartbeat_at = models.DateTimeField("tanda hidup terakhir", null=True, blank=True)
    finished_at = models.DateTimeField("berakhir", null=True, blank=True)
    result = models.JSONField("hasil", null=True, blank=True)
    error = models.TextField("sebab", blank=True)
    fault = models.TextField("catatan teknis", blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "pekerjaan"
        verbose_name_plural = "pekerjaan"
        indexes = [
            models.Index(fields=["created_by", "-created_at"], name="job_by_owner"),
            models.Index(
                fields=["state", "created_at"],
                name="job_unfinished",
                condition=Q(state__in=["queued", "running"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "failed", "cancelled"]),
                name="job_state_known",
            ),
            models.CheckConstraint(
                condition=Q(progress_total__isnull=True) | Q(progress_done__lte=F("progress_total")),
                name="job_progress_within_total",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state not in self.UNFINISHED

    @property
    def percent(self) -> int | None:
        """Whole percent done, rounded down; None while the total is not known."""
        if self.state == self.State.DONE:
            return 100
        if not self.progress_total:
            return None
        return self.progress_done * 100 // self.progress_total
