"""The decision page: it says what will happen, does it once, keeps what was typed, and answers refusals as agreed."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from proposals import workflow
from proposals.models import Event, Review, StageWindow
from tests.factories import World, close_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def url_of(row, action):
    return reverse("proposals:act", args=[row.uuid, action])


def typed(client, row, action, **changed) -> dict:
    """What a browser sends from the page as it was drawn."""
    form = client.get(url_of(row, action)).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False):
            data[bound.html_name] = "on" if value is True else str(bound.field.prepare_value(value))
    return data | changed


CASES = {
    "submit": ("draft", "operator", {}), "send_back": ("awaiting_lurah", "lurah", {"text": "Lengkapi foto."}),
    "endorse": ("awaiting_lurah", "lurah", {}), "withdraw": ("draft", "operator", {"text": "Salah isi."}),
    "recommend": ("kecamatan_review", "officer", {"volume": "110", "text": "Ukur ulang."}),
    "fund_local": ("kecamatan_review", "camat", {"sub_kegiatan": "7.01.03.2.02.02"}),
    "verify": ("opd_review", "verifier", {"readiness": "4"}),
    "redirect": ("opd_review", "verifier", {"agency": "DISHUB", "text": "Urusan Dishub."}),
    "refer": ("scoring", "admin", {"level": "province", "institution": "PUPR Banten", "text": "Jalan provinsi."}),
    "return": ("opd_review", "verifier", {"text": "Panjang tidak cocok."}),
    "reject": ("kecamatan_review", "camat", {"category": "duplicate", "text": "Ganda."}),
    "reopen": ("rejected", "admin", {"text": "Keliru ditolak."}),
}  # fmt: skip


@pytest.mark.parametrize("action", CASES)
def test_page_asks_and_does(client, world, action):
    status, who, inputs = CASES[action]
    row, user = world.proposal(status), getattr(world, who)
    client.force_login(user)
    page = client.get(url_of(row, action))
    assert page.status_code == 200
    response = client.post(url_of(row, action), typed(client, row, action, **inputs))
    assert response.status_code == 302 and response.url == row.get_absolute_url(), response.context[
        "form"
    ].errors
    assert Event.objects.filter(proposal=row, action=action, by=user).exists()
    notice = client.get(response.url).content.decode()
    assert f"{workflow.ACTIONS[action].done} pukul " in notice


def test_forward_and_resubmit_go_through_the_page(client, world):
    row = world.proposal("kecamatan_review")
    world.step(row, "recommend")
    client.force_login(world.camat)
    assert "Teruskan ke DPUPR?" in client.get(url_of(row, "forward")).content.decode()
    assert client.post(url_of(row, "forward"), typed(client, row, "forward")).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.kecamatan_order) == ("opd_review", 1)
    returned = world.proposal("revision")
    client.force_login(world.lurah)
    response = client.post(url_of(returned, "resubmit"), {"version": returned.version})
    assert response.status_code == 422
    assert "Belum ada yang diubah sejak dikembalikan." in response.content.decode()


def test_reject_page_says_who_reads_the_reason(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.camat)
    page = client.get(url_of(row, "reject")).content.decode()
    assert "Tolak usulan ini?" in page and "Alasan Anda dibaca kelurahan dan warga." in page


def test_content_that_does_not_fit_is_422_and_writes_nothing(client, world):
    row = world.proposal("kecamatan_review")
    events = Event.objects.count()
    client.force_login(world.officer)
    data = typed(client, row, "recommend", volume="0", price="Rp 1.000.000")
    response = client.post(url_of(row, "recommend"), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Volume harus lebih dari nol." in page and 'value="Rp 1.000.000"' in page
    assert Event.objects.count() == events and not Review.objects.filter(action="recommend").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "x" * 10_001),
        ("text", "a\x00b"),
        ("volume", "9" * 40),
        ("price", "-5"),
        ("households", "seratus"),
        ("text", "a\x07"),
    ],
)
def test_hostile_text_is_422(client, world, name, value):
    row = world.proposal("kecamatan_review")
    client.force_login(world.officer)
    response = client.post(url_of(row, "recommend"), typed(client, row, "recommend", **{name: value}))
    assert response.status_code == 422
    row.refresh_from_db()
    assert not row.is_recommended


def test_budget_is_computed_and_spelled(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.officer)
    page = client.get(url_of(row, "recommend")).content.decode()
    assert "seratus delapan puluh empat juta lima ratus ribu rupiah" in page
    part = client.get(
        reverse("proposals:act_budget", args=[row.uuid, "recommend"]), {"volume": "110", "price": "1.537.500"}
    )
    assert "turun Rp\u00a015.375.000" in part.content.decode()
    part = client.get(
        reverse("proposals:act_budget", args=[row.uuid, "recommend"]), {"volume": "x", "price": ""}
    )
    assert "belum bisa dihitung" in part.content.decode()


def test_foreign_proposal_is_404_on_get_and_post(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.person("camat", world.benda))
    assert client.get(url_of(row, "reject")).status_code == 404
    assert (
        client.post(
            url_of(row, "reject"), {"version": row.version, "text": "x", "category": "other"}
        ).status_code
        == 404
    )
    row.refresh_from_db()
    assert row.status == "kecamatan_review"


def test_wrong_role_is_403_on_get_and_post(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.officer)
    assert client.get(url_of(row, "reject")).status_code == 403
    assert (
        client.post(
            url_of(row, "reject"), {"version": row.version, "text": "x", "category": "other"}
        ).status_code
        == 403
    )
    row.refresh_from_db()
    assert row.status == "kecamatan_review"


def test_past_status_is_409(client, world):
    row = world.proposal("rejected")
    client.force_login(world.camat)
    assert client.get(url_of(row, "reject")).status_code == 409


def test_stale_version_is_409_and_keeps_what_was_typed(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.officer)
    data = typed(client, row, "recommend", volume="99", text="Hasil ukur saya.")
    world.step(row, "recommend", volume="110", text="Petugas lain.")
    response = client.post(url_of(row, "recommend"), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Hasil ukur saya." in page and 'value="99"' in page and "Lihat perubahan" in page
    row.refresh_from_db()
    assert row.current_volume == 110
    again = {**data, "version": response.context["form"]["version"].value()}
    assert client.post(url_of(row, "recommend"), again).status_code == 302


def test_closed_window_is_409_and_keeps_what_was_typed(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.officer)
    data = typed(client, row, "recommend", volume="99", text="Hasil ukur saya.")
    close_stage(world.cycle, "kecamatan")
    response = client.post(url_of(row, "recommend"), data)
    assert response.status_code == 409
    assert "sudah ditutup" in response.content.decode() and "Hasil ukur saya." in response.content.decode()


def test_grace_is_said(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.officer)
    close_stage(world.cycle, "kecamatan", minutes_ago=2)
    response = client.post(url_of(row, "recommend"), typed(client, row, "recommend"))
    assert "masih diterima" in client.get(response.url).content.decode()


def test_double_submit_is_told_who_did_it(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.camat)
    data = typed(client, row, "reject", category="other", text="Cukup.")
    assert client.post(url_of(row, "reject"), data).status_code == 302
    response = client.post(url_of(row, "reject"), data)
    assert response.status_code == 409
    assert Event.objects.filter(proposal=row, action="reject").count() == 1


@pytest.mark.parametrize("action", ["edit", "create", "mark", "publish", "close", "take_back", "apa"])
def test_indirect_and_unknown_actions_have_no_page(client, world, action):
    row = world.proposal("kecamatan_review")
    client.force_login(world.camat)
    assert client.get(url_of(row, action)).status_code == 404
    assert client.post(url_of(row, action), {"version": row.version}).status_code == 404


def test_next_leads_back_to_the_desk_but_never_out(client, world):
    client.force_login(world.officer)
    row = world.proposal("kecamatan_review")
    data = typed(client, row, "recommend", next="/kecamatan/?status=x")
    assert client.post(url_of(row, "recommend"), data).url == "/kecamatan/?status=x"
    data = typed(client, row, "recommend", next="https://contoh.example/", text="Lagi.")
    assert client.post(url_of(row, "recommend"), data).url == row.get_absolute_url()


def test_merge_asks_for_the_lead_first_and_shows_both(client, world):
    lead, row = world.proposal("kecamatan_review"), world.proposal("kecamatan_review")
    client.force_login(world.officer)
    page = client.get(url_of(row, "merge")).content.decode()
    assert "Pilih usulan utama" in page and lead.reference in page
    chosen = client.get(url_of(row, "merge"), {"utama": lead.reference})
    assert "Usulan utama 120 meter, usulan ini 120 meter." in chosen.content.decode()
    data = {
        "version": row.version,
        "lead": lead.reference,
        "lead_version": lead.version,
        "volume": "200",
        "households": "50",
    }
    assert client.post(url_of(row, "merge"), data).status_code == 302
    row.refresh_from_db()
    lead.refresh_from_db()
    assert row.merged_into == lead and lead.current_volume == 200


def test_merge_into_an_unknown_lead_says_so(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.officer)
    page = client.get(url_of(row, "merge"), {"utama": "2021-36.71.03.1002-0999"}).content.decode()
    assert "Usulan utama tidak ditemukan di kantor Anda." in page


def test_merge_is_409_when_the_lead_moved(client, world):
    lead, row = world.proposal("kecamatan_review"), world.proposal("kecamatan_review")
    client.force_login(world.officer)
    data = {
        "version": row.version,
        "lead": lead.reference,
        "lead_version": lead.version,
        "volume": "200",
        "households": "50",
    }
    world.step(lead, "recommend")
    response = client.post(url_of(row, "merge"), data)
    assert response.status_code == 409 and "Usulan utama berubah" in response.content.decode()
    row.refresh_from_db()
    assert row.status == "kecamatan_review"


def test_position_warning_is_confirmed_by_the_lurah(client, world):
    cache.clear()  # the places of another test, under other keys
    row = world.proposal("awaiting_lurah", latitude="-6.166000", longitude="106.662800")
    client.force_login(world.lurah)
    page = client.get(url_of(row, "endorse")).content.decode()
    assert "lebih dekat ke Kelurahan Batusari" in page
    assert client.post(url_of(row, "endorse"), {"version": row.version}).status_code == 422
    assert (
        client.post(url_of(row, "endorse"), {"version": row.version, "position_confirmed": "on"}).status_code
        == 302
    )


def test_return_offers_five_working_days_and_takes_another_day(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.officer)
    data = typed(client, row, "return", text="Ukur ulang.")
    assert data["deadline"]
    data["deadline"] = (StageWindow.objects.first().closes_at - timedelta(days=20)).strftime("%Y-%m-%d")
    assert client.post(url_of(row, "return"), data).status_code == 302
    row.refresh_from_db()
    assert row.act_until.strftime("%Y-%m-%d %H:%M") == f"{data['deadline']} 09:00"
