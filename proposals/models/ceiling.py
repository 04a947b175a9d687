"""Money available: versioned, never overwritten.

It stands in `proposals` and not in `bappeda` because the kecamatan's Dana Kelurahan and the kelurahan's form
are held against it too (docs/adr/0003).
"""

from django.db import models
from django.db.models import Q


class CeilingQuerySet(models.QuerySet):
    def in_force(self):
        """The latest version of each ceiling."""
        return self.filter(replaced_by__isnull=True)


class Ceiling(models.Model):
    """One version of one ceiling in whole rupiah. No row: not binding; 0: nothing."""

    class Kind(models.TextChoices):
        CITY = "city", "Kota"
        KECAMATAN = "kecamatan", "Kecamatan"
        AGENCY = "agency", "Perangkat Daerah, untuk usulan"
        FIELD = "field", "Kuota bidang"
        KELURAHAN = "kelurahan", "Kelurahan (saran)"
        DANA_KELURAHAN = "dana_kelurahan", "Dana Kelurahan"
        POKIR = "pokir", "Pokok pikiran DPRD"

    cycle = models.ForeignKey(
        "proposals.PlanningCycle", models.PROTECT, related_name="ceilings", verbose_name="tahun perencanaan"
    )
    kind = models.CharField("jenis", max_length=14, choices=Kind.choices)
    kecamatan = models.ForeignKey(
        "regions.Kecamatan", models.PROTECT, null=True, blank=True, related_name="+"
    )
    kelurahan = models.ForeignKey(
        "regions.Kelurahan", models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        "regions.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Perangkat Daerah",
    )
    field = models.ForeignKey(
        "proposals.Field", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bidang"
    )
    amount = models.BigIntegerField("pagu (rupiah)")
    version = models.PositiveIntegerField("versi", default=1, editable=False)
    replaced_by = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="replaces"
    )
    reason = models.CharField("alasan", max_length=300)
    effective_on = models.DateField("berlaku sejak")
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+")
    at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = CeilingQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "kind", "pk"]
        verbose_name = "pagu indikatif"
        verbose_name_plural = "pagu indikatif"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="ceiling_is_not_negative",
                violation_error_message="Pagu tidak boleh kurang dari nol.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind__in=["city", "pokir"], kecamatan=None, kelurahan=None, agency=None, field=None)
                    | Q(kind="kecamatan", kecamatan__isnull=False, kelurahan=None, agency=None, field=None)
                    | Q(kind="agency", agency__isnull=False, kecamatan=None, kelurahan=None, field=None)
                    | Q(kind="field", field__isnull=False, kecamatan=None, kelurahan=None, agency=None)
                    | Q(
                        kind__in=["kelurahan", "dana_kelurahan"],
                        kelurahan__isnull=False,
                        kecamatan=None,
                        agency=None,
                        field=None,
                    )
                ),
                name="ceiling_names_what_it_binds",
                violation_error_message="Isi kantor atau bidang menurut jenis pagu, dan kosongkan yang lain.",
            ),
            models.UniqueConstraint(
                fields=["cycle", "kind"],
                condition=Q(replaced_by=None, kind__in=["city", "pokir"]),
                name="one_ceiling_in_force_city",
            ),
            *(
                models.UniqueConstraint(
                    fields=["cycle", "kind", holder],
                    condition=Q(("replaced_by", None), (f"{holder}__isnull", False)),
                    name=f"one_ceiling_in_force_{holder}",
                )
                for holder in ("kecamatan", "kelurahan", "agency", "field")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.holder}".strip()

    @property
    def holder(self) -> str:
        """What it binds, in words; empty for the city."""
        return str(self.kecamatan or self.kelurahan or self.agency or self.field or "")
