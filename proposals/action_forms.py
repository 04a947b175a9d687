"""The form of one decision, drawn from what the action needs and takes (`workflow.ACTIONS`).

It draws and carries; it does not judge. `perform` cleans every input, and its sentences come back to the fields, so
that page, desk and API say the same. Desks reuse it: `ActionForm("verify", proposal, request.POST, user=request.user)`.
"""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from proposals import budget, workflow
from proposals.action_fields import FIELDS
from proposals.content import CARRIED
from proposals.models import Event
from proposals.refusals import Refused
from proposals.services.transitions import Outcome, perform

KEPT_ON_PAGE = (409, 422)  # answers after which the form is drawn again with what was typed


class ActionForm(forms.Form):
    """Fields for `action` on `proposal`; bound when `data` is given. `lead` is the chosen lead of a merge."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, action: str, proposal, data=None, *, user, lead=None, **kwargs):
        self.action = workflow.ACTIONS[action]
        self.proposal, self.user, self.lead = proposal, user, lead
        self.refusal = None  # the first of what `perform` answered
        self.changes = []  # what others did since this form was opened
        super().__init__(data, **kwargs)
        self.initial.setdefault("version", proposal.version)
        asked = {*self.action.needs, *self.action.takes}
        for name, build in FIELDS.items():
            field = build(self) if name in asked else None
            if field is not None:
                field.required = False
                self.fields[name] = field
        if lead is not None:
            self.fields["lead_version"] = forms.CharField(widget=forms.HiddenInput, initial=lead.version)

    def full_clean(self):
        """Keep every input as it was typed; errors come from `perform`."""
        self._errors = ErrorDict()
        if self.is_bound:
            self.cleaned_data = {
                name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                for name, field in self.fields.items()
            }

    @property
    def inputs(self) -> dict[str, Any]:
        """What `perform` takes, as typed."""
        raw = {
            name: self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name in self.fields
            if name != "version"
        }
        for name, read in (("lead", self._read_lead), ("sub_kegiatan", _first_word)):
            if name in raw:
                raw[name] = read(raw[name] or "")
        return {name: value for name, value in raw.items() if name not in CARRIED or value}

    @property
    def seen_version(self) -> int:
        """The version that the person saw; -1, which nothing has, when it is unreadable."""
        typed = str(self.data.get(self.add_prefix("version"), ""))
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1

    def carry_out(self, *, by) -> Outcome | None:
        """Do it. None when it was refused with 409 or 422: the sentences then stand in the form.

        Other refusals (404, 403) are raised.
        """
        try:
            return perform(
                targets={self.proposal.uuid: self.seen_version}, action=self.action.key, by=by, **self.inputs
            ).require()
        except Refused as refused:
            if refused.http not in KEPT_ON_PAGE:
                raise
            self.take_refusal(refused)
            return None

    def take_refusal(self, refused: Refused) -> None:
        """Put each sentence at its field; after a conflict take the new version over, so that a second try counts."""
        self.refusal = refused.refusals[0]
        for name, sentence in self.refusal.fields.items():
            self.add_error(
                name if name in self.fields and not self.fields[name].widget.is_hidden else None, sentence
            )
        if self.refusal.code == "version":
            self._catch_up()

    @property
    def budget(self) -> int | None:
        """Volume × price as they stand in the form, or None."""
        values = {}
        for name in ("volume", "price"):
            field = self.fields.get(name)
            try:
                values[name] = field.clean(self[name].value()) if field else None
            except forms.ValidationError:
                return None
        try:
            return budget.compute(values["volume"], values["price"])
        except OverflowError:
            return None

    @property
    def has_budget(self) -> bool:
        return {"volume", "price"} <= set(self.fields)

    def _catch_up(self) -> None:
        seen = max(self.seen_version, 0)
        self.changes = list(
            Event.objects.filter(proposal=self.proposal, seq__gt=seen).select_related("by").order_by("seq")
        )
        self.proposal.refresh_from_db(fields=["version", "status"])
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(self.proposal.version)
        if self.lead is not None:
            self.lead.refresh_from_db(fields=["version", "status"])
            self.data[self.add_prefix("lead_version")] = str(self.lead.version)

    def _read_lead(self, typed: str) -> str:
        """The UUID of the proposal with this reference among the visible ones, else what was typed."""
        from proposals.lookup import find_by_reference

        found = find_by_reference(_first_word(typed), user=self.user)
        return str(found.uuid) if found else typed


def _first_word(typed: str) -> str:
    """The code of a choice that was picked as "code name"."""
    words = str(typed).split()
    return words[0] if words else ""
