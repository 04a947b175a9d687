"""The forms of the administration for accounts and deputies: each complaint says what to choose."""

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts import roles
from accounts.forms import RULES
from accounts.models import Deputy, User
from regions.indonesian import long_date

HEADS = ("lurah", "camat", "bappeda_head")  # of whom an office has one
ACTING = (Deputy.Capacity.PLH, Deputy.Capacity.PLT)
LAST_ADMINISTRATOR = (
    "Ini Administrator aktif yang terakhir. Buat atau aktifkan Administrator lain lebih dulu."
)


class NewAccountForm(UserCreationForm):
    """An account with its role, its office and a first password."""

    error_messages = {"password_mismatch": "Dua isian kata sandi berbeda. Ketik ulang keduanya."}

    class Meta:
        model = User
        fields = ("username", "full_name", "email", "role", "kelurahan", "kecamatan", "agency", "bidang")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        explain_first_password(self)

    def clean(self):
        cleaned = super().clean()
        fit_role_and_office(self)
        grant_administration(self)
        return cleaned


class AccountForm(UserChangeForm):
    """An existing account; its password has a page of its own."""

    def clean(self):
        cleaned = super().clean()
        fit_role_and_office(self)
        self._keep_one_administrator()
        grant_administration(self)
        return cleaned

    def _keep_one_administrator(self):
        before = User.objects.get(pk=self.instance.pk)
        stays = self.cleaned_data.get("role") == "administrator" and self.cleaned_data.get("is_active")
        others = User.objects.filter(role="administrator", is_active=True).exclude(pk=before.pk)
        if before.role == "administrator" and before.is_active and not stays and not others.exists():
            self.add_error("role" if self.cleaned_data.get("is_active") else "is_active", LAST_ADMINISTRATOR)


class AccountPasswordForm(AdminPasswordChangeForm):
    """A new password for somebody else. Closing an account is the tick "aktif", not an unusable password."""

    error_messages = {"password_mismatch": "Dua isian kata sandi berbeda. Ketik ulang keduanya."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True
        explain_first_password(self)


class DeputyForm(forms.ModelForm):
    """Who stands in, for which office, and for how long."""

    class Meta:
        model = Deputy
        fields = (
            "person", "role", "kelurahan", "kecamatan", "agency", "capacity", "letter_number", "starts_on", "ends_on"
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            ("", "Pilih peran"),
            *((key, label) for key, label in roles.CHOICES if key != "administrator"),
        ]

    def clean(self):
        cleaned = super().clean()
        fit_role_and_office(self)
        person = self.cleaned_data.get("person")
        if person is not None and person.role == "administrator":
            self.add_error("person", "Administrator tidak menangani usulan. Pilih pengguna lain.")
        if not self.errors:
            self._refuse_overlaps()
        return cleaned

    def _refuse_overlaps(self):
        """One act needs one answer to "as whom": not twice the same, and one acting head of an office at a time."""
        given = self.cleaned_data
        office = {name: given.get(name) for name in roles.OFFICE_NAMES}
        person, role = given["person"], given["role"]
        if person.role == role and all(getattr(person, name) == office[name] for name in office):
            self.add_error("person", f"{person} sudah memegang peran itu di kantor ini. Pilih pengguna lain.")
            return
        meanwhile = Deputy.objects.filter(
            role=role, starts_on__lte=given["ends_on"], ends_on__gte=given["starts_on"], **office
        ).exclude(pk=self.instance.pk)
        own = meanwhile.filter(person=person).first()
        if own is not None:
            self.add_error(
                "starts_on", f"{person} sudah tercatat {_tell_deputy(own)}. Ubah catatan itu saja."
            )
        elif role in HEADS and given["capacity"] in ACTING:
            other = meanwhile.filter(capacity__in=ACTING).select_related("person").first()
            if other is not None:
                self.add_error(
                    "starts_on",
                    f"{other.person} sudah tercatat {_tell_deputy(other)}. Satu jabatan hanya punya satu Plh. "
                    "atau Plt. pada satu waktu: akhiri catatan itu lebih dulu.",
                )


def _tell_deputy(deputy: Deputy) -> str:
    period = f"{long_date(deputy.starts_on)} sampai {long_date(deputy.ends_on)}"
    return f"sebagai {deputy.capacity} {deputy.get_role_display()} {period} (surat {deputy.letter_number})"


def explain_first_password(form) -> None:
    form.fields["password1"].label = "Kata sandi pertama"
    form.fields["password1"].help_text = RULES
    form.fields["password2"].label = "Kata sandi pertama, sekali lagi"
    form.fields["password2"].help_text = "Sampaikan langsung kepada orangnya, dan minta segera diganti."


def fit_role_and_office(form) -> None:
    """Complain at each office field that does not fit the chosen role, and at a bidang outside Bappeda."""
    role = form.cleaned_data.get("role")
    offices = {
        field: form.cleaned_data.get(field) for field in roles.OFFICE_NAMES if field not in form.errors
    }
    for field, sentence in roles.complain_about_offices(role, offices).items():
        form.add_error(field, sentence)
    if role and role not in roles.BIDANG and form.cleaned_data.get("bidang"):
        form.add_error(
            "bidang", f"Kosongkan Mitra Bidang: peran {roles.ROLES[role].label} bukan bagian Bappeda."
        )


def grant_administration(form) -> None:
    """The administration is open to the role Administrator and to nobody else."""
    administrator = form.cleaned_data.get("role") == "administrator"
    form.instance.is_superuser = form.instance.is_staff = administrator
