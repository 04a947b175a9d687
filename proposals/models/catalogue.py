"""Standard kinds of proposals (kamus usulan), fields of development and the priorities of the RKPD."""

from django.core.validators import MinValueValidator
from django.db import models


class Field(models.Model):
    """Bidang pembangunan."""

    code = models.SlugField("kode", max_length=30, unique=True)
    name = models.CharField("nama", max_length=80)

    class Meta:
        ordering = ["code"]
        verbose_name = "bidang"
        verbose_name_plural = "bidang"

    def __str__(self) -> str:
        return self.name


class RkpdPriority(models.Model):
    """One priority of the year's plan with its target, for forms such as T-D.4."""

    planning_year = models.PositiveSmallIntegerField("tahun perencanaan")
    number = models.PositiveSmallIntegerField("nomor")
    priority = models.CharField("prioritas daerah", max_length=200)
    target = models.CharField("sasaran daerah", max_length=300)

    class Meta:
        ordering = ["planning_year", "number"]
        verbose_name = "prioritas RKPD"
        verbose_name_plural = "prioritas RKPD"
        constraints = [
            models.UniqueConstraint(fields=["planning_year", "number"], name="rkpd_priority_once_a_year")
        ]

    def __str__(self) -> str:
        return self.priority


class CatalogueItem(models.Model):
    """A standard kind of proposal. `levels` holds the level 1–5 for criteria whose source is the catalogue."""

    class Kind(models.TextChoices):
        PHYSICAL = "physical", "Fisik"
        NONPHYSICAL = "nonphysical", "Nonfisik"

    class PriceBasis(models.TextChoices):
        SSH = "SSH", "SSH, standar satuan harga"
        HSPK = "HSPK", "HSPK, harga satuan pokok kegiatan"
        ASB = "ASB", "ASB, analisis standar belanja"
        SBU = "SBU", "SBU, standar biaya umum"
        ESTIMATE = "estimate", "Perkiraan sendiri"

    planning_year = models.PositiveSmallIntegerField("tahun perencanaan")
    code = models.CharField("kode", max_length=20)
    name = models.CharField("nama", max_length=160)
    keywords = models.CharField(
        "kata lain", max_length=300, blank=True, help_text="Dipakai saat mencari, misalnya: got, selokan."
    )
    kind = models.CharField("jenis", max_length=12, choices=Kind.choices)
    field = models.ForeignKey(Field, models.PROTECT, related_name="+", verbose_name="bidang")
    unit = models.CharField("satuan", max_length=30)
    unit_price = models.BigIntegerField("harga satuan (rupiah)", validators=[MinValueValidator(1)])
    price_basis = models.CharField("dasar harga", max_length=8, choices=PriceBasis.choices)
    price_is_example = models.BooleanField("harga contoh", default=True)
    agency = models.ForeignKey(
        "regions.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Perangkat Daerah",
        help_text="Kosong berarti kecamatan tempat usulan sendiri.",
    )
    sub_kegiatan = models.ForeignKey(
        "regions.Nomenclature",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="sub kegiatan",
    )
    expenditure = models.CharField("jenis belanja", max_length=60, blank=True)
    levels = models.JSONField("nilai kriteria bawaan", default=dict, blank=True)
    is_active = models.BooleanField("dipakai", default=True)

    class Meta:
        ordering = ["planning_year", "code"]
        verbose_name = "kamus usulan"
        verbose_name_plural = "kamus usulan"
        constraints = [
            models.UniqueConstraint(fields=["planning_year", "code"], name="catalogue_code_once_a_year")
        ]

    def __str__(self) -> str:
        return self.name

    def agency_for(self, kecamatan):
        """Who carries it out in this kecamatan: its agency, or the kecamatan itself."""
        return self.agency or kecamatan.agency
