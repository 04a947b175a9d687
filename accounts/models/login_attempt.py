"""Log-ins that failed or are being tried, counted in the database because caches are per process."""

from django.db import models
from django.utils import timezone


class LoginAttempt(models.Model):
    """One guess. It is written before the password is looked at and removed when the password was right.

    `username` is the account's name, or a keyed digest when no such account exists: people type their
    password into the wrong field.
    """

    username = models.CharField("nama pengguna", max_length=150)
    address = models.GenericIPAddressField("alamat", null=True)
    at = models.DateTimeField("waktu", default=timezone.now)

    class Meta:
        ordering = ["-at"]
        verbose_name = "percobaan masuk"
        verbose_name_plural = "percobaan masuk"
        indexes = [
            models.Index(fields=["username", "at"], name="attempt_by_username"),
            models.Index(fields=["address", "at"], name="attempt_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.username}, {timezone.localtime(self.at):%d-%m-%Y %H.%M}"
