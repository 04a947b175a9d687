"""A message written in the same transaction as the change it tells about, delivered afterwards."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class OutboxQuerySet(models.QuerySet):
    def undelivered(self):
        """What still has to go out; rows that failed too often wait for a person."""
        return self.filter(delivered_at__isnull=True, attempts__lt=Outbox.MOST_ATTEMPTS)


class Outbox(models.Model):
    """`payload` holds ids and words, never personal data; `kind` names the handler in `jobs.registry`."""

    MOST_ATTEMPTS = 10

    kind = models.CharField("jenis", max_length=60)
    payload = models.JSONField("isi", default=dict)
    created_at = models.DateTimeField("dibuat", default=timezone.now)
    delivered_at = models.DateTimeField("tersampaikan", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("percobaan gagal", default=0)
    last_error = models.TextField("catatan teknis", blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "pesan keluar"
        verbose_name_plural = "pesan keluar"
        indexes = [
            models.Index(fields=["id"], name="outbox_undelivered", condition=Q(delivered_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
