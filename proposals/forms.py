"""The one form that cleans what a proposal says: used by pages, API and import alike."""

from django import forms

from proposals import budget, position
from proposals.form_fields import (
    CountField,
    RowChoiceField,
    RupiahField,
    TextField,
    UnitNumbersField,
    VolumeField,
)
from proposals.models import CatalogueItem, Field, Proposal, RkpdPriority
from regions.models import Agency, Kelurahan

# What each step of the form holds; the desk draws it, completeness names the step.
STEPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "masalah": (
        "Masalah dan usulan",
        ("title", "problem", "expected_output", "proposer", "field", "councillor", "faction"),
    ),
    "lokasi": ("Lokasi dan foto", ("kelurahan", "street", "rt", "rw", "latitude", "longitude")),
    "volume": (
        "Volume dan anggaran",
        (
            "catalogue_item",
            "justification",
            "kind",
            "volume",
            "unit",
            "unit_price",
            "price_basis",
            "funding",
            "target_agency",
        ),
    ),
    "penerima": (
        "Penerima manfaat dan lahan",
        ("households", "people", "rkpd_priority", "land_status", "contact"),
    ),
}
STEP_OF = {name: step for step, (_, names) in STEPS.items() for name in names}


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProposalForm(forms.Form):
    """Every editable value, none required: a draft may be incomplete. Completeness is asked at submit."""

    title = TextField(
        label="Usulan",
        max_length=200,
        help_text="Apa yang diminta dan di mana, misalnya: Perbaikan saluran drainase Jl. Melati RT 03/RW 05.",
    )
    problem = TextField(
        label="Masalah", widget=_area(4), help_text="Apa yang terjadi sekarang dan siapa yang terkena."
    )
    expected_output = TextField(
        label="Hasil yang diharapkan", widget=_area(2), help_text="Yang ada setelah pekerjaan selesai."
    )
    proposer = TextField(
        label="Pengusul", max_length=80, help_text="RW, LPM, PKK, Karang Taruna, atau lainnya."
    )
    councillor = TextField(label="Anggota DPRD", max_length=120)
    faction = TextField(label="Fraksi", max_length=60)
    field = RowChoiceField(
        Field.objects.all(), to_field_name="code", label="Bidang", required=False, empty_label="Pilih bidang"
    )
    kelurahan = RowChoiceField(
        Kelurahan.objects.all(),
        to_field_name="code",
        label="Kelurahan",
        required=False,
        empty_label="Pilih kelurahan",
    )
    street = TextField(label="Nama jalan atau gang", max_length=160, help_text="Tanpa RT dan RW.")
    rt = UnitNumbersField(label="RT", max_length=60)
    rw = UnitNumbersField(label="RW", max_length=60)
    latitude = forms.DecimalField(
        label="Lintang",
        required=False,
        max_digits=9,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    longitude = forms.DecimalField(
        label="Bujur",
        required=False,
        max_digits=9,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    catalogue_item = RowChoiceField(
        CatalogueItem.objects.none(),
        to_field_name="code",
        label="Jenis pekerjaan dari kamus usulan",
        required=False,
        empty_label="Tidak ada di kamus",
    )
    justification = TextField(
        label="Alasan di luar kamus", widget=_area(2), help_text="Isi bila pekerjaan ini tidak ada di kamus."
    )
    kind = forms.ChoiceField(
        label="Jenis", required=False, choices=[("", "Pilih jenis"), *CatalogueItem.Kind.choices]
    )
    volume = VolumeField(label="Volume", help_text="Tulis angkanya saja.")
    unit = TextField(label="Satuan", max_length=30, help_text="Terisi dari kamus.")
    unit_price = RupiahField(label="Harga satuan", help_text="Boleh diubah bila ada dasar harga lain.")
    price_basis = forms.ChoiceField(
        label="Dasar harga",
        required=False,
        choices=[("", "Pilih dasar harga"), *CatalogueItem.PriceBasis.choices],
    )
    funding = forms.ChoiceField(label="Sumber dana", required=False, choices=Proposal.Funding.choices)
    target_agency = RowChoiceField(
        Agency.objects.filter(is_active=True),
        to_field_name="code",
        label="Perangkat Daerah tujuan",
        required=False,
        empty_label="Pilih Perangkat Daerah",
    )
    households = CountField(label="Penerima manfaat (KK)")
    people = CountField(label="Penerima manfaat (jiwa)")
    rkpd_priority = RowChoiceField(
        RkpdPriority.objects.none(),
        to_field_name="number",
        label="Prioritas RKPD",
        required=False,
        empty_label="Pilih prioritas",
    )
    land_status = forms.ChoiceField(
        label="Status lahan",
        required=False,
        choices=[("", "Pilih status lahan"), *Proposal.LandStatus.choices],
        help_text="Hanya untuk pekerjaan fisik.",
    )
    contact = TextField(
        label="Narahubung", max_length=120, help_text="Nama dan nomor telepon. Hanya dilihat petugas."
    )

    def __init__(self, data=None, *, cycle, place=None, only=None, **kwargs):
        """`place` is the kelurahan of the office, for position checks; `only` names the values given."""
        super().__init__(data, **kwargs)
        self.place = place
        self.fields["catalogue_item"].queryset = CatalogueItem.objects.filter(
            planning_year=cycle.planning_year, is_active=True
        ).select_related("agency", "sub_kegiatan", "field")
        self.fields["rkpd_priority"].queryset = RkpdPriority.objects.filter(planning_year=cycle.planning_year)
        if only is not None:
            for name in set(self.fields) - set(only):
                del self.fields[name]
        for field in self.fields.values():
            field.error_messages.setdefault("invalid_choice", "")
            if isinstance(field, forms.ModelChoiceField):
                field.error_messages["invalid_choice"] = (
                    f"{field.label}: pilihan ini tidak dikenal. Pilih dari daftar."
                )
            elif isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = f"{field.label}: pilih salah satu dari daftar."

    def clean_latitude(self):
        return self._coordinate("latitude")

    def clean_longitude(self):
        return self._coordinate("longitude")

    def _coordinate(self, name):
        value = self.cleaned_data[name]
        return None if value is None else round(value, 6)

    def clean_kind(self):
        return self.cleaned_data["kind"] or ""

    def clean_funding(self):
        return self.cleaned_data["funding"] or Proposal.Funding.APBD

    def clean(self):
        values = super().clean()
        self._check_budget(values)
        self._check_position(values)
        return values

    def _check_budget(self, values) -> None:
        try:
            budget.compute(values.get("volume"), values.get("unit_price"))
        except OverflowError:
            self.add_error(
                "unit_price",
                "Anggaran terlalu besar untuk disimpan. Periksa jumlah nol pada harga dan volume.",
            )

    def _check_position(self, values) -> None:
        latitude, longitude = values.get("latitude"), values.get("longitude")
        if latitude is None or longitude is None:
            return
        if not position.is_in_city(latitude, longitude):
            self.add_error(
                "latitude", "Titik ini di luar Kota Tangerang. Periksa koordinatnya atau geser titik di peta."
            )
