"""Forms that clean one row after another: built once for each set of names, with every list of choices read once."""

from collections.abc import Mapping
from typing import Any

from proposals.form_fields import RowChoiceField
from proposals.forms import ProposalForm


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
        form = ProposalForm({}, cycle=self.cycle, place=self.place, only=names)
        for name, field in form.fields.items():
            if isinstance(field, RowChoiceField):
                self._known[name] = field.remember(self._known.get(name))
        return form
