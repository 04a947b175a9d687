"""How a run is computed, and decisions beside its result."""

from collections.abc import Mapping

from django import forms

from bappeda import computing
from bappeda.forms import LONG
from bappeda.wording import ALLOCATIONS, METHODS, REVIEWERS, Choice
from proposals.form_fields import TextField


def _offer(choices: Mapping[str, Choice]) -> list[tuple[str, str]]:
    return [(value, f"{choice}.") for value, choice in choices.items()]


class RunForm(forms.Form):
    """By which rules a new run is computed, and its note. What is not chosen is as in `computing.RULES`."""

    method = forms.ChoiceField(label="Metode", choices=_offer(METHODS), widget=forms.RadioSelect)
    reviewers = forms.ChoiceField(
        label="Nilai dari beberapa penilai", choices=_offer(REVIEWERS), widget=forms.RadioSelect
    )
    normalised_places = forms.CharField(
        label="Pembulatan nilai ternormalisasi SAW",
        required=False,
        max_length=4,
        help_text="Banyaknya angka di belakang koma, 0 sampai 10. Kosong berarti tidak dibulatkan. Hanya untuk SAW.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "3"}),
    )
    allocation = forms.ChoiceField(
        label="Bila suatu usulan tidak muat dalam pagu",
        choices=_offer(ALLOCATIONS),
        widget=forms.RadioSelect,
    )
    note = TextField(label="Catatan perhitungan", widget=forms.Textarea(attrs=LONG))

    def read_rules(self) -> dict:
        """What was sent, for `freezing.freeze` to judge; a number where one was typed."""
        rules = dict(computing.RULES)
        for name in ("method", "reviewers", "allocation"):
            rules[name] = self.data.get(name) or rules[name]
        places = self.data.get("normalised_places", "").strip()
        rules["normalised_places"] = int(places) if places.isascii() and places.isdigit() else places or None
        return rules


class OverrideForm(forms.Form):
    """One proposal in or out, and why."""

    reference = forms.CharField(
        label="Nomor usulan", max_length=32, error_messages={"required": "Tulis nomor usulan."}
    )
    direction = forms.ChoiceField(
        label="Keputusan",
        choices=[
            ("in", "Dimasukkan: menjadi Prioritas, dananya disisihkan lebih dulu."),
            ("out", "Dikeluarkan: menjadi Cadangan, apa pun urutannya."),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pilih dimasukkan atau dikeluarkan.",
            "invalid_choice": "Pilih dimasukkan atau dikeluarkan.",
        },
    )
    reason = TextField(
        label="Alasan",
        max_length=500,
        required=True,
        widget=forms.Textarea(attrs=LONG),
        help_text="Dibaca Kepala Bappeda sebelum menyetujui, dan kantor yang membuka alasan peringkat.",
        error_messages={"required": "Tulis alasan keputusan ini."},
    )


class WithdrawForm(forms.Form):
    """Why a decision is taken back."""

    withdrawn_reason = TextField(label="Alasan mencabut", max_length=500, required=True)
