"""City, kecamatan and kelurahan under the codes of Kemendagri (e.g. 36.71.03.1002)."""

from django.db import models


class Place(models.Model):
    """A coded place with its centroid in WGS84 degrees."""

    code = models.CharField("kode", max_length=13, unique=True)
    name = models.CharField("nama", max_length=80, help_text="Ejaan yang berlaku untuk tahun perencanaan.")
    later_name = models.CharField("ejaan kemudian", max_length=80, blank=True)
    latitude = models.DecimalField("lintang", max_digits=9, decimal_places=6)
    longitude = models.DecimalField("bujur", max_digits=9, decimal_places=6)

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class City(Place):
    class Meta(Place.Meta):
        verbose_name = "kota"
        verbose_name_plural = "kota"


class Kecamatan(Place):
    city = models.ForeignKey(City, models.PROTECT, related_name="kecamatan", verbose_name="kota")

    class Meta(Place.Meta):
        verbose_name = "kecamatan"
        verbose_name_plural = "kecamatan"


class Kelurahan(Place):
    kecamatan = models.ForeignKey(
        Kecamatan, models.PROTECT, related_name="kelurahan", verbose_name="kecamatan"
    )

    class Meta(Place.Meta):
        verbose_name = "kelurahan"
        verbose_name_plural = "kelurahan"
