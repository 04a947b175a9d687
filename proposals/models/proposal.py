"""One requested activity at one place (usulan)."""

import uuid

from django.db import models
from django.db.models import BigIntegerField, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from proposals import workflow
from proposals.querysets import ProposalQuerySet

from .catalogue import CatalogueItem

MAX_BUDGET = 2**63 - 1
LAST = 2**31  # the place in an office's list of what has none


def in_list(order: str) -> Coalesce:
    """The expression that a queue is ordered by, and its index: what has no place comes last."""
    return Coalesce(order, Value(LAST), output_field=BigIntegerField())


def say_address(street: str, rt: str, rw: str) -> str:
    """Street, RT and RW in one line, as forms print it."""
    return " ".join(part for part in (street, f"RT {rt}" if rt else "", f"RW {rw}" if rw else "") if part)


class Proposal(models.Model):
    """The record of a proposal.

    What the kelurahan asked stands in `volume`, `unit_price`, `budget`, `households`; what counts stands in
    `current_*` and is written only by `perform`. Money is whole rupiah; volume has three decimals.
    """

    class LandStatus(models.TextChoices):
        CITY = "city", "Aset Pemerintah Kota"
        PUBLIC = "public", "Fasilitas umum yang belum diserahkan"
        GRANT = "grant", "Hibah atau wakaf, surat ada"
        PRIVATE = "private", "Milik warga, perlu pernyataan"
        NOT_NEEDED = "not_needed", "Tidak memerlukan lahan"

    class Funding(models.TextChoices):
        APBD = "APBD", "APBD Kota"
        DANA_KELURAHAN = "dana_kelurahan", "Dana Kelurahan"
        OTHER = "other", "Lainnya"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField("nomor usulan", max_length=32, null=True, unique=True, editable=False)
    cycle = models.ForeignKey("proposals.PlanningCycle", models.PROTECT, related_name="proposals")
    source = models.CharField("sumber", max_length=12, choices=list(workflow.ORIGINS.items()))
    proposer = models.CharField("pengusul", max_length=80, blank=True)
    councillor = models.CharField("anggota DPRD", max_length=120, blank=True)
    faction = models.CharField("fraksi", max_length=60, blank=True)
    kelurahan = models.ForeignKey(
        "regions.Kelurahan", models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    kecamatan = models.ForeignKey("regions.Kecamatan", models.PROTECT, related_name="proposals")
    field = models.ForeignKey(
        "proposals.Field", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bidang"
    )
    kind = models.CharField("jenis", max_length=12, choices=CatalogueItem.Kind.choices, blank=True)
    catalogue_item = models.ForeignKey(
        "proposals.CatalogueItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kamus usulan",
    )
    justification = models.TextField("alasan di luar kamus", blank=True)
    title = models.CharField("usulan", max_length=200, blank=True)
    problem = models.TextField("masalah", blank=True)
    expected_output = models.TextField("hasil yang diharapkan", blank=True)
    street = models.CharField("nama jalan atau gang", max_length=160, blank=True)
    rt = models.CharField("RT", max_length=60, blank=True)
    rw = models.CharField("RW", max_length=60, blank=True)
    latitude = models.DecimalField("lintang", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("bujur", max_digits=9, decimal_places=6, null=True, blank=True)
    position_warning = models.CharField(max_length=200, blank=True, editable=False)
    volume = models.DecimalField("volume", max_digits=14, decimal_places=3, null=True, blank=True)
    unit = models.CharField("satuan", max_length=30, blank=True)
    unit_price = models.BigIntegerField("harga satuan", null=True, blank=True)
    price_basis = models.CharField(
        "dasar harga", max_length=8, choices=CatalogueItem.PriceBasis.choices, blank=True
    )
    budget = models.BigIntegerField("anggaran", null=True, blank=True)
    funding = models.CharField("sumber dana", max_length=14, choices=Funding.choices, default=Funding.APBD)
    people = models.PositiveIntegerField("penerima manfaat (jiwa)", null=True, blank=True)
    households = models.PositiveIntegerField("penerima manfaat (KK)", null=True, blank=True)
    rkpd_priority = models.ForeignKey(
        "proposals.RkpdPriority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="prioritas RKPD",
    )
    land_status = models.CharField("status lahan", max_length=10, choices=LandStatus.choices, blank=True)
    target_agency = models.ForeignKey(
        "regions.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Perangkat Daerah tujuan",
    )
    contact = models.CharField("narahubung", max_length=120, blank=True)

    status = models.CharField(max_length=16, choices=[(s.key, s.label) for s in workflow.STATUSES.values()])
    version = models.PositiveIntegerField(default=1)
    act_until = models.DateTimeField(null=True, blank=True)
    returned_from = models.CharField(max_length=16, blank=True)
    closed_from = models.CharField(max_length=16, blank=True)
    is_recommended = models.BooleanField(default=False)
    redirect_count = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="carried")
    kelurahan_order = models.PositiveIntegerField(null=True, blank=True)
    kecamatan_order = models.PositiveIntegerField(null=True, blank=True)

    current_volume = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    current_price = models.BigIntegerField(null=True, blank=True)
    current_budget = models.BigIntegerField(null=True, blank=True)
    current_agency = models.ForeignKey(
        "regions.Agency", models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    current_sub_kegiatan = models.ForeignKey(
        "regions.Nomenclature", models.PROTECT, null=True, blank=True, related_name="+"
    )
    current_households = models.PositiveIntegerField(null=True, blank=True)
    current_readiness = models.PositiveSmallIntegerField(null=True, blank=True)

    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    endorsed_at = models.DateTimeField(null=True, blank=True)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "usulan"
        verbose_name_plural = "usulan"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(workflow.STATUSES)), name="proposal_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=list(workflow.ORIGINS)), name="proposal_source_is_known"
            ),
            models.CheckConstraint(
                condition=Q(volume__gt=0) | Q(volume=None), name="proposal_volume_positive"
            ),
            models.CheckConstraint(
                condition=Q(current_volume__gt=0) | Q(current_volume=None),
                name="proposal_current_volume_positive",
            ),
            models.CheckConstraint(
                condition=Q(budget__gte=0) | Q(budget=None), name="proposal_budget_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn", "lapsed"]) | Q(reference__isnull=False),
                name="proposal_numbered_once_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(source="musrenbang") | Q(kelurahan__isnull=False),
                name="musrenbang_has_kelurahan",
            ),
            models.UniqueConstraint(
                fields=["cycle", "carried_from"],
                condition=Q(carried_from__isnull=False) & ~Q(status="withdrawn"),
                name="proposal_carried_once_a_cycle",
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "kelurahan", "status", "-id"], name="proposal_of_kelurahan"),
            models.Index(fields=["cycle", "kecamatan", "status", "-id"], name="proposal_of_kecamatan"),
            models.Index(fields=["cycle", "current_agency", "status", "-id"], name="proposal_of_agency"),
            models.Index(fields=["cycle", "status", "-id"], name="proposal_of_cycle"),
            models.Index(
                "cycle", "kecamatan", "status", in_list("kelurahan_order"), "id", name="queue_of_kecamatan"
            ),
            models.Index(
                "cycle", "current_agency", "status", in_list("kecamatan_order"), "id", name="queue_of_agency"
            ),
            models.Index(
                fields=["act_until"], condition=Q(status="revision"), name="proposal_repair_deadline"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference or 'Draf'} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("proposals:detail", args=[self.uuid])

    @property
    def address(self) -> str:
        """Street, RT and RW in one line, as forms print it."""
        return say_address(self.street, self.rt, self.rw)
