"""The outline of a kelurahan, when an administrator has loaded a boundary file. It advises and proves nothing."""

from django.db import models

from .places import Kelurahan


class Boundary(models.Model):
    """`outline` as in the file and `shown` with fewer points for pages; both as described in `regions.outline`."""

    kelurahan = models.OneToOneField(
        Kelurahan, models.CASCADE, related_name="boundary", verbose_name="kelurahan"
    )
    outline = models.JSONField("garis batas")
    shown = models.JSONField("garis batas untuk halaman")
    source = models.CharField("berkas asal", max_length=120)
    loaded_at = models.DateTimeField("dimuat pada")

    class Meta:
        ordering = ["kelurahan__code"]
        verbose_name = "garis batas"
        verbose_name_plural = "garis batas"

    def __str__(self) -> str:
        return f"Garis batas {self.kelurahan}"
