"""The filters of a list of proposals, for the page and the API alike. Codes, never keys of the database."""

import django_filters
from django.core.validators import RegexValidator
from django.db.models import Q

from proposals import workflow
from proposals.form_fields import TextField
from proposals.models import CatalogueItem, Proposal

CODE = RegexValidator(r"^[0-9A-Za-z._-]{1,30}\Z", "Kode ini tidak dikenal. Pilih dari daftar.")
LONGEST_WORDS = 100


class WordsFilter(django_filters.CharFilter):
    field_class = TextField


def _code(path: str, label: str) -> django_filters.CharFilter:
    return django_filters.CharFilter(field_name=path, label=label, validators=[CODE])


class ProposalFilter(django_filters.FilterSet):
    """Give it a queryset that is already inside the person's scope."""

    status = django_filters.MultipleChoiceFilter(
        label="Status", choices=[(s.key, s.label) for s in workflow.STATUSES.values()], distinct=False
    )
    kecamatan = _code("kecamatan__code", "Kecamatan")
    kelurahan = _code("kelurahan__code", "Kelurahan")
    agency = _code("current_agency__code", "Perangkat Daerah")
    field = _code("field__code", "Bidang")
    source = django_filters.ChoiceFilter(label="Sumber", choices=list(workflow.ORIGINS.items()))
    kind = django_filters.ChoiceFilter(label="Jenis", choices=CatalogueItem.Kind.choices)
    q = WordsFilter(label="Kata", method="filter_words", max_length=LONGEST_WORDS)

    class Meta:
        model = Proposal
        fields = ["status", "kecamatan", "kelurahan", "agency", "field", "source", "kind", "q"]

    def filter_words(self, queryset, name, value):
        """Every word must stand in the title, the reference or the street."""
        for word in value.split()[:8]:
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(reference__icontains=word) | Q(street__icontains=word)
            )
        return queryset
