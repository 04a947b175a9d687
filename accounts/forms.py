"""The forms of log-in and of one's own password, in Indonesian."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError

from accounts.addresses import client_address
from accounts.services import lockout
from regions.indonesian import long_moment

FEW_TRIES = 2
RULES = (
    "Paling sedikit 12 huruf atau angka, bukan nama Anda, bukan kata sandi yang umum, dan bukan angka saja. Beberapa "
    "kata yang mudah diingat lebih aman daripada satu kata."
)


def refuse_unstorable(text: str) -> None:
    """NUL and lone surrogates never reach the database or the hasher."""
    if not lockout.is_storable(text):
        raise ValidationError(
            "Ada tanda yang tidak dapat disimpan. Ketik ulang tanpa tanda itu.", code="unstorable"
        )


class LoginForm(AuthenticationForm):
    """Says until when a lock lasts; says nothing about whether an account exists."""

    locked_until = None
    error_messages = {
        "invalid_login": "Nama pengguna dan kata sandi belum cocok. Periksa huruf besar dan angka, lalu coba lagi.",
        "inactive": "Nama pengguna dan kata sandi belum cocok. Periksa huruf besar dan angka, lalu coba lagi.",
        "locked": "Terlalu banyak kata sandi yang belum cocok. Coba lagi mulai %(until)s, atau minta kata sandi baru "
        "kepada Administrator.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label, missing in (
            ("username", "Nama pengguna", "Isi nama pengguna Anda."),
            ("password", "Kata sandi", "Isi kata sandi Anda."),
        ):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = missing
            self.fields[name].widget.attrs.update(autocapitalize="none", spellcheck="false")

    def get_invalid_login_error(self) -> ValidationError:
        who = {"username": self.cleaned_data["username"], "address": client_address(self.request)}
        self.locked_until = lockout.locked_until(**who)
        if self.locked_until:
            until = long_moment(self.locked_until)
            return ValidationError(self.error_messages["locked"], code="locked", params={"until": until})
        sentence = self.error_messages["invalid_login"]
        left = lockout.count_tries_left(**who)
        if left <= FEW_TRIES:
            sentence += f" Sisa percobaan: {left}."
        return ValidationError(sentence, code="invalid_login")


class OwnPasswordForm(PasswordChangeForm):
    """Old password, new password twice; the rules of settings.AUTH_PASSWORD_VALIDATORS."""

    error_messages = {
        "password_mismatch": "Dua isian kata sandi baru berbeda. Ketik ulang keduanya.",
        "password_incorrect": "Kata sandi sekarang belum cocok. Ketik ulang.",
        "same": "Kata sandi baru sama dengan yang sekarang. Pilih yang lain.",
    }
    old_password = forms.CharField(
        label="Kata sandi sekarang",
        strip=False,
        error_messages={"required": "Isi kata sandi Anda sekarang."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password1 = forms.CharField(
        label="Kata sandi baru",
        strip=False,
        help_text=RULES,
        error_messages={"required": "Isi kata sandi baru."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label="Kata sandi baru, sekali lagi",
        strip=False,
        error_messages={"required": "Ketik ulang kata sandi baru."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.validators = [refuse_unstorable]

    def clean(self):
        cleaned = super().clean()
        old, new = self.cleaned_data.get("old_password"), self.cleaned_data.get("new_password1")
        if new and old == new:
            self.add_error("new_password1", ValidationError(self.error_messages["same"], code="same"))
        return cleaned
