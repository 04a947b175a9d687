"""Who stands in for an office for a period (Plh., Plt. or a.n.)."""

from django.db import models
from django.db.models import F, Q

from accounts import roles

from .constraints import office_fits_role


class Deputy(models.Model):
    """A person acts in `role` for an office from `starts_on` to `ends_on`, both included."""

    class Capacity(models.TextChoices):
        PLH = "Plh.", "Plh. (pelaksana harian)"
        PLT = "Plt.", "Plt. (pelaksana tugas)"
        AN = "a.n.", "a.n. (atas nama)"

    person = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="deputies", verbose_name="pengguna"
    )
    role = models.CharField("bertindak sebagai", max_length=20, choices=roles.CHOICES)
    kelurahan = models.ForeignKey(
        "regions.Kelurahan", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kelurahan"
    )
    kecamatan = models.ForeignKey(
        "regions.Kecamatan", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kecamatan"
    )
    agency = models.ForeignKey(
        "regions.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Perangkat Daerah",
    )
    capacity = models.CharField("kedudukan", max_length=4, choices=Capacity.choices)
    letter_number = models.CharField("nomor surat", max_length=80)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = "pejabat pengganti"
        verbose_name_plural = "pejabat pengganti"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="deputy_period_is_forward",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal mulai.",
            ),
            models.CheckConstraint(
                condition=office_fits_role(),
                name="deputy_office_fits_role",
                violation_error_message="Isi kantor yang sesuai dengan peran, dan kosongkan yang lain.",
            ),
            models.CheckConstraint(
                condition=~Q(role="administrator"),
                name="deputy_is_no_administrator",
                violation_error_message="Administrator tidak dapat digantikan. Buat akun Administrator baru.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity} {self.get_role_display()}: {self.person}"
