"""The forms to ask and to answer. They draw and carry; `asking` judges, and its sentences come back to the fields."""

import uuid

from django import forms

from proposals.form_fields import TextField
from proposals.refusals import Refusal


class _Words(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    refusal: Refusal | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    def take_refusal(self, refusal: Refusal) -> None:
        self.refusal = refusal
        if not refusal.fields:
            self.add_error(None, refusal.message)
        for name, sentence in refusal.fields.items():
            self.add_error(name if name in self.fields else None, sentence)

    def full_clean(self):
        """The words as they were typed; what is wrong with them is said by the service."""
        super().full_clean()
        if self.is_bound:
            for name in set(self.fields) - {"key"}:
                self._errors.pop(name, None)
                self.cleaned_data[name] = self.data.get(self.add_prefix(name), "")


class AskForm(_Words):
    """A question. `voices` are the own parties, `others` those that may be asked."""

    speaker = forms.ChoiceField(label="Sebagai", required=False)
    to = forms.ChoiceField(label="Kepada", required=False)
    text = TextField(
        label="Pertanyaan",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dibaca semua kantor yang menangani usulan ini. Keputusan tetap lewat formulir keputusan.",
    )

    def __init__(self, *args, voices, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Pilih kantor"), *((party.key, party.name) for party in others)]
        if len(voices) > 1:
            self.fields["speaker"].choices = [(party.key, words) for party, words in voices]
        else:
            del self.fields["speaker"]


class AnswerForm(_Words):
    """An answer to one question."""

    text = TextField(label="Jawaban", widget=forms.Textarea(attrs={"rows": 3}))
