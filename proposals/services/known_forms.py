"""Forms that clean one row after another: built once for each set of names, with every list of choices read once."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from proposals.form_fields import RowChoiceField
from proposals.forms import ProposalForm

LONGEST_KNOWN = 40  # letters of a value that rows are likely to share, such as a choice or a count


class PlainForm(ProposalForm):
    """Takes every value as it was given: no widget and no bound field stands between, which halves the time.

    What a field made of a short text is remembered for the next row: five thousand rows name a few dozen choices.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._made: dict[tuple[str, str], Any] = {}

    def _clean_fields(self):
        for name, value in self.data.items():
            try:
                self.cleaned_data[name] = self._make(name, value)
                if method := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = method()
            except ValidationError as unfit:
                self.add_error(name, unfit)

    def _make(self, name: str, value):
        """The field's clean value; a refusal is never remembered, so that its sentence is said each time."""
        if not isinstance(value, str) or len(value) > LONGEST_KNOWN:
            return self.fields[name].clean(value)
        known = (name, value)
        if known not in self._made:
            self._made[known] = self.fields[name].clean(value)
        return self._made[known]


class KnownForms:
    """The forms of one cycle and, for position checks, one kelurahan (or None)."""

    def __init__(self, cycle, place=None):
        self.cycle, self.place = cycle, place
        self._forms: dict[frozenset[str], ProposalForm] = {}
        self._known: dict[str, dict[str, object]] = {}

    def fill(self, values: Mapping[str, Any]) -> ProposalForm:
        """The form that holds exactly these values, not yet cleaned; the next call empties it again."""
        names = frozenset(values)
        form = self._forms.get(names)
        if form is None:
            form = self._forms[names] = self._build(names)
        form.data = dict(values)
        form._errors = None  # cleaned anew when it is asked
        return form

    def _build(self, names: frozenset[str]) -> ProposalForm:
        form = PlainForm({}, cycle=self.cycle, place=self.place, only=names)
        for name, field in form.fields.items():
            if isinstance(field, RowChoiceField):
                self._known[name] = field.remember(self._known.get(name))
        return form
