"""What every stored file has, whatever it belongs to: private, cleaned at upload, checked again at every download."""

import uuid

from django.db import models


class PrivateFile(models.Model):
    """One file below MEDIA_ROOT with the hash of the bytes that were taken in."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "Foto"
        DOCUMENT = "document", "Dokumen"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    file = models.CharField(max_length=120, help_text="Path below MEDIA_ROOT.")
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
