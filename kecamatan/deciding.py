"""A decision of the kecamatan: its figures first, then the act, then the place in the list; all or none."""

from django import forms
from django.db import transaction

from kecamatan.desk import WITH_FIGURES
from kecamatan.services import ordering
from proposals.decisions import Decision


class OrderForm(forms.Form):
    """The place in the kecamatan's list; empty leaves it as it is."""

    urutan = forms.IntegerField(
        label="Urutan kecamatan",
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Tulis nomor urut dengan angka saja, mulai dari 1."
        ),
    )


def steps_for(decision: Decision, action: str) -> list[str]:
    """The acts behind one press: what the camat forwards with changed figures is recommended with them first."""
    if action in WITH_FIGURES[1:] and (decision.figures_differ or not decision.row.is_recommended):
        return ["recommend", action]
    return [action]


def settle(decision: Decision, action: str, *, order: OrderForm, by):
    """Carry it out. None when something stands in a form to be mended."""
    if not order.is_valid():
        return None
    wanted = order.cleaned_data["urutan"]
    extra = {"ordered": True} if action == "forward" else {}
    with transaction.atomic():
        outcome = decision.carry_out(steps_for(decision, action), by=by, **extra)
        if outcome and action in WITH_FIGURES and wanted and wanted != decision.row.kecamatan_order:
            ordering.place(uuid=decision.row.uuid, position=wanted, by=by)
    return outcome
