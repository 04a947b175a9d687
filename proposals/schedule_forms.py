"""The forms of the calendar: more time, other times, and closing early."""

from datetime import datetime

from django import forms
from django.utils import timezone

from proposals.form_fields import TextField
from regions.models import Agency, Kecamatan, Kelurahan

# Which kind of office works in which stage.
OFFICES = {"kelurahan": Kelurahan, "kecamatan": Kecamatan, "opd": Agency}
NAME_OF = {Kelurahan: "kelurahan", Kecamatan: "kecamatan", Agency: "agency"}


class MomentInput(forms.SplitDateTimeWidget):
    template_name = "proposals/widgets/moment.html"


class MomentField(forms.SplitDateTimeField):
    """Day and time in WIB, in two boxes."""

    def __init__(self, label: str, **kwargs):
        widget = MomentInput(
            date_attrs={"type": "date", "aria-label": f"{label}, tanggal"},
            time_attrs={"type": "time", "aria-label": f"{label}, jam"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        )
        errors = {
            "required": "Isi tanggal dan jam.",
            "invalid_date": "Isi tanggal, misalnya 14/02/2020.",
            "invalid_time": "Isi jam, misalnya 16:00.",
        }
        formats = {
            "input_date_formats": ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
            "input_time_formats": ["%H:%M", "%H.%M", "%H:%M:%S"],
        }
        super().__init__(label=label, widget=widget, error_messages=errors, **formats, **kwargs)

    def compress(self, parts) -> datetime | None:
        if parts and parts[0] and not 2000 <= parts[0].year <= 2100:
            raise forms.ValidationError("Tahunnya tidak masuk akal. Isi tanggal, misalnya 14/02/2020.")
        return super().compress(parts)


def _reason() -> TextField:
    return TextField(
        label="Alasan",
        max_length=300,
        help_text="Dibaca semua kantor, misalnya: Banjir 1 Januari menunda musrenbang.",
    )


class ExtensionForm(forms.Form):
    """More time for a stage. `office` lists the offices that work in it."""

    office = forms.ChoiceField(
        label="Untuk", required=False, error_messages={"invalid_choice": "Pilih kantor dari daftar."}
    )
    closes_at = MomentField("Diperpanjang sampai")
    reason = _reason()

    def __init__(self, *args, window, **kwargs):
        super().__init__(*args, **kwargs)
        self.model = OFFICES.get(window.stage)
        choices = [("", "Semua kantor")]
        if self.model is not None:
            choices += [(office.code, office.name) for office in self.model.objects.order_by("name")]
        self.fields["office"].choices = choices
        self.initial.setdefault("closes_at", window.closes_at)

    @property
    def holder(self) -> dict:
        """The office as `scheduling.extend` takes it: {"kelurahan": …}, or nothing for all."""
        code = self.cleaned_data["office"]
        return {NAME_OF[self.model]: self.model.objects.get(code=code)} if code else {}


class WindowForm(forms.Form):
    """Other opening and closing times of a stage."""

    opens_at = MomentField("Dibuka")
    closes_at = MomentField("Ditutup")
    reason = _reason()

    def __init__(self, *args, window, **kwargs):
        super().__init__(*args, **kwargs)
        if window.pk:
            self.initial.setdefault("opens_at", timezone.localtime(window.opens_at))
            self.initial.setdefault("closes_at", timezone.localtime(window.closes_at))


class CloseForm(forms.Form):
    """Closing a stage now."""

    reason = _reason()

    def __init__(self, *args, window, **kwargs):
        super().__init__(*args, **kwargs)
