"""What Bappeda types about a set of criteria: its name, and one criterion."""

import re
from collections.abc import Sequence

from django import forms
from django.utils.html import format_html
from django.utils.text import slugify

from bappeda import measuring
from bappeda.models import Criterion
from proposals.form_fields import TextField
from proposals.models import CatalogueItem, Proposal
from regions.indonesian import group
from regions.typed import read_rupiah

LONG = {"rows": 2}
LEVELS = sorted(measuring.LEVELS)
ANY_KIND = ""
KINDS = ((ANY_KIND, "semua"), *CatalogueItem.Kind.choices)
EDGES = range(1, len(LEVELS))
LARGEST = 10**15


class EdgeField(forms.CharField):
    """Where a band begins: households, people or rupiah, so "Rp" may stand before it; also below zero."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
        super().__init__(required=False, widget=widget, **kwargs)

    def to_python(self, value):
        typed = str(value or "")
        if not typed.strip():
            return None
        edge = read_rupiah(typed)
        if edge is None or abs(edge) > LARGEST:
            raise forms.ValidationError("Tulis batas sebagai angka bulat, misalnya 40.", code="type")
        return edge

    def prepare_value(self, value):
        return group(value) if isinstance(value, int) else value


class FactsForm(forms.Form):
    """The name of a set and how many marks it asks for."""

    title = TextField(
        label="Nama perangkat",
        max_length=120,
        required=True,
        error_messages={"required": "Tulis nama perangkat kriteria."},
    )
    reviewers_per_proposal = forms.IntegerField(
        label="Penilai tiap usulan",
        min_value=1,
        max_value=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "2"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Tulis jumlah penilai, 1 sampai 20."
        ),
    )
    min_marks = forms.IntegerField(
        label="Nilai paling sedikit tiap kriteria",
        help_text="Tidak menilai tidak dihitung sebagai nilai. Usulan yang kurang dari ini tidak ikut diperingkat.",
        min_value=1,
        max_value=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "2"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Tulis jumlah nilai, 1 sampai 20."
        ),
    )


def _tell(label: str, note: str):
    return format_html("<b>{}</b><small>{}</small>", label, note)


SOURCE_CHOICES = [
    (Criterion.Source.MARK, _tell("Nilai penilai", "Penilai memilih tingkat 1–5 menurut arti tiap tingkat.")),
    (
        Criterion.Source.CATALOGUE,
        _tell("Kamus usulan", "Tingkat tetap pada jenis pekerjaan di kamus; usulan bebas dinilai penilai."),
    ),
    (
        Criterion.Source.FIELD,
        _tell("Isian usulan", "Dihitung dari satu isian, misalnya jumlah KK, menurut kelompok nilai."),
    ),
    (
        Criterion.Source.ORDER,
        _tell("Urutan kecamatan", "Dihitung dari tempat usulan dalam daftar prioritas kecamatannya."),
    ),
]
TYPE_CHOICES = [
    (
        Criterion.Type.BENEFIT,
        _tell(
            "Manfaat", "Makin tinggi makin baik: tingkat 5 mendapat seluruh bobot, tingkat 1 tidak mendapat."
        ),
    ),
    (
        Criterion.Type.COST,
        _tell(
            "Biaya", "Makin rendah makin baik: tingkat 1 mendapat seluruh bobot, tingkat 5 tidak mendapat."
        ),
    ),
]


class CriterionForm(forms.Form):
    """One criterion without its weight. Four edges for every kind together or for each; five levels for land."""

    label = TextField(
        label="Nama kriteria",
        max_length=120,
        required=True,
        error_messages={"required": "Tulis nama kriteria."},
    )
    question = TextField(
        label="Pertanyaan", max_length=200, help_text="Dibaca penilai di atas kelima tingkat."
    )
    official_heading = TextField(
        label="Judul kolom formulir resmi",
        max_length=120,
        help_text="Dipakai pada laporan. Boleh dikosongkan.",
    )
    key = forms.CharField(
        label="Kunci",
        required=False,
        help_text="Nilai yang sudah diberikan dan tingkat di kamus dicocokkan dengan kunci ini. "
        "Kosongkan agar dibuat dari nama.",
    )
    position = forms.IntegerField(
        label="Urutan tampil",
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "2"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Tulis urutan tampil, 1 sampai 99."
        ),
    )
    source = forms.ChoiceField(
        label="Dari mana nilainya",
        choices=SOURCE_CHOICES,
        widget=forms.RadioSelect(attrs={"class": "choices-cards"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Pilih dari mana nilainya."),
    )
    type = forms.ChoiceField(
        label="Sifat",
        choices=TYPE_CHOICES,
        widget=forms.RadioSelect(attrs={"class": "choices-cards"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Pilih manfaat atau biaya."),
    )
    field_name = forms.ChoiceField(
        label="Isian yang dipakai",
        required=False,
        choices=[("", "Pilih isian"), *Criterion.FieldName.choices],
        error_messages={"invalid_choice": "Pilih isian dari daftar."},
    )
    by_kind = forms.ChoiceField(
        label="Batas kelompok",
        required=False,
        choices=[("", "Sama untuk semua usulan"), ("1", "Berbeda untuk fisik dan nonfisik")],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Pilih salah satu."},
    )

    def __init__(self, *args, criterion: Criterion | None = None, position: int = 1, **kwargs):
        given = (
            describe(criterion) if criterion else {"source": "mark", "type": "benefit", "position": position}
        )
        super().__init__(*args, initial=given, **kwargs)
        for kind, label in KINDS:
            for number in EDGES:
                self.fields[name_edge(kind, number)] = EdgeField(
                    label=f"Batas bawah tingkat {number + 1} ({label})"
                )
        for value, label in Proposal.LandStatus.choices:
            self.fields[name_word(value)] = forms.TypedChoiceField(
                label=label,
                required=False,
                coerce=int,
                empty_value=1,
                choices=[(level, f"Tingkat {level}") for level in LEVELS],
                error_messages={"invalid_choice": "Pilih tingkat 1 sampai 5."},
            )
        for level in LEVELS:
            self.fields[name_descriptor(level)] = TextField(
                label=f"Tingkat {level}", max_length=300, widget=forms.Textarea(attrs=LONG)
            )

    def clean_key(self):
        key = (self.cleaned_data["key"] or "").strip()
        key = key or slugify(self.cleaned_data.get("label", "")).replace("-", "_")[:30].strip("_")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,30}", key):
            raise forms.ValidationError(
                "Tulis kunci paling banyak 30 huruf kecil, angka atau garis bawah, misalnya hak_dasar.",
                code="key",
            )
        return key

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("source") != Criterion.Source.FIELD or self.errors:
            return cleaned
        if not cleaned.get("field_name"):
            self.add_error("field_name", "Pilih isian yang dipakai untuk menghitung tingkatnya.")
            return cleaned
        try:
            measuring.read_bands(self.read_bands())
        except ValueError:
            kinds = [kind for kind, _ in self.kinds if not _are_rising(self.read_edges(kind))]
            for kind in kinds:
                self.add_error(
                    name_edge(kind, 1),
                    f"Isi keempat batas {dict(KINDS)[kind].lower()} dengan angka bulat yang makin besar.",
                )
        return cleaned

    @property
    def kinds(self):
        """The kinds that have edges of their own as the form says."""
        return KINDS[1:] if self.cleaned_data.get("by_kind") else KINDS[:1]

    def read_edges(self, kind: str) -> list[int | None]:
        return [self.cleaned_data.get(name_edge(kind, number)) for number in EDGES]

    def read_bands(self) -> dict:
        """The bands as they are kept, empty unless the source is a field."""
        if self.cleaned_data.get("source") != Criterion.Source.FIELD:
            return {}
        if self.cleaned_data["field_name"] == Criterion.FieldName.LAND:
            return {
                "levels": {value: self.cleaned_data[name_word(value)] for value in Proposal.LandStatus.values}
            }
        if self.cleaned_data.get("by_kind"):
            return {"edges": {kind: self.read_edges(kind) for kind, _ in KINDS[1:]}}
        return {"edges": self.read_edges(ANY_KIND)}

    def read_values(self) -> dict:
        """The columns of a criterion for `save_criterion`."""
        plain = ("key", "label", "question", "official_heading", "source", "type", "position")
        is_field = self.cleaned_data["source"] == Criterion.Source.FIELD
        return {
            **{name: self.cleaned_data[name] for name in plain},
            "field_name": self.cleaned_data["field_name"] if is_field else "",
            "bands": self.read_bands(),
            "descriptors": {
                str(level): words for level in LEVELS if (words := self.cleaned_data[name_descriptor(level)])
            },
        }

    @property
    def edge_groups(self) -> list[dict]:
        return [
            {"kind": kind or "any", "label": label, "fields": [self[name_edge(kind, n)] for n in EDGES]}
            for kind, label in KINDS
        ]

    @property
    def word_fields(self) -> list:
        return [self[name_word(value)] for value in Proposal.LandStatus.values]

    @property
    def descriptor_fields(self) -> list:
        return [self[name_descriptor(level)] for level in LEVELS]


def name_edge(kind: str, number: int) -> str:
    return f"edge_{kind or 'any'}_{number}"


def name_word(value: str) -> str:
    return f"word_{value}"


def name_descriptor(level: int) -> str:
    return f"level_{level}"


def describe(criterion: Criterion) -> dict:
    """A criterion as the form shows it; bands that say nothing clear are left empty."""
    plain = ("key", "label", "question", "official_heading", "source", "type", "position", "field_name")
    given = {name: getattr(criterion, name) for name in plain}
    given |= {name_descriptor(level): criterion.descriptors.get(str(level), "") for level in LEVELS}
    try:
        bands = criterion.rule.bands
    except ValueError:
        return given
    given["by_kind"] = "1" if bands.edges and ANY_KIND not in bands.edges else ""
    for kind, limits in bands.edges.items():
        given |= {name_edge(kind, number): limit for number, limit in zip(EDGES, limits, strict=True)}
    return given | {name_word(value): level for value, level in bands.levels.items()}


def _are_rising(limits: Sequence[int | None]) -> bool:
    return None not in limits and list(limits) == sorted(set(limits))
