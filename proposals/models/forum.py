"""The record of a musrenbang at one level: kept as a draft, then issued once as a berita acara."""

from django.db import models
from django.db.models import Q

from proposals.querysets import ForumQuerySet


class Forum(models.Model):
    """One forum of one office: date, place, chair, attendance, and its agreed list.

    While it is a draft, `not_agreed` holds {"uuid", "reason"} and the agreed list is the office's order. Issuing
    freezes both as they are printed, with the whole record as canonical text in `content` and its `sha256`; from then
    on triggers refuse every change (see `proposals.triggers`). `participants` are {"name", "age", "sex",
    "institution", "address"}: read only by the own office, its kecamatan and Bappeda, and never with a telephone.
    """

    class Level(models.TextChoices):
        KELURAHAN = "kelurahan", "Musrenbang kelurahan"
        KECAMATAN = "kecamatan", "Musrenbang kecamatan"
        OPD = "opd", "Forum Perangkat Daerah"
        CITY = "city", "Musrenbang kota"

    cycle = models.ForeignKey("proposals.PlanningCycle", models.PROTECT, related_name="forums")
    level = models.CharField(max_length=10, choices=Level.choices)
    kelurahan = models.ForeignKey(
        "regions.Kelurahan", models.PROTECT, null=True, blank=True, related_name="+"
    )
    kecamatan = models.ForeignKey(
        "regions.Kecamatan", models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey("regions.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    held_on = models.DateField("tanggal", null=True, blank=True)
    starts_at = models.TimeField("mulai", null=True, blank=True)
    ends_at = models.TimeField("selesai", null=True, blank=True)
    place = models.CharField("tempat", max_length=160, blank=True)
    chair = models.CharField("pimpinan", max_length=120, blank=True)
    speakers = models.JSONField("narasumber", default=list, blank=True)
    attendance = models.JSONField(
        "kehadiran", default=dict, blank=True, help_text="Group: [men, women]; see proposals.minutes.GROUPS."
    )
    sessions = models.JSONField(
        "hasil diskusi kelompok", default=dict, blank=True, help_text="Code of the field: text."
    )
    participants = models.JSONField("peserta", default=list, blank=True)
    agreed = models.JSONField("disepakati", default=list, blank=True)
    not_agreed = models.JSONField("belum disepakati", default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField("diubah", null=True, blank=True)
    updated_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diubah oleh"
    )
    number = models.CharField("nomor berita acara", max_length=40, null=True, blank=True, unique=True)
    content = models.TextField("isi yang disidik", blank=True)
    sha256 = models.CharField("sidik", max_length=64, blank=True)
    issued_at = models.DateTimeField("berita acara terbit", null=True, blank=True)
    issued_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="diterbitkan oleh",
    )
    training = models.BooleanField("latihan", default=False)

    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "level", "held_on"]
        verbose_name = "musrenbang"
        verbose_name_plural = "musrenbang"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "level"], condition=models.Q(level="city"), name="one_forum_of_the_city"
            ),
            *(
                models.UniqueConstraint(
                    fields=["cycle", "level", office],
                    condition=models.Q((f"{office}__isnull", False)),
                    name=f"one_forum_a_{office}",
                )
                for office in ("kelurahan", "kecamatan", "agency")
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None, number=None, sha256="")
                | Q(issued_at__isnull=False, number__isnull=False, issued_by__isnull=False)
                & ~Q(sha256="")
                & ~Q(content=""),
                name="forum_is_issued_with_number_and_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}, {self.held_on}"
