"""What every file has that the product makes and keeps for a while."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q


class KeptFile(models.Model):
    """`file` is a path inside MEDIA_ROOT, empty until it is whole and again once it has expired."""

    file = models.CharField("berkas", max_length=200, blank=True)
    filename = models.CharField("nama berkas", max_length=200, blank=True)
    sha256 = models.CharField("sidik", max_length=64, blank=True)
    size = models.BigIntegerField("ukuran (bita)", null=True)
    snapshot_at = models.DateTimeField("keadaan data", null=True)
    expires_at = models.DateTimeField("disimpan sampai", null=True)

    IS_WHOLE = (
        ~Q(sha256="") & ~Q(filename="") & Q(size__gt=0, snapshot_at__isnull=False, expires_at__isnull=False)
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.filename

    @property
    def path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.file

    @property
    def has_expired(self) -> bool:
        """It was whole once and has been removed."""
        return bool(self.sha256) and not self.file
