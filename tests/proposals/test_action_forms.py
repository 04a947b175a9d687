"""The form of a decision: which fields it draws, and how the sentences of `perform` come back to them."""

import pytest
from django.http import QueryDict

from proposals import workflow
from proposals.action_forms import ActionForm
from proposals.refusals import Refused
from tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def post(form: ActionForm, **typed) -> QueryDict:
    """What a browser sends: the initial values, and what was typed over them."""
    data = QueryDict(mutable=True)
    for bound in form:
        value = bound.value()
        if value not in (None, False):
            data[bound.html_name] = "on" if value is True else str(bound.field.prepare_value(value))
    for name, value in typed.items():
        data[name] = value
    return data


@pytest.mark.parametrize("action", [a.key for a in workflow.ACTIONS.values() if a.direct])
def test_form_draws_every_direct_action(world, action):
    row = world.proposal("opd_review")
    form = ActionForm(action, row, user=world.camat)
    html = str(form)
    for name in {*form.action.needs, *form.action.takes} & {
        "volume",
        "price",
        "text",
        "category",
        "agency",
        "level",
    }:
        assert f'name="{name}"' in html
    assert f'name="version" value="{row.version}"' in html


def test_form_carries_out_what_was_typed(world):
    row = world.proposal("kecamatan_review")
    blank = ActionForm("recommend", row, user=world.officer)
    form = ActionForm(
        "recommend", row, post(blank, volume="110", text="Hasil ukur 110 m."), user=world.officer
    )
    outcome = form.carry_out(by=world.officer)
    row.refresh_from_db()
    assert outcome.done[0].version == row.version
    assert (row.current_volume, row.current_budget) == (110, 169_125_000)


def test_form_puts_the_sentence_at_its_field_and_keeps_what_was_typed(world):
    row = world.proposal("kecamatan_review")
    blank = ActionForm("recommend", row, user=world.officer)
    form = ActionForm("recommend", row, post(blank, volume="abc", price="Rp 1.500.000"), user=world.officer)
    assert form.carry_out(by=world.officer) is None
    assert form.refusal.http == 422
    assert form.errors["volume"] == ["Tulis angkanya saja, misalnya 120 atau 12,5."]
    assert 'value="abc"' in str(form) and 'value="Rp 1.500.000"' in str(form)


def test_form_takes_the_new_version_over_after_a_conflict(world):
    row = world.proposal("kecamatan_review")
    blank = ActionForm("recommend", row, user=world.officer)
    typed = post(blank, volume="100", text="Ukur ulang.")
    world.step(row, "recommend")
    form = ActionForm("recommend", row, typed, user=world.officer)
    assert form.carry_out(by=world.officer) is None
    assert form.refusal.code == "version"
    assert [event.action for event in form.changes] == ["recommend"]
    assert ActionForm("recommend", row, form.data, user=world.officer).carry_out(by=world.officer).done


def test_form_raises_what_no_typing_can_mend(world):
    row = world.proposal("kecamatan_review")
    blank = ActionForm("reject", row, user=world.camat)
    form = ActionForm("reject", row, post(blank, category="duplicate", text="Ganda."), user=world.officer)
    with pytest.raises(Refused) as refused:
        form.carry_out(by=world.officer)
    assert refused.value.http == 403


def test_form_takes_an_unreadable_version_as_content(world):
    row = world.proposal("kecamatan_review")
    form = ActionForm("withdraw", row, QueryDict("version=x&text=a"), user=world.lurah)
    assert form.carry_out(by=world.lurah) is None
    assert form.refusal.http == 422


def test_form_finds_the_lead_by_its_reference(world):
    lead, row = world.proposal("kecamatan_review"), world.proposal("kecamatan_review")
    blank = ActionForm("merge", row, user=world.officer)
    assert lead.reference in str(blank["lead"])
    typed = post(blank, lead=f" {lead.reference.lower()} ", volume="200", households="50")
    assert ActionForm("merge", row, typed, user=world.officer).carry_out(by=world.officer).done
    row.refresh_from_db()
    assert row.merged_into == lead


def test_form_does_not_find_a_lead_out_of_scope(world):
    row = world.proposal("kecamatan_review")
    foreign = world.draft(by=world.person("kelurahan_operator", world.belendung))
    typed = post(
        ActionForm("merge", row, user=world.officer), lead=str(foreign.uuid), volume="200", households="50"
    )
    form = ActionForm("merge", row, typed, user=world.officer)
    assert form.carry_out(by=world.officer) is None
    assert form.errors["lead"] == ["Usulan utama tidak ditemukan di kantor Anda. Periksa nomornya."]


def test_form_reads_the_code_of_a_listed_sub_kegiatan(world):
    row = world.proposal("opd_review")
    blank = ActionForm("verify", row, user=world.verifier)
    assert "1.03.06.2.01.05 Pembangunan Sistem Drainase" in str(blank["sub_kegiatan"])
    form = ActionForm("verify", row, post(blank, readiness="4"), user=world.verifier)
    assert form.carry_out(by=world.verifier).done


@pytest.mark.parametrize("typed", ["\x00", "\ud800", "2021-36.71.03.1002-0001' OR 1=1", "🚧" * 50])
def test_form_survives_hostile_leads(world, typed):
    row = world.proposal("kecamatan_review")
    data = post(ActionForm("merge", row, user=world.officer), lead=typed, volume="1", households="1")
    assert ActionForm("merge", row, data, user=world.officer).carry_out(by=world.officer) is None
