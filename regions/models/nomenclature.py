"""National codes of Permendagri 90/2019, fixed per planning year."""

from django.db import models


class Nomenclature(models.Model):
    """One code from urusan down to sub kegiatan, e.g. 1.03.06.2.01.05."""

    class Level(models.TextChoices):
        URUSAN = "urusan", "Urusan"
        BIDANG_URUSAN = "bidang_urusan", "Bidang urusan"
        PROGRAM = "program", "Program"
        KEGIATAN = "kegiatan", "Kegiatan"
        SUB_KEGIATAN = "sub_kegiatan", "Sub kegiatan"

    planning_year = models.PositiveSmallIntegerField("tahun perencanaan")
    code = models.CharField("kode", max_length=20)
    level = models.CharField("tingkat", max_length=14, choices=Level.choices)
    name = models.CharField("nama", max_length=300)
    parent_code = models.CharField("kode induk", max_length=20, blank=True)

    class Meta:
        ordering = ["planning_year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["planning_year", "code"], name="nomenclature_once_a_year")
        ]
        verbose_name = "nomenklatur"
        verbose_name_plural = "nomenklatur"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
