"""The record of a musrenbang as a form; everything may still be missing while it is a draft."""

from datetime import date

from django import forms

from proposals.form_fields import CountField, TextField
from proposals.forums import participants
from proposals.minutes import GROUPS

LONGEST_REASON = 500
DAY = "Isi tanggal, misalnya 22/01/2020."
HOUR = "Isi jam, misalnya 09.00."


class DayField(forms.DateField):
    def __init__(self, label: str):
        super().__init__(
            label=label,
            required=False,
            widget=forms.DateInput(attrs={"type": "date", "data-width": "4"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
            error_messages={"invalid": DAY},
        )

    def clean(self, value) -> date | None:
        day = super().clean(value)
        if day and not 2000 <= day.year <= 2100:
            raise forms.ValidationError(f"Tahunnya tidak masuk akal. {DAY}")
        return day


class HourField(forms.TimeField):
    def __init__(self, label: str):
        super().__init__(
            label=label,
            required=False,
            widget=forms.TimeInput(attrs={"type": "time", "data-width": "4"}, format="%H:%M"),
            input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
            error_messages={"invalid": HOUR},
        )


class PeopleField(TextField):
    """The text becomes the list of people; lines that cannot be read are named."""

    def clean(self, value) -> list[dict]:
        people, wrong = participants.read(super().clean(value))
        if wrong:
            raise forms.ValidationError(wrong[:8])
        return people

    def prepare_value(self, value):
        return participants.write(value) if isinstance(value, list) else value


class LinesField(TextField):
    """One entry a line, as a list."""

    def clean(self, value) -> list[str]:
        return [line.strip() for line in super().clean(value).split("\n") if line.strip()]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value


class MeetingForm(forms.Form):
    """`cleaned` holds the fields of a Forum: attendance by group, sessions by field, what was put aside and why."""

    held_on = DayField("Tanggal")
    starts_at = HourField("Mulai")
    ends_at = HourField("Selesai")
    place = TextField(label="Tempat", max_length=160)
    chair = TextField(label="Pimpinan musyawarah", max_length=120, help_text="Nama dan jabatan.")
    speakers = LinesField(
        label="Narasumber",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu baris satu orang: nama dan lembaga.",
    )
    participants = PeopleField(
        label="Peserta",
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=f"Satu baris satu orang: nama; usia; L atau P; lembaga; alamat. Boleh ditempel dari Excel. "
        f"Misalnya: {participants.EXAMPLE}. Nomor telepon dan NIK tidak disimpan.",
    )

    def __init__(self, *args, fields, rows, hall: str, **kwargs):
        """`fields` are the bidang, `rows` the proposals of the list; `hall` is an example of a place."""
        super().__init__(*args, **kwargs)
        self.fields["place"].help_text = f"Misalnya {hall}."
        self.bidang, self.rows = list(fields), list(rows)
        for key, label in GROUPS.items():
            for sex, word in (("l", "laki-laki"), ("p", "perempuan")):
                self.fields[f"hadir-{key}-{sex}"] = CountField(label=f"{label}, {word}")
        for field in self.bidang:
            self.fields[f"hasil-{field.code}"] = TextField(
                label=field.name, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
            )
        for row in self.rows:
            self.fields[f"tidak-{row.uuid}"] = forms.BooleanField(label="Belum disepakati", required=False)
            self.fields[f"alasan-{row.uuid}"] = TextField(
                label=f"Alasan {row.title}", max_length=LONGEST_REASON
            )

    @staticmethod
    def read(forum) -> dict:
        """The initial values of a draft."""
        if forum is None:
            return {}
        names = ("held_on", "starts_at", "ends_at", "place", "chair", "speakers", "participants")
        initial = {name: getattr(forum, name) for name in names}
        for key, (men, women) in forum.attendance.items():
            initial |= {f"hadir-{key}-l": men or None, f"hadir-{key}-p": women or None}
        initial |= {f"hasil-{code}": text for code, text in forum.sessions.items()}
        for item in forum.not_agreed:
            initial |= {f"tidak-{item['uuid']}": True, f"alasan-{item['uuid']}": item["reason"]}
        return initial

    @property
    def cleaned(self) -> dict:
        said = self.cleaned_data
        return {
            **{
                name: said[name]
                for name in ("held_on", "starts_at", "ends_at", "place", "chair", "speakers", "participants")
            },
            "attendance": {key: [said[f"hadir-{key}-l"] or 0, said[f"hadir-{key}-p"] or 0] for key in GROUPS},
            "sessions": {field.code: said[f"hasil-{field.code}"] for field in self.bidang},
            "not_agreed": [
                {"uuid": str(row.uuid), "reason": said[f"alasan-{row.uuid}"]}
                for row in self.rows
                if said[f"tidak-{row.uuid}"]
            ],
        }

    @property
    def groups(self) -> list[dict]:
        """The rows of the attendance table."""
        return [
            {"label": label, "boxes": (self[f"hadir-{key}-l"], self[f"hadir-{key}-p"])}
            for key, label in GROUPS.items()
        ]

    @property
    def sessions(self) -> list:
        return [self[f"hasil-{field.code}"] for field in self.bidang]

    @property
    def choices(self) -> list[dict]:
        """The proposals, each with its box and its reason."""
        return [
            {"row": row, "aside": self[f"tidak-{row.uuid}"], "reason": self[f"alasan-{row.uuid}"]}
            for row in self.rows
        ]
