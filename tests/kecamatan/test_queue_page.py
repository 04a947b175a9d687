"""/kecamatan/: what waits for the office, filters in the address, how far it is."""

from datetime import date, timedelta

import pytest

from accounts.models import Deputy
from kecamatan.home import build_home
from proposals import clock
from proposals.models import WindowExtension
from proposals.services.transitions import perform
from tests.factories import World, close_stage
from tests.kelurahan.pages import read_text

pytestmark = pytest.mark.django_db
QUEUE = "/kecamatan/"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def officer(client, world):
    client.force_login(world.officer)
    return client


def repaired(world, **values):
    row = world.proposal("revision", **values)
    perform(
        targets={row.uuid: row.version}, action="edit", by=world.operator, values={"volume": "110"}
    ).require()
    world.step(row, "resubmit")
    return row


def test_queue_shows_what_waits_and_how_far_the_office_is(officer, world):
    world.proposal(title="Saluran Jl. Melati")
    world.proposal("rejected", title="Sudah ditolak")
    world.proposal("awaiting_lurah", title="Belum sampai")
    text = read_text(officer.get(QUEUE))
    assert "Saluran Jl. Melati" in text and "Sudah ditolak" not in text and "Belum sampai" not in text
    assert "1 dari 2 selesai. Tenggat" in text
    assert "masuk hari ini" in text


def test_a_proposal_of_the_kecamatan_is_offered_to_its_officer_while_the_stage_is_open(client, world):
    def offered(user) -> list[bool]:
        client.force_login(user)
        return ["Usulan kecamatan" in client.get(page).content.decode() for page in (QUEUE, "/")]

    assert offered(world.officer) == [True, True]
    assert offered(world.camat) == [False, False]
    close_stage(world.cycle, "kecamatan")
    assert offered(world.officer) == [False, False]


def test_queue_of_a_sibling_is_empty(client, world):
    world.proposal(title="Saluran Jl. Melati")
    client.force_login(world.person("camat", world.benda))
    text = read_text(client.get(QUEUE))
    assert "Saluran Jl. Melati" not in text
    assert "Belum ada usulan yang sampai di kantor Anda." in text


def test_queue_when_everything_is_decided_says_so(officer, world):
    world.proposal("rejected")
    assert "Semua usulan sudah diputuskan." in read_text(officer.get(QUEUE))


@pytest.mark.parametrize(
    "role", ["kelurahan_operator", "lurah", "opd_verifier", "bappeda_admin", "leadership"]
)
def test_queue_is_closed_to_other_roles(client, world, role):
    client.force_login(world.person(role))
    assert client.get(QUEUE).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Asli", "Diperbaiki", "Melenceng"}), ("?kembali=1", {"Diperbaiki"}), ("?posisi=1", {"Melenceng"}),
        ("?kelurahan=36.71.03.1003", set()), ("?bidang=infrastruktur", {"Asli", "Diperbaiki", "Melenceng"}),
        ("?rekomendasi=sudah", {"Asli"}), ("?rekomendasi=belum", {"Diperbaiki", "Melenceng"}),
        ("?cari=Melenc", {"Melenceng"}),
    ],
)  # fmt: skip
def test_filters_stand_in_the_address(officer, world, query, found):
    world.step(world.proposal(title="Asli"), "recommend")
    repaired(world, title="Diperbaiki")
    row = world.proposal("awaiting_lurah", title="Melenceng", latitude="-6.166200", longitude="106.662800")
    perform(
        targets={row.uuid: row.version}, action="endorse", by=world.lurah, position_confirmed=True
    ).require()
    response = officer.get(QUEUE + query)
    assert {entry["row"].title for entry in response.context["entries"]} == found


def test_filter_is_kept_in_every_link_of_the_list(officer, world):
    row = world.proposal()
    page = officer.get(QUEUE + "?bidang=infrastruktur&urut=kk").content.decode()
    assert f'href="/kecamatan/{row.uuid}/?bidang=infrastruktur&amp;urut=kk"' in page
    assert '<input type="hidden" name="bidang" value="infrastruktur">' in page


def test_search_without_result_offers_to_clear_the_filters(officer, world):
    world.proposal()
    text = read_text(officer.get(QUEUE + "?cari=turap"))
    assert "Tidak ada usulan yang cocok dengan saringan ini." in text


def test_extension_of_the_office_is_the_deadline_shown(officer, world):
    window = world.cycle.windows.get(stage="kecamatan")
    WindowExtension.objects.create(
        window=window, kecamatan=world.batuceper, closes_at=window.closes_at + timedelta(days=5), by=world.admin,
        reason="Banjir di dua kelurahan",
    )  # fmt: skip
    assert "diperpanjang: Banjir di dua kelurahan" in read_text(officer.get(QUEUE))


def test_closed_stage_is_said(officer, world):
    world.proposal()
    close_stage(world.cycle, "kecamatan")
    assert "Tahap ini sedang tidak dibuka" in read_text(officer.get(QUEUE))


def test_deputy_sits_at_the_desk_of_the_office_stood_for(client, world):
    world.proposal(title="Saluran Jl. Melati")
    deputy = world.person("lurah", world.belendung)
    today = date.today()
    Deputy.objects.create(
        person=deputy, role="camat", kecamatan=world.batuceper, capacity="Plh.", letter_number="800/1",
        starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=1),
    )  # fmt: skip
    client.force_login(deputy)
    assert "Saluran Jl. Melati" in read_text(client.get(QUEUE))


def test_camat_who_also_stands_for_a_sibling_chooses_the_desk(client, world):
    world.proposal(title="Saluran Jl. Melati")
    camat = world.person("camat", world.benda)
    today = date.today()
    Deputy.objects.create(
        person=camat, role="camat", kecamatan=world.batuceper, capacity="Plt.", letter_number="800/2",
        starts_on=today, ends_on=today,
    )  # fmt: skip
    client.force_login(camat)
    assert "Anda juga bertugas di: Batuceper" in read_text(client.get(QUEUE))
    page = client.get(QUEUE + "?kantor=36.71.03")
    assert "Saluran Jl. Melati" in read_text(page)
    assert "?kantor=36.71.03" in page.context["entries"][0]["url"]


@pytest.mark.parametrize("query", ["", "?bidang=infrastruktur&cari=Melati&urut=anggaran"])
def test_queue_page_takes_the_same_queries_at_one_and_at_three_rows(
    officer, world, query, django_assert_max_num_queries
):
    world.proposal()
    officer.get(QUEUE)
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(12) as captured:
            officer.get(QUEUE + query)
        counts.append(len(captured))
        world.proposal()
        world.proposal()
    assert counts[0] == counts[1]


def test_home_says_what_waits_until_when(world):
    world.step(world.proposal(), "recommend")
    repaired(world)
    home = build_home(world.camat, world.cycle, clock.now())
    assert (home["progress"].waiting, home["recommended"], home["repaired"]) == (2, 1, 1)
    assert home["opening"].is_open and home["is_camat"]
    assert home["decided"][0].outcome == "returned"


def test_home_without_a_cycle_is_empty(world):
    assert build_home(world.officer, None, clock.now())["cycle"] is None


@pytest.mark.parametrize("role", ["officer", "camat"])
def test_home_fragment_is_drawn(world, role, rf):
    from django.template.loader import render_to_string

    world.step(world.proposal(), "recommend")
    user = getattr(world, role)
    page = render_to_string(
        "kecamatan/home.html", build_home(user, world.cycle, clock.now()) | {"user": user}
    )
    assert "1 usulan sudah direkomendasikan" in page
