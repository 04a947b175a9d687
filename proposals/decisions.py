"""The decision part of a desk's sheet: cards to choose from, the fields of each, the own column of figures.

It draws and carries; `judge` says what is possible and `perform` decides.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html

from accounts.offices import Standing, standings
from accounts.speaking import tell_standing
from proposals import levels, wording, workflow
from proposals.action_forms import KEPT_ON_PAGE, ActionForm
from proposals.offers import NOT_OFFERED
from proposals.permissions import judge
from proposals.refusals import Refused
from proposals.services.transitions import Outcome, perform
from proposals.turns import describe_turn
from regions.indonesian import rupiah

FIGURES = ("volume", "price", "households")  # what the own column of the table holds
ICONS = {
    "recommend": "check-lg", "forward": "send", "verify": "check-circle-fill", "fund_local": "wallet2",
    "return": "arrow-return-left", "merge": "sign-merge-left", "refer": "arrow-up-right-circle",
    "redirect": "arrow-left-right", "object": "exclamation-circle-fill", "reject": "x-circle-fill",
}  # fmt: skip


@dataclass
class Card:
    """One decision to choose. `blocked` is why it cannot be taken; `form` is None until it is drawn."""

    action: workflow.Action
    note: str
    label: str
    blocked: str = ""
    chosen: bool = False
    form: ActionForm | None = None
    fields: list = field(default_factory=list)
    acting: str = ""  # as whom it will be recorded, for whoever could act as somebody else
    fields_url: str = ""  # where the fields of an act that is drawn on demand come from
    extra_template: str = ""  # what a desk adds above the fields
    extra: Any = None

    @property
    def key(self) -> str:
        return self.action.key

    @property
    def icon(self) -> str:
        return ICONS[self.key]


class Decision:
    """What may be decided at this desk about one proposal, bound to what was typed when there is `data`."""

    def __init__(self, desk, row, user, *, now, windows, data=None, choose: str = "", initial=None):
        self.desk, self.row, self.user = desk, row, user
        self.data = self._with_version(data, data.get("version", "")) if data is not None else None
        self._now, self._windows = now, windows
        self._initial = initial or {}  # what was picked on another page for the fields
        self.choose = choose if choose in desk.actions else ""
        self.trouble: ActionForm | None = None  # the form that was refused
        self._forms: dict[str, ActionForm] = {}
        self._named: dict[Standing | None, str] = {}

    def form(self, action: str) -> ActionForm:
        """The form of one act; inputs carry its name, so that several stand on one page."""
        if action not in self._forms:
            self._forms[action] = ActionForm(
                action,
                self.row,
                self.data,
                user=self.user,
                prefix=action,
                auto_id="id_%s",
                initial=dict(self._initial),
            )
            code = self._forms[action].fields.get("sub_kegiatan")
            if code is not None:
                code.widget.back = self.desk.url("sheet", self.row.uuid)
        return self._forms[action]

    def carry_out(self, actions: list[str], *, by, **extra) -> Outcome | None:
        """Do the acts one after the other, all or none; the outcome of the last. `extra` goes with the last one.

        None when one was refused with 409 or 422: its sentences then stand in its form. Others are raised.
        """
        version = self.form(actions[-1]).seen_version
        try:
            with transaction.atomic():
                for action in actions:
                    self.trouble = self.form(action)
                    inputs = self.trouble.inputs | (extra if action == actions[-1] else {})
                    outcome = perform(
                        targets={self.row.uuid: version}, action=action, by=by, **inputs
                    ).require()
                    version = outcome.done[0].version if outcome.done else version
        except Refused as refused:
            if refused.http not in KEPT_ON_PAGE:
                raise
            self.trouble.take_refusal(refused)
            self._let_all_catch_up()
            return None
        self.trouble = None
        return outcome

    @property
    def status(self) -> int:
        return self.trouble.refusal.http if self.trouble and self.trouble.refusal else 200

    @property
    def figures_differ(self) -> bool:
        """Whether the own column says something else than what counts now, or gives a reason."""
        form = self.form(self.desk.figures)
        typed = form.inputs
        now = {name: getattr(self.row, f"current_{name}") for name in FIGURES}
        for name, value in now.items():
            try:
                given = form.fields[name].clean(typed.get(name))
            except ValidationError:  # what cannot be read differs; perform will say how
                return True
            if given is not None and given != value:
                return True
            if given is None and name != "households":
                return True
        return bool((typed.get("text") or "").strip())

    @cached_property
    def cards(self) -> list[Card]:
        """The decisions of this desk that the person's role has here, the harmful ones last."""
        cards = []
        for key in self.desk.actions:
            verdict = judge(
                self.row, key, standings=standings(self.user), now=self._now, windows=self._windows
            )
            refusal = verdict.refusal
            if refusal and refusal.code in NOT_OFFERED and not (self.data and key == self.choose):
                continue
            action = workflow.ACTIONS[key]
            note, blocked = self.desk.note(key, self.row), refusal.message if refusal else ""
            label = action.label if blocked else wording.name_button(key, self.row)
            url = self.desk.url("fields", self.row.uuid, key)
            acting = self._name_standing(verdict.standing)
            cards.append(Card(action, note, label, blocked, acting=acting, fields_url=url))
        self._choose_one(cards)
        for card in cards:
            if card.chosen or (card.key not in self.desk.on_demand and not card.blocked):
                self.draw(card)
        return cards

    def draw(self, card: Card) -> Card:
        """Give the card its fields; figures stand in the own column of the table, their reason below the cards."""
        card.form = self.form(card.key)
        hidden = (*FIGURES, "text") if card.key == self.desk.figures else ()
        card.fields = [
            bound
            for bound in card.form
            if not bound.is_hidden and bound.name not in hidden and bound.name != "ordered"
        ]
        return card

    def card(self, key: str) -> Card | None:
        return next((card for card in self.cards if card.key == key), None)

    @property
    def version(self) -> str:
        """The version that the page carries: what the person saw, or what stands now after a conflict was shown."""
        return str(self.data.get("version", "")) if self.data is not None else str(self.row.version)

    @property
    def can_decide(self) -> bool:
        return any(not card.blocked for card in self.cards)

    @property
    def shut(self) -> str:
        """Why nothing at all can be decided here; empty when something can, or when typed input must be kept."""
        if self.trouble or self.can_decide:
            return ""
        if self.cards:
            return self.cards[0].blocked
        return describe_turn(self.row, windows=self._windows, now=self._now)

    @property
    def gives_figures(self) -> bool:
        return any(card.key == self.desk.figures and not card.blocked for card in self.cards)

    @property
    def reason(self):
        """Why figures differ; it goes with every act that takes them along."""
        return self.form(self.desk.figures)["text"] if self.gives_figures or self.trouble else None

    def compare(self, reviews, *, own_rows=()) -> dict:
        """Context of components/level_comparison.html, with the own column when figures may be given.

        `own_rows` are further rows: {label, text (of the first level), own (the cell of the own column)}.
        """
        told = levels.compare(self.row, reviews)
        if not (self.gives_figures or self.trouble):
            return told
        form = self.form(self.desk.figures)
        before = {name: getattr(self.row, f"current_{name}") for name in (*FIGURES, "budget")}
        width = len(told["columns"])
        told["columns"].append({"title": self.desk.own_column, "sub": "isi di sini", "own": True})
        for row, name in zip(told["rows"], levels.MEASURES, strict=True):
            row["cells"].append({"own": True} | self._own_cell(form, name, before))
        for row in own_rows:
            cells = [
                {"text": row["text"]},
                *({"text": ""} for _ in range(width - 1)),
                {"own": True} | row["own"],
            ]
            told["rows"].append({"label": row["label"], "cells": cells})
        return told

    def tell(self, outcome: Outcome) -> str:
        """What was done, with its receipt."""
        done = outcome.done[0] if outcome.done else None
        reference = done.reference if done else self.row.reference or ""
        told = wording.tell_done(outcome.action, reference=reference, at=self._now, grace=outcome.grace)
        if done is None:
            return told
        url = reverse("proposals:receipt_event", args=[done.uuid, done.version])
        return format_html('{} <a href="{}">Tanda terima</a>', told, url)

    def _name_standing(self, standing: Standing | None) -> str:
        if standing not in self._named:
            self._named[standing] = tell_standing(standing, standings(self.user))
        return self._named[standing]

    def _own_cell(self, form: ActionForm, name: str, before: dict) -> dict:
        if name == "budget":
            amount = form.budget
            ids = f"{form['volume'].id_for_label} {form['price'].id_for_label}"
            shown = format_html('<strong class="figure" data-budget="{}">{}</strong>', ids, rupiah(amount))
            note = levels.tell_difference(name, before[name], amount) if form.is_bound else ""
            return {"text": shown, "note": note, "changed": bool(note) and note != "tetap"}
        suffix = {"volume": self.row.unit, "price": "", "households": "KK"}[name]
        prefix = "Rp" if name == "price" else ""
        return {"field": form[name], "prefix": prefix, "suffix": suffix, "note": self._hint(name, before)}

    def _hint(self, name: str, before: dict) -> str:
        if name != "price" or not self.row.catalogue_item_id:
            return ""
        known = self.row.catalogue_item.unit_price
        return "sama dengan kamus" if before["price"] == known else f"kamus {rupiah(known)}"

    def _choose_one(self, cards: list[Card]) -> None:
        possible = [card for card in cards if not card.blocked]
        wanted = next((card for card in cards if card.key == self.choose), None)
        usual = next((card for card in possible if card.key == self.desk.usual(self.row)), None)
        chosen = wanted or usual or (possible[0] if possible else None)
        if chosen:
            chosen.chosen = True

    def _let_all_catch_up(self) -> None:
        """After a conflict every form on the page counts from what stands now."""
        if self.trouble.refusal.code != "version":
            return
        self.row.refresh_from_db()
        self.data = self._with_version(self.data, str(self.row.version))
        for form in self._forms.values():
            form.data = self.data

    def _with_version(self, data, version: str):
        """The page carries one version; each form reads it under its own name."""
        data = data.copy()
        for name in ("version", *(f"{action}-version" for action in self.desk.actions)):
            data[name] = version
        return data
