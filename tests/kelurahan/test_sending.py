"""The last step: what is missing, sending, and the answer that it arrived."""

import pytest
from django.urls import reverse

from proposals.models import Event
from tests.factories import close_stage
from tests.kelurahan.pages import read_form, read_text

pytestmark = pytest.mark.django_db


def check(row) -> str:
    return reverse("proposals:step", args=[row.uuid, "periksa"])


def test_incomplete_draft_says_what_is_missing_and_where(operator, world):
    row = world.draft(photo=False)
    page = operator.get(check(row))
    assert "Belum bisa diajukan: tambahkan satu foto lokasi di langkah 2." in read_text(page)
    assert f'href="{reverse("proposals:step", args=[row.uuid, "lokasi"])}#id_foto"' in page.content.decode()
    assert 'aria-disabled="true"' in page.content.decode()


def test_incomplete_draft_is_not_sent(operator, world):
    row = world.draft(photo=False)
    answer = operator.post(check(row), {"versi": row.version})
    assert answer.status_code == 422
    row.refresh_from_db()
    assert (row.status, row.reference) == ("draft", None)


def test_complete_draft_is_sent_and_gets_its_number(operator, world):
    row = world.draft()
    page = operator.get(check(row))
    assert 'aria-disabled="true"' not in page.content.decode()
    answer = operator.post(check(row), read_form(page), follow=True)
    assert answer.redirect_chain == [(reverse("proposals:sent", args=[row.uuid]), 302)]
    row.refresh_from_db()
    event = row.events.get(action="submit")
    text = read_text(answer)
    assert "Diajukan ke Lurah pukul" in text and "Nomor usulan 2021-36.71.03.1002-0001" in text
    assert reverse("proposals:receipt_event", args=[row.uuid, event.seq]) in answer.content.decode()


def test_button_pressed_twice_sends_once(operator, world):
    row = world.draft()
    form = read_form(operator.get(check(row)))
    answers = [operator.post(check(row), form) for _ in range(2)]
    assert [a.url for a in answers] == [reverse("proposals:sent", args=[row.uuid])] * 2
    assert row.events.filter(action="submit").count() == 1


def test_stale_check_is_refused_and_shows_the_present_state(operator, client, world):
    row = world.draft()
    form = read_form(operator.get(check(row)))
    client.force_login(world.lurah)
    client.post(
        reverse("proposals:step", args=[row.uuid, "penerima"]), {"versi": row.version, "households": "77"}
    )
    client.force_login(world.operator)
    answer = client.post(check(row), form)
    assert answer.status_code == 409
    assert "77 KK" in read_text(answer)
    row.refresh_from_db()
    assert row.status == "draft"
    assert client.post(check(row), read_form(answer)).status_code == 302


def test_closed_window_sends_nothing_and_keeps_the_draft(operator, world):
    row = world.draft()
    form = read_form(operator.get(check(row)))
    close_stage(world.cycle, "kelurahan")
    events = Event.objects.count()
    answer = operator.post(check(row), form)
    assert answer.status_code == 409
    assert "sudah ditutup" in read_text(answer) and "Perpanjangan diminta ke Bappeda." in read_text(answer)
    row.refresh_from_db()
    assert (row.status, Event.objects.count()) == ("draft", events)


def test_kecamatan_registers_its_own(client, world):
    client.force_login(world.officer)
    row = world.draft(by=world.officer)
    answer = client.post(check(row), read_form(client.get(check(row))), follow=True)
    assert "Nomor usulan 2021-36.71.03-0001" in read_text(answer)
    row.refresh_from_db()
    assert row.status == "kecamatan_review"


def test_bappeda_registers_pokir(client, world):
    client.force_login(world.admin)
    row = world.draft(
        by=world.admin, kelurahan=world.belendung.code, councillor="H. Saleh", faction="Fraksi A"
    )
    answer = client.post(check(row), read_form(client.get(check(row))), follow=True)
    assert "Nomor usulan 2021-36.71-P-0001" in read_text(answer)
    row.refresh_from_db()
    assert row.status == "opd_review"


def test_operator_repairs_and_lurah_sends_again(operator, client, world):
    row = world.proposal("revision")
    page = operator.get(check(row))
    assert "Lurah yang mengirim ulang" in read_text(page)
    step = reverse("proposals:step", args=[row.uuid, "volume"])
    operator.post(step, read_form(operator.get(step)) | {"volume": "100"})
    row.refresh_from_db()
    client.force_login(world.lurah)
    answer = client.post(check(row), read_form(client.get(check(row))), follow=True)
    assert "Dikirim ulang pukul" in read_text(answer)
    row.refresh_from_db()
    assert (row.status, row.current_volume) == ("kecamatan_review", 100)


def test_resubmit_without_a_change_is_refused(client, world):
    row = world.proposal("revision")
    client.force_login(world.lurah)
    answer = client.post(check(row), {"versi": row.version})
    assert answer.status_code == 422
    assert "Belum ada yang diubah sejak dikembalikan." in read_text(answer)


def test_nothing_sent_yet_has_no_confirmation(operator, world):
    assert operator.get(reverse("proposals:sent", args=[world.draft().uuid])).status_code == 404


def test_confirmation_of_another_kelurahan_is_not_found(client, world):
    row = world.proposal("awaiting_lurah")
    client.force_login(world.person("lurah", world.batusari))
    assert client.get(reverse("proposals:sent", args=[row.uuid])).status_code == 404


def test_text_that_looks_like_markup_is_shown_as_text(operator, world):
    row = world.draft(title="<script>alert(1)</script> =cmd()")
    page = operator.get(check(row)).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
