"""Criteria sets: what proposals of a cycle are judged by, as versioned data."""

from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.db.models import Q

from bappeda import measuring


class CriteriaSetQuerySet(models.QuerySet):
    def in_force(self, cycle):
        """The latest version of a cycle's set that is no draft, with its criteria; None when there is none."""
        whole = self.filter(cycle=cycle, is_draft=False)
        return whole.order_by("-version").prefetch_related("criteria").first()


class CriteriaSet(models.Model):
    """One version of the criteria of a cycle: a draft, of which a cycle has one at most, until it is put in force.

    Only drafts are edited, so that what people mark by never changes under their hands. `locked_at`: a published
    run uses it.

    `pairwise`: the judgements of which the weights were derived (AHP), empty when they were typed:
    `{"keys": [criterion keys], "judgements": [["1", "3", …], …]}`, a reciprocal matrix of fractions as text.
    """

    cycle = models.ForeignKey(
        "proposals.PlanningCycle",
        models.CASCADE,
        related_name="criteria_sets",
        verbose_name="tahun perencanaan",
    )
    version = models.PositiveIntegerField("versi", default=1)
    title = models.CharField("nama", max_length=120)
    min_marks = models.PositiveSmallIntegerField(
        "nilai paling sedikit tiap kriteria",
        default=1,
        help_text="Tidak menilai tidak dihitung sebagai nilai.",
    )
    reviewers_per_proposal = models.PositiveSmallIntegerField("penilai tiap usulan", default=2)
    pairwise = models.JSONField("perbandingan berpasangan", default=dict, blank=True, editable=False)
    is_draft = models.BooleanField("rancangan", default=False, editable=False)
    in_force_at = models.DateTimeField("berlaku sejak", null=True, blank=True, editable=False)
    in_force_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="diberlakukan oleh",
    )
    locked_at = models.DateTimeField("dikunci", null=True, blank=True, editable=False)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "-version"]
        verbose_name = "perangkat kriteria"
        verbose_name_plural = "perangkat kriteria"
        constraints = [
            models.UniqueConstraint(fields=["cycle", "version"], name="one_criteria_set_a_version"),
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(is_draft=True), name="one_draft_of_criteria_a_cycle"
            ),
            models.CheckConstraint(
                condition=Q(min_marks__gte=1),
                name="criteria_set_asks_for_a_mark",
                violation_error_message="Paling sedikit satu penilai harus menilai.",
            ),
            models.CheckConstraint(
                condition=Q(reviewers_per_proposal__gte=models.F("min_marks")),
                name="criteria_set_has_enough_reviewers",
                violation_error_message="Jumlah penilai tidak boleh kurang dari jumlah nilai paling sedikit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, versi {self.version}"

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class Criterion(models.Model):
    """One criterion. `bands` is read by `measuring.read_bands`; `descriptors` holds what each level 1–5 means."""

    class Source(models.TextChoices):
        MARK = "mark", "Nilai penilai"
        CATALOGUE = "catalogue", "Kamus usulan"
        FIELD = "field", "Isian usulan"
        ORDER = "order", "Urutan kecamatan"

    class Type(models.TextChoices):
        BENEFIT = "benefit", "Manfaat: makin tinggi makin baik"
        COST = "cost", "Biaya: makin rendah makin baik"

    class FieldName(models.TextChoices):
        HOUSEHOLDS = "current_households", "Keluarga penerima manfaat (KK)"
        READINESS = "current_readiness", "Kesiapan lahan dan teknis dari Perangkat Daerah (1–5)"
        BUDGET = "current_budget", "Anggaran (rupiah)"
        PEOPLE = "people", "Penerima manfaat (jiwa)"
        LAND = "land_status", "Status lahan"

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="criteria")
    key = models.SlugField("kunci", max_length=30)
    label = models.CharField("kriteria", max_length=120)
    question = models.CharField("pertanyaan", max_length=200, blank=True)
    official_heading = models.CharField("judul kolom formulir resmi", max_length=120, blank=True)
    source = models.CharField("sumber nilai", max_length=10, choices=Source.choices)
    type = models.CharField("sifat", max_length=8, choices=Type.choices, default=Type.BENEFIT)
    weight = models.DecimalField("bobot", max_digits=6, decimal_places=5)
    field_name = models.CharField("isian", max_length=20, choices=FieldName.choices, blank=True)
    bands = models.JSONField("kelompok nilai", default=dict, blank=True)
    descriptors = models.JSONField("arti tingkat 1–5", default=dict, blank=True)
    position = models.PositiveSmallIntegerField("urutan tampil", default=1)

    class Meta:
        ordering = ["criteria_set", "position", "pk"]
        verbose_name = "kriteria"
        verbose_name_plural = "kriteria"
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "key"], name="one_criterion_a_key"),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=1),
                name="criterion_weight_is_a_share",
                violation_error_message="Bobot antara 0 dan 1.",
            ),
            models.CheckConstraint(
                condition=Q(source__in=measuring.SOURCES), name="criterion_source_is_known"
            ),
            models.CheckConstraint(
                condition=Q(source="field") ^ Q(field_name=""),
                name="criterion_field_fits_source",
                violation_error_message="Isian hanya dan harus dipilih bila sumbernya isian usulan.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def rule(self) -> measuring.Criterion:
        """The criterion as the arithmetic reads it. Raises ValueError when its bands say nothing clear."""
        return measuring.Criterion(
            key=self.key,
            weight=Fraction(Decimal(self.weight)),
            source=self.source,
            field=self.field_name,
            bands=measuring.read_bands(self.bands) if self.source == self.Source.FIELD else measuring.Bands(),
            type=self.type,
        )
