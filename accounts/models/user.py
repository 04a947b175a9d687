"""A person with exactly one role and the office that goes with it."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts import roles

from .constraints import office_fits_role


class AccountManager(UserManager):
    def get_by_natural_key(self, username):
        """The account under this name, whatever its capitals: `Opd-dpupr` is `opd-DPUPR`."""
        return self.alias(folded=Lower("username")).get(folded=username.lower())

    def create_superuser(self, username, email=None, password=None, **fields):
        return super().create_superuser(username, email, password, role="administrator", **fields)


class User(AbstractUser):
    first_name = None
    last_name = None
    username = models.CharField(
        "nama pengguna",
        max_length=150,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9.@_+-]+\Z",
                "Pakai huruf, angka, titik, garis, atau @ saja, tanpa spasi. Misalnya operator-36.71.03.1002.",
            )
        ],
        help_text="Tanpa spasi. Huruf besar dan kecil dianggap sama saat masuk.",
        error_messages={"unique": "Nama pengguna ini sudah dipakai. Pilih nama lain."},
    )
    full_name = models.CharField("nama lengkap", max_length=120)
    role = models.CharField("peran", max_length=20, choices=roles.CHOICES)
    kelurahan = models.ForeignKey(
        "regions.Kelurahan",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="kelurahan",
    )
    kecamatan = models.ForeignKey(
        "regions.Kecamatan",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="kecamatan",
    )
    agency = models.ForeignKey(
        "regions.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="Perangkat Daerah",
    )
    bidang = models.CharField(
        "Mitra Bidang",
        max_length=60,
        blank=True,
        help_text="Bidang Bappeda, hanya untuk penilai dan admin Bappeda.",
    )
    is_demo = models.BooleanField("akun peragaan", default=False, editable=False)

    objects = AccountManager()
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["username"]
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_without_case",
                violation_error_message="Nama pengguna ini sudah dipakai. Pilih nama lain.",
            ),
            models.CheckConstraint(
                condition=office_fits_role(),
                name="user_office_fits_role",
                violation_error_message="Isi kantor yang sesuai dengan peran, dan kosongkan yang lain.",
            ),
            models.CheckConstraint(
                condition=Q(role="administrator", is_superuser=True, is_staff=True)
                | (~Q(role="administrator") & Q(is_superuser=False, is_staff=False)),
                name="user_superuser_is_administrator",
                violation_error_message="Hanya peran Administrator yang boleh membuka halaman administrasi.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def office_name(self) -> str:
        """The office as shown beside the name: "Kelurahan Batujaya", "DPUPR", "Bappeda"."""
        if self.kelurahan_id:
            return f"Kelurahan {self.kelurahan.name}"
        if self.kecamatan_id:
            return f"Kecamatan {self.kecamatan.name}"
        if self.agency_id:
            return self.agency.short_name
        return {"leadership": "Pimpinan Kota", "administrator": "Administrator"}.get(self.role, "Bappeda")
