"""Form fields that take what officials really type: "Rp 1.250.000", "12,5", "2, 3, 09"."""

import re
from decimal import Decimal, InvalidOperation

from django import forms

from proposals import text
from regions.indonesian import group
from regions.typed import read_rupiah, read_whole, tell_unread

_ID_DECIMAL = re.compile(r"^\d{1,3}(?:\.\d{3})+(?:,\d+)?$|^\d+,\d+$")
_PLAIN_DECIMAL = re.compile(r"^-?\d+(?:\.\d+)?$")
_NUMBERS = re.compile(r"\d{1,3}")


class TextField(forms.CharField):
    """One line, or several with a Textarea; refuses what `proposals.text` refuses."""

    def __init__(self, *, max_length: int = text.LONGEST, **kwargs):
        kwargs.setdefault("required", False)
        self.longest = max_length
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("maxlength", str(max_length))

    def clean(self, value):
        if value not in self.empty_values and not isinstance(value, str):
            raise forms.ValidationError(f"{self.label}: isi dengan teks.", code="type")
        try:
            value = text.clean(
                value or "", longest=self.longest, lines=isinstance(self.widget, forms.Textarea)
            )
        except text.UnfitText as unfit:
            raise forms.ValidationError(str(unfit), code="text") from unfit
        return super().clean(value)


class RowChoiceField(forms.ModelChoiceField):
    """A row by its natural key. After `remember` it asks the database no more: for a form that cleans thousands."""

    known: dict[str, object] | None = None

    def remember(self, known: dict[str, object] | None = None) -> dict[str, object]:
        """Read every row once, or take over what another form has read; the rows by key."""
        if known is None:
            known = {str(getattr(row, self.to_field_name)): row for row in self.queryset}
        self.known = known
        return known

    def to_python(self, value):
        if self.known is None or value in self.empty_values:
            return super().to_python(value)
        found = self.known.get(str(value))
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


class RupiahField(forms.IntegerField):
    """Whole rupiah above zero, typed with or without "Rp" and dots."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "data-rupiah": ""}))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise forms.ValidationError(tell_unread("harga"), code="type")
        if isinstance(value, str) and (value := read_rupiah(value)) is None:
            raise forms.ValidationError(tell_unread("harga"), code="type")
        if value <= 0:
            raise forms.ValidationError("Harga harus lebih dari nol.", code="positive")
        if value > 10**15:
            raise forms.ValidationError(
                "Harga ini terlalu besar untuk disimpan. Periksa jumlah nolnya.", code="large"
            )
        return value

    def prepare_value(self, value):
        return group(value) if isinstance(value, int) else value


class VolumeField(forms.DecimalField):
    """A volume above zero with at most three decimals; comma or point as decimal mark."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        sentence = "Tulis angkanya saja, misalnya 120 atau 12,5."
        if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
            raise forms.ValidationError(sentence, code="type")
        typed = str(value).strip().replace("\u00a0", "")
        if isinstance(value, str) and _ID_DECIMAL.match(typed):  # as typed: "1.250" is 1250, "12,5" is 12.5
            typed = typed.replace(".", "").replace(",", ".")
        elif not _PLAIN_DECIMAL.match(typed):
            raise forms.ValidationError(sentence, code="type")
        try:
            number = Decimal(typed)
        except InvalidOperation:
            raise forms.ValidationError(sentence, code="type") from None
        if number <= 0:
            raise forms.ValidationError("Volume harus lebih dari nol.", code="positive")
        if number >= 10**11:
            raise forms.ValidationError(
                "Volume ini terlalu besar untuk disimpan. Periksa jumlah nolnya.", code="large"
            )
        if number != round(number, 3):
            raise forms.ValidationError("Volume paling banyak tiga angka di belakang koma.", code="decimals")
        return number

    def validate(self, value):
        forms.Field.validate(self, value)

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",")
        return value


class CountField(forms.IntegerField):
    """People or households: a whole number from zero, at most two thousand million."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        is_fit = isinstance(value, int | str) and not isinstance(value, bool)
        count = read_whole(str(value)) if is_fit else None
        if count is None or count < 0:
            raise forms.ValidationError("Tulis angka bulat saja, misalnya 34.", code="type")
        if count > 10_000_000:
            raise forms.ValidationError(
                "Jumlah ini lebih besar dari penduduk kota. Periksa angkanya.", code="large"
            )
        return count


class UnitNumbersField(TextField):
    """RT or RW as a list; "2, 3 dan 9" becomes "02, 03, 09"."""

    def clean(self, value):
        value = super().clean(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)
        if not value:
            return ""
        numbers = _NUMBERS.findall(value)
        rest = re.sub(r"[\d\s,;/.&–-]|dan|s\.?d\.?|sampai|rt|rw", "", value, flags=re.IGNORECASE)
        if not numbers or rest:
            raise forms.ValidationError(f"Isi nomor {self.label} dua angka, misalnya 05.", code="type")
        joined = "–" if re.search(r"[–-]|s\.?d|sampai", value) and len(numbers) == 2 else ", "
        return joined.join(f"{int(number):02d}" for number in numbers)
