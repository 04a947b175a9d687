"""Several proposals into one lead, as it was typed: tried out without a trace, then done whole or not at all.

Joint volume and households are those of everybody who was ticked, so that a half of them would make them wrong.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.forms.utils import ErrorDict

from proposals.form_fields import CountField, TextField, VolumeField
from proposals.models import Proposal
from proposals.refusals import Refusal, Refused
from proposals.services.transitions import perform

INPUTS = ("volume", "households", "text")


class MergeForm(forms.Form):
    """The joint figures. It keeps what was typed; `perform` judges it."""

    volume = VolumeField(
        label="Volume gabungan",
        help_text="Dalam satuan usulan utama. Tidak dijumlahkan oleh sistem: ruas yang sama dihitung satu kali.",
        widget=forms.TextInput({"inputmode": "decimal", "data-width": "6"}),
    )
    households = CountField(
        label="Penerima manfaat gabungan",
        help_text="Jumlah KK setelah digabung. KK yang sama dihitung satu kali.",
        widget=forms.TextInput({"inputmode": "numeric", "data-suffix": "KK", "data-width": "6"}),
    )
    text = TextField(
        label="Alasan",
        help_text="Boleh dikosongkan, misalnya: satu ruas dengan usulan utama. Dibaca para pengusul.",
        widget=forms.Textarea({"rows": 3}),
    )

    def full_clean(self):
        self._errors = ErrorDict()
        if self.is_bound:
            self.cleaned_data = {name: self.data.get(name, "") for name in INPUTS}


@dataclass(frozen=True)
class Wish:
    """Which rows are to go into which lead, at the versions that the person saw."""

    lead: Proposal | None
    chosen: Sequence[Proposal]
    versions: Mapping[UUID, int]
    given: Mapping[str, str]

    @classmethod
    def read(cls, rows: Sequence[Proposal], post: Mapping[str, str] | None) -> "Wish":
        """Without a post everything that waits here is chosen, and nothing leads."""
        if post is None:
            return cls(None, [row for row in rows if row.waits_here], {}, {})
        lead = next((row for row in rows if str(row.uuid) == post.get("utama")), None)
        return cls(
            lead,
            [row for row in rows if f"pilih-{row.uuid}" in post and row is not lead],
            {row.uuid: _read_version(post.get(f"versi-{row.uuid}", "")) for row in rows},
            {name: post.get(name, "") for name in INPUTS},
        )

    @property
    def complaint(self) -> str:
        """What is still to be chosen; empty when it can be tried."""
        if self.lead is None:
            return "Pilih satu usulan utama."
        return "" if self.chosen else "Centang paling sedikit satu usulan yang digabung ke usulan utama."

    @property
    def stamp(self) -> str:
        """Changes with anything that was chosen or typed, or moved since: what was tried out is what will be done."""
        told = [self.lead.uuid, self.lead.version, *((row.uuid, row.version) for row in self.chosen)]
        return hashlib.sha256(repr((told, sorted(self.given.items()))).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Trial:
    """What would happen: the lead's budget then, or why not, each by the proposal's UUID or by the input's name."""

    budget: int | None = None
    sentences: Mapping[UUID, str] | None = None
    fields: Mapping[str, str] | None = None
    general: str = ""
    http: int = 200


def try_out(wish: Wish, *, by) -> Trial:
    """Done and taken back."""
    with transaction.atomic():
        refused = _perform(wish, by=by)
        lead = Proposal.objects.filter(pk=wish.lead.pk).values_list("current_budget", flat=True)
        trial = _judge(refused) if refused else Trial(budget=lead[0])
        transaction.set_rollback(True)
    return trial


def carry_out(wish: Wish, *, by) -> Trial | None:
    """None when it was done; else why nothing was."""
    refused = _perform(wish, by=by, all_or_nothing=True)
    return _judge(refused) if refused else None


def _perform(wish: Wish, *, by, **how: Any) -> Sequence[Refusal]:
    targets = {row.uuid: wish.versions[row.uuid] for row in wish.chosen}
    lead = {"lead": wish.lead.uuid, "lead_version": wish.versions[wish.lead.uuid]}
    try:
        return perform(targets=targets, action="merge", by=by, **lead, **wish.given, **how).refused
    except Refused as refused:
        return refused.refusals


def _judge(refused: Sequence[Refusal]) -> Trial:
    """What all have in common (an input, the lead) is said once, the rest at its proposal."""
    first = refused[0]
    if first.fields:
        fields = dict(first.fields)
        general = fields.pop("lead", "")
        return Trial(fields=fields, general=general, http=first.http)
    if first.code == "lead" or (len({refusal.message for refusal in refused}) == 1 and len(refused) > 1):
        return Trial(general=first.message, http=first.http)
    return Trial(sentences={refusal.uuid: refusal.message for refusal in refused}, http=first.http)


def _read_version(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
