"""What a visitor types to have a receipt checked."""

import re

from django import forms

from proposals.genuine import is_number


class CheckForm(forms.Form):
    """Blanks and capitals do not matter; the hash may be typed in its groups of four."""

    nomor = forms.CharField(
        label="Nomor",
        max_length=50,
        help_text="Nomor usulan, kiriman, atau berita acara seperti tercetak, misalnya 2021-36.71.03.1002-0007.",
        error_messages={
            "required": "Isi nomor yang tercetak.",
            "max_length": "Nomor tidak sepanjang ini. Periksa lagi.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-width": "8"}),
    )
    sidik = forms.CharField(
        label="Sidik catatan (SHA-256)",
        max_length=120,
        help_text="64 huruf dan angka di bawah kode. Spasi boleh ada.",
        error_messages={
            "required": "Isi sidik yang tercetak.",
            "max_length": "Sidik lebih panjang dari 64 tanda. Periksa lagi.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_nomor(self):
        reference = self.cleaned_data["nomor"].strip().upper()
        if not is_number(reference):
            raise forms.ValidationError("Tulis nomor seperti tercetak, misalnya 2021-36.71.03.1002-0007.")
        return reference

    def clean_sidik(self):
        digest = re.sub(r"\s", "", self.cleaned_data["sidik"]).lower()
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise forms.ValidationError("Sidik terdiri dari 64 tanda: angka 0–9 dan huruf a–f. Periksa lagi.")
        return digest
