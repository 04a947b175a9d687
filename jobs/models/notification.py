"""One sentence told to one person, with the page it is about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person sees the own notifications and no others."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(recipient=user)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """UNIQUE(recipient, key) makes telling idempotent: the same news is told once, however often it is sent."""

    class Level(models.TextChoices):
        INFO = "info", "Kabar"
        ACTION = "action", "Perlu tindakan"
        GOOD = "good", "Kabar baik"
        WARNING = "warning", "Perlu perhatian"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", verbose_name="penerima"
    )
    key = models.CharField("kunci", max_length=160)
    text = models.TextField("kalimat")
    url = models.CharField("halaman", max_length=200, blank=True)
    level = models.CharField("tingkat", max_length=10, choices=Level.choices, default=Level.INFO)
    created_at = models.DateTimeField("dikirim", default=timezone.now)
    read_at = models.DateTimeField("dibaca", null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "pemberitahuan"
        verbose_name_plural = "pemberitahuan"
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_inbox"),
            models.Index(fields=["recipient"], name="notification_unread", condition=Q(read_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notification_told_once"),
            models.CheckConstraint(
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
                name="notification_url_is_a_path",
            ),
        ]

    def __str__(self) -> str:
        return self.text
