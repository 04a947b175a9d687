"""Perangkat Daerah: 30 agencies of the city and the 13 kecamatan as agencies."""

from django.db import models

from .places import Kecamatan


class Agency(models.Model):
    """Who would carry a proposal out. A kecamatan agency carries the kecamatan's code."""

    code = models.CharField("kode", max_length=20, unique=True)
    name = models.CharField("nama", max_length=160)
    short_name = models.CharField("singkatan", max_length=40)
    kecamatan = models.OneToOneField(
        Kecamatan,
        models.PROTECT,
        related_name="agency",
        null=True,
        blank=True,
        verbose_name="kecamatan",
        help_text="Hanya untuk Perangkat Daerah yang merupakan kantor kecamatan.",
    )
    is_active = models.BooleanField("menerima usulan", default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = "Perangkat Daerah"
        verbose_name_plural = "Perangkat Daerah"

    def __str__(self) -> str:
        return self.short_name
