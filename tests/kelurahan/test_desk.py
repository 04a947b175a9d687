"""The desk: what waits, the lurah's ordered batch, and what became of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Deputy
from kelurahan.home import build_home
from proposals import clock
from proposals.models import Event, Proposal
from proposals.services.transitions import perform
from tests.factories import close_stage
from tests.kelurahan.pages import address, read_form, read_text

pytestmark = pytest.mark.django_db
DESK = "/kelurahan/"


def waiting(world, *titles, **values) -> list[Proposal]:
    return [world.proposal("awaiting_lurah", title=title, **values) for title in titles]


def tick(form: dict, *rows, **more) -> dict:
    return form | {f"pilih-{row.uuid}": "1" for row in rows} | {"teruskan": "1"} | more


def orders() -> dict[str, int]:
    return dict(Proposal.objects.exclude(kelurahan_order=None).values_list("title", "kelurahan_order"))


# What waits


def test_desk_sorts_by_what_must_be_done(client, world):
    client.force_login(world.operator)
    world.draft(title="Draf tanpa foto", photo=False)
    world.proposal("awaiting_lurah", title="Di meja Lurah")
    world.proposal("revision", title="Untuk diperbaiki")
    world.proposal("kecamatan_review", title="Di kecamatan")
    text = read_text(client.get(DESK))
    assert "Perlu diperbaiki 1 usulan" in text and "Panjang tidak cocok dengan foto." in text
    assert "Kurang 1 isian" in text and "Tambahkan satu foto lokasi." in text
    assert "Menunggu Lurah 1 usulan" in text
    assert "4 disusun, 2 dikirim" in text
    assert text.index("Untuk diperbaiki") < text.index("Draf tanpa foto") < text.index("Di meja Lurah")


@pytest.mark.parametrize("url", ["/", DESK])
def test_what_a_draft_lacks_leads_to_its_field(operator, world, url):
    row = world.draft(photo=False, households="")
    page = operator.get(url).content.decode()
    assert "Kurang 2 isian" in page
    assert f'href="{address(row, "lokasi")}#id_foto"' in page
    assert f'href="{address(row, "penerima")}#id_households"' in page


def test_draft_sent_back_by_the_lurah_is_to_be_repaired_with_the_reason(client, world):
    row = world.proposal("awaiting_lurah", title="Gg. Mawar")
    perform_send_back(world, row)
    client.force_login(world.operator)
    text = read_text(client.get(DESK))
    assert "Dikembalikan Lurah" in text and "Surat pernyataan lahan belum ada." in text


def perform_send_back(world, row) -> None:
    perform(
        targets={row.uuid: row.version},
        action="send_back",
        by=world.lurah,
        text="Surat pernyataan lahan belum ada.",
    ).require()


def test_desk_shows_nothing_of_a_sibling(client, world):
    world.draft(title="Rahasia Batujaya")
    client.force_login(world.person("kelurahan_operator", world.batusari))
    assert "Rahasia" not in client.get(DESK).content.decode()


def test_withdrawn_proposals_do_not_count(client, world):
    world.proposal("withdrawn", title="Batal")
    client.force_login(world.operator)
    assert "0 disusun, 0 dikirim" in read_text(client.get(DESK))


@pytest.mark.parametrize(
    "role", ["kecamatan_officer", "camat", "opd_verifier", "bappeda_admin", "leadership", "administrator"]
)
def test_desk_is_closed_to_other_roles(client, world, role):
    client.force_login(world.person(role))
    assert client.get(DESK).status_code == 403
    assert client.post(DESK, {"teruskan": "1"}).status_code == 403


def test_desk_without_a_cycle_says_so(client, world):
    user = world.operator
    world.cycle.windows.all().delete()
    world.cycle.delete()
    client.force_login(user)
    assert "Belum ada tahun perencanaan" in read_text(client.get(DESK))


def test_deputy_works_at_the_second_office_too(client, world):
    today = timezone.localdate()
    user = world.person("lurah")
    Deputy.objects.create(
        person=user,
        role="lurah",
        kelurahan=world.batusari,
        capacity="Plh.",
        letter_number="800/1",
        starts_on=today,
        ends_on=today + timedelta(days=3),
    )
    client.force_login(user)
    assert "Kelurahan Batusari" in read_text(client.get(DESK, {"kelurahan": world.batusari.code}))
    assert client.get(DESK, {"kelurahan": world.belendung.code}).status_code == 404


# The batch


def test_batch_goes_on_in_the_order_given(lurah, world):
    first, second, third = waiting(world, "Satu", "Dua", "Tiga")
    form = tick(read_form(lurah.get(DESK)), first, second, third)
    form |= {f"urutan-{first.uuid}": "3", f"urutan-{third.uuid}": "1"}
    page = lurah.post(DESK, form, follow=True)
    assert page.redirect_chain == [(reverse("kelurahan:endorsed"), 302)]
    assert orders() == {"Tiga": 1, "Dua": 2, "Satu": 3}
    assert "3 diteruskan, 3 diterima Kecamatan Batuceper" in read_text(page)
    event = Event.objects.get(proposal=third, action="endorse")
    assert reverse("proposals:receipt_batch", args=[event.pk]) in page.content.decode()


def test_unticked_lines_stay(lurah, world):
    first, second = waiting(world, "Satu", "Dua")
    lurah.post(DESK, tick(read_form(lurah.get(DESK)), second))
    assert [Proposal.objects.get(pk=row.pk).status for row in (first, second)] == [
        "awaiting_lurah",
        "kecamatan_review",
    ]


def test_line_moves_without_script_and_keeps_the_ticks(lurah, world):
    first, second, third = waiting(world, "Satu", "Dua", "Tiga")
    form = tick(read_form(lurah.get(DESK)), second) | {"naik": str(third.uuid)}
    del form["teruskan"]
    page = lurah.post(DESK, form)
    again = read_form(page)
    assert [again[f"urutan-{row.uuid}"] for row in (first, second, third)] == ["1", "3", "2"]
    assert f"pilih-{second.uuid}" in again and f"pilih-{first.uuid}" not in again
    assert not orders()


def test_position_warning_must_be_ticked(lurah, world):
    (row,) = waiting(world, "Jauh", latitude="-6.1662", longitude="106.6628")
    form = tick(read_form(lurah.get(DESK)), row)
    page = lurah.post(DESK, form)
    assert page.status_code == 422
    assert "Centang bahwa letaknya sudah Anda pastikan." in read_text(page)
    assert f"pilih-{row.uuid}" in read_form(page)
    assert lurah.post(DESK, form | {f"pasti-{row.uuid}": "1"}).status_code == 302


def test_mixed_batch_says_what_was_refused_and_why(lurah, world):
    good, far = waiting(world, "Baik")[0], waiting(world, "Jauh", latitude="-6.1662", longitude="106.6628")[0]
    page = lurah.post(DESK, tick(read_form(lurah.get(DESK)), good, far), follow=True)
    text = read_text(page)
    assert "1 diteruskan, 1 diterima Kecamatan Batuceper" in text
    assert "Belum diteruskan" in text and "lebih dekat ke Kelurahan Batusari" in text


def test_stale_line_is_refused(lurah, world):
    (row,) = waiting(world, "Satu")
    form = tick(read_form(lurah.get(DESK)), row, **{f"versi-{row.uuid}": str(row.version - 1)})
    events = Event.objects.count()
    assert lurah.post(DESK, form).status_code == 409
    assert Event.objects.count() == events


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 12])
def test_unreadable_version_of_a_line_is_refused(lurah, world, seen):
    (row,) = waiting(world, "Satu")
    form = tick(read_form(lurah.get(DESK)), row, **{f"versi-{row.uuid}": seen})
    assert lurah.post(DESK, form).status_code == 422


def test_batch_sent_twice_is_done_once(lurah, world):
    (row,) = waiting(world, "Satu")
    form = tick(read_form(lurah.get(DESK)), row)
    assert lurah.post(DESK, form).status_code == 302
    lurah.post(DESK, form)
    assert Event.objects.filter(proposal=row, action="endorse").count() == 1


def test_batch_of_nothing_asks_for_a_tick(lurah, world):
    waiting(world, "Satu")
    page = lurah.post(DESK, read_form(lurah.get(DESK)) | {"teruskan": "1"})
    assert page.status_code == 422
    assert "Centang usulan yang akan diteruskan." in read_text(page)


def test_ids_of_another_office_are_ignored(lurah, world):
    foreign = world.draft(by=world.person("kelurahan_operator", world.batusari), title="Milik Batusari")
    form = {
        f"pilih-{foreign.uuid}": "1",
        f"versi-{foreign.uuid}": "2",
        "pilih-bukan-uuid": "1",
        "teruskan": "1",
    }
    events = Event.objects.count()
    assert lurah.post(DESK, form).status_code == 422
    assert Event.objects.count() == events


def test_operator_cannot_endorse(client, world):
    (row,) = waiting(world, "Satu")
    client.force_login(world.operator)
    answer = client.post(DESK, tick({}, row, **{f"versi-{row.uuid}": str(row.version)}))
    assert answer.status_code == 403
    row.refresh_from_db()
    assert row.status == "awaiting_lurah"


def test_closed_window_endorses_nothing(lurah, world):
    (row,) = waiting(world, "Satu")
    form = tick(read_form(lurah.get(DESK)), row)
    close_stage(world.cycle, "kelurahan")
    page = lurah.post(DESK, form)
    assert page.status_code == 409
    assert "sudah ditutup" in read_text(page)
    row.refresh_from_db()
    assert row.status == "awaiting_lurah"


@pytest.mark.parametrize("place", ["", "x", "-4", "9" * 30, "\x00", "🌳"])
def test_any_number_in_front_is_borne(lurah, world, place):
    first, second = waiting(world, "Satu", "Dua")
    form = tick(read_form(lurah.get(DESK)), first, second, **{f"urutan-{first.uuid}": place})
    assert lurah.post(DESK, form).status_code == 302
    assert sorted(orders().values()) == [1, 2]


def test_result_page_without_a_batch_leads_to_the_desk(lurah):
    assert lurah.get(reverse("kelurahan:endorsed")).url == DESK


# The home page


def test_home_of_the_operator_says_what_waits(world):
    world.draft(photo=False)
    world.proposal("awaiting_lurah")
    context = build_home(world.operator, world.cycle, clock.now())
    assert (context["to_do"], context["to_endorse"], context["papers"].tally.waiting) == (1, 0, 1)


def test_home_page_shows_the_part_of_the_kelurahan(operator, world):
    world.draft(title="Posyandu Anggrek", photo=False)
    text = read_text(operator.get("/"))
    assert (
        "Kelurahan Batujaya" in text and "Perlu Anda kerjakan 1 usulan" in text and "Posyandu Anggrek" in text
    )


def test_home_of_the_lurah_counts_what_waits_for_the_lurah(world):
    waiting(world, "Satu", "Dua")
    assert build_home(world.lurah, world.cycle, clock.now())["to_endorse"] == 2


def test_home_tells_each_stage(world):
    close_stage(world.cycle, "kelurahan")
    stages = build_home(world.operator, world.cycle, clock.now())["stages"]
    assert [stage["state"] for stage in stages] == ["done", "now", "now", "now", "now"]


def test_home_without_a_cycle_is_empty(world):
    assert build_home(world.operator, None, clock.now())["papers"] is None


# Speed


@pytest.mark.parametrize("role", ["operator", "lurah"])
def test_desk_takes_a_constant_number_of_queries(client, world, role):
    def fill() -> None:
        world.draft(photo=False)
        for status in ("awaiting_lurah", "revision", "kecamatan_review"):
            world.proposal(status)

    client.force_login(getattr(world, role))
    fill()
    client.get(DESK)
    counts = []
    for more in (0, 2):
        for _ in range(more):
            fill()
        with CaptureQueriesContext(connection) as queries:
            client.get(DESK)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
