"""What people type on the pages of Bappeda."""

from django import forms

from accounts.models import User
from bappeda.models import Assessment
from bappeda.room import ABSTAIN, NAME
from proposals import workflow
from proposals.form_fields import TextField
from proposals.models import Ceiling
from proposals.services.ceilings import HOLDERS
from regions.indonesian import group
from regions.models import Agency, Kecamatan, Kelurahan
from regions.typed import read_rupiah, tell_unread

LONG = {"rows": 3}


def read_marks(post, keys) -> dict:
    """The radio buttons of a sheet: 1–5, None for an abstention, and whatever else was sent, for the service."""
    marks = {}
    for key in keys:
        given = post.get(NAME.format(key), "")
        if given == ABSTAIN:
            marks[key] = None
        elif given:
            marks[key] = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else given
    return marks


class SheetForm(forms.Form):
    """The words of a sheet beside its marks."""

    note = TextField(
        label="Catatan",
        widget=forms.Textarea(attrs=LONG),
        help_text="Dibaca Admin Bappeda dan penilai lain. Wajib bila ada kriteria yang tidak dinilai.",
    )
    suggestion = forms.ChoiceField(
        label="Saran",
        required=False,
        choices=[("", "Tidak ada"), *Assessment.Suggestion.choices],
        help_text="Hanya saran: yang memutuskan Admin Bappeda.",
        error_messages={"invalid_choice": "Pilih saran dari daftar."},
    )
    abstain_reason = TextField(
        label="Alasan tidak menilai",
        max_length=300,
        help_text="Misalnya: pernah ikut merencanakan pekerjaan ini.",
    )


class SupersedeForm(forms.Form):
    """Why a published list is replaced."""

    category = forms.ChoiceField(
        label="Golongan alasan",
        choices=list(workflow.SUPERSEDE_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pilih golongan alasan perubahan.",
            "invalid_choice": "Pilih golongan alasan perubahan.",
        },
    )
    text = TextField(
        label="Alasan",
        widget=forms.Textarea(attrs=LONG),
        required=True,
        help_text="Alasan ini dibaca pengusul dan warga.",
        error_messages={"required": "Tulis alasan perubahan; alasan ini dibaca pengusul dan warga."},
    )


class ReviewerForm(forms.Form):
    """To whom chosen proposals are given."""

    reviewer = forms.ModelChoiceField(
        label="Berikan kepada",
        queryset=User.objects.none(),
        empty_label="Pilih penilai",
        error_messages={
            "required": "Pilih Penilai Bappeda yang aktif.",
            "invalid_choice": "Pilih Penilai Bappeda yang aktif.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = User.objects.filter(
            role="bappeda_reviewer", is_active=True
        ).order_by("full_name", "pk")


class MoveForm(forms.Form):
    """To whom open sheets of a reviewer go; nobody named means whoever carries least."""

    target = forms.ModelChoiceField(
        label="Pindahkan kepada",
        queryset=User.objects.none(),
        required=False,
        empty_label="Bagi rata kepada penilai lain",
        error_messages={"invalid_choice": "Pilih Penilai Bappeda yang aktif."},
    )
    with_begun = forms.BooleanField(
        label="Termasuk lembar yang sudah mulai diisi",
        required=False,
        help_text="Isiannya tetap tersimpan dan terbuka lagi bila lembar kembali kepada penilai ini.",
    )

    def __init__(self, *args, source, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = (
            User.objects.filter(role="bappeda_reviewer", is_active=True)
            .exclude(pk=source.pk)
            .order_by("full_name", "pk")
        )


class InviteForm(forms.Form):
    """Why a proposal is marked again."""

    reason = TextField(
        label="Alasan",
        max_length=300,
        required=True,
        help_text="Dibaca penilai yang diundang. Misalnya: arti tingkat 4 pada kriteria 1 sudah disepakati.",
        error_messages={"required": "Tulis alasan mengundang menilai ulang; penilai membacanya."},
    )


class ConflictForm(forms.Form):
    """An office that a reviewer will not judge, and why."""

    office = forms.ChoiceField(
        label="Kantor",
        help_text="Kecamatan mencakup semua kelurahannya.",
        error_messages={
            "required": "Pilih tepat satu kantor.",
            "invalid_choice": "Pilih kantor dari daftar.",
        },
    )
    reason = TextField(
        label="Alasan",
        max_length=300,
        required=True,
        error_messages={"required": "Tulis alasan benturan kepentingan."},
    )

    KINDS = {"kecamatan": Kecamatan, "kelurahan": Kelurahan, "agency": Agency}
    LABELS = {"kecamatan": "Kecamatan", "kelurahan": "Kelurahan", "agency": "Perangkat Daerah"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [
            ("", "Pilih kantor"),
            *(
                (
                    self.LABELS[kind],
                    [(f"{kind}:{row.code}", str(row)) for row in model.objects.order_by("name")],
                )
                for kind, model in self.KINDS.items()
            ),
        ]

    def read_office(self) -> dict:
        """The chosen office as the input of `declare_conflict`."""
        kind, _, code = self.cleaned_data["office"].partition(":")
        return {kind: self.KINDS[kind].objects.get(code=code)}


class AmountField(forms.CharField):
    """Whole rupiah of a ceiling, also below zero, so that it can be refused in words."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "data-rupiah": ""}), **kwargs)

    def to_python(self, value):
        typed = str(value or "")
        if not typed.strip():
            return None
        amount = read_rupiah(typed)
        if amount is None:
            raise forms.ValidationError(tell_unread("pagu"), code="type")
        return amount

    def prepare_value(self, value):
        return group(value) if isinstance(value, int) else value


class CeilingForm(forms.Form):
    """A new version of one ceiling; `holder` is the code of the office or field, empty for the city and pokir."""

    target = forms.ChoiceField(
        label="Pagu",
        error_messages={"required": "Pilih pagu yang diubah.", "invalid_choice": "Pilih pagu dari daftar."},
    )
    amount = AmountField(
        label="Jumlah baru",
        help_text="0 berarti tidak ada dana.",
        error_messages={"required": tell_unread("pagu")},
    )
    reason = TextField(
        label="Alasan",
        max_length=300,
        required=True,
        help_text="Dibaca kantor yang terkait.",
        error_messages={"required": "Tulis alasan perubahan pagu; alasan ini dibaca kantor yang terkait."},
    )
    effective_on = forms.DateField(
        label="Berlaku sejak",
        widget=forms.DateInput(attrs={"type": "date", "data-width": "6"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Isi tanggal mulai berlaku.",
            "invalid": "Tulis tanggal, misalnya 2020-03-24.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [("", "Pilih pagu"), *_list_targets()]

    def read_target(self) -> tuple[str, object]:
        """(kind, holder) for `set_ceiling`."""
        kind, _, code = self.cleaned_data["target"].partition(":")
        return kind, HOLDERS[kind][1].objects.get(code=code) if code else None


def _list_targets() -> list:
    """Every ceiling that may be set, grouped by kind: four queries."""
    rows = {model: list(model.objects.order_by("name")) for model in {model for _, model in HOLDERS.values()}}
    plain = [(kind.value, kind.label) for kind in Ceiling.Kind if kind.value not in HOLDERS]
    return [
        ("Kota", plain),
        *(
            (kind.label, [(f"{kind.value}:{row.code}", str(row)) for row in rows[HOLDERS[kind.value][1]]])
            for kind in Ceiling.Kind
            if kind.value in HOLDERS
        ),
    ]
