"""The record of a musrenbang at one level."""

from django.db import models


class Forum(models.Model):
    """One forum of one office: date, place, chair, attendance, and its agreed list as a frozen snapshot."""

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
    held_on = models.DateField("tanggal")
    place = models.CharField("tempat", max_length=160)
    chair = models.CharField("pimpinan", max_length=120)
    speakers = models.JSONField("narasumber", default=list, blank=True)
    attendance = models.JSONField("kehadiran", default=dict, blank=True)
    agreed = models.JSONField("disepakati", default=list, blank=True)
    not_agreed = models.JSONField("belum disepakati", default=list, blank=True)
    issued_at = models.DateTimeField("berita acara terbit", null=True, blank=True)

    class Meta:
        ordering = ["cycle", "level", "held_on"]
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
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}, {self.held_on}"
