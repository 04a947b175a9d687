"""Likely doubles at each office: who sees which group, and merging several into one lead, whole or not at all."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.models import Event, Proposal
from proposals.services.transitions import perform
from proposals.similar import merging
from tests.crowd import make_many
from tests.factories import World, close_stage

pytestmark = pytest.mark.django_db
LIST, MERGE = "/kecamatan/serupa/", "/kecamatan/serupa/gabung/"


@pytest.fixture
def world():
    return World()


@pytest.fixture
def officer(client, world):
    client.force_login(world.officer)
    return client


def make_neighbour(world, **changed) -> Proposal:
    """The same drain as Batujaya's, told by the kelurahan beside it."""
    operator, lurah = (
        world.person("kelurahan_operator", world.batusari),
        world.person("lurah", world.batusari),
    )
    row = world.draft(by=operator, **{"latitude": "-6.153600", "longitude": "106.659500"} | changed)
    for by, action, given in ((operator, "submit", {}), (lurah, "endorse", {"position_confirmed": True})):
        row.refresh_from_db()
        perform(targets={row.uuid: row.version}, action=action, by=by, **given).require()
    row.refresh_from_db()
    return row


def url_of(*rows, base: str = MERGE) -> str:
    return f"{base}?{urlencode([('u', row.uuid) for row in rows])}"


def fill(lead, *chosen, step: str = "periksa", **changed) -> dict:
    return {
        "utama": lead.uuid,
        **{f"pilih-{row.uuid}": "1" for row in chosen},
        **{f"versi-{row.uuid}": row.version for row in (lead, *chosen)},
        "volume": "150,5",
        "households": "60",
        "text": "Satu ruas.",
        step: "1",
    } | changed


def merge(client, url, lead, *chosen, **changed):
    """Try out, then do, as a browser would."""
    tried = client.post(url, fill(lead, *chosen, **changed))
    data = fill(lead, *chosen, step="putuskan", **changed)
    return client.post(url, data | {"cap": tried.context["wish"].stamp})


# The groups


def test_kecamatan_finds_doubles_across_its_kelurahan_and_with_pokir(officer, world):
    own, neighbour, pokir = world.proposal(), make_neighbour(world), world.proposal("opd_review")
    Proposal.objects.filter(pk=pokir.pk).update(source="pokir", councillor="Anggota Dewan", kelurahan=None)
    other = world.proposal(latitude="-6.146000", title="Taman RW 01", street="", rw="01")
    page = officer.get(LIST)
    (group,) = page.context["groups"]
    assert [m.row for m in group["members"]] == [own, neighbour, pokir]
    text = page.content.decode()
    assert "Kelurahan Batusari" in text and "Pokir DPRD, Anggota Dewan" in text and "Judul sama" in text
    assert other.title not in text
    assert officer.get(group["url"]).status_code == 200


def test_kecamatan_sees_nothing_of_another(client, world):
    rows = world.proposal(), world.proposal()
    stranger = world.person("camat", world.benda)
    client.force_login(stranger)
    assert client.get(LIST).context["groups"] == []
    answer = client.get(url_of(*rows), follow=True)
    assert rows[0].title not in answer.content.decode() and "tidak ditemukan" in answer.content.decode()
    assert client.post(url_of(*rows), fill(*rows)).status_code == 302
    assert Event.objects.filter(action="merge").count() == 0


def test_group_without_anything_that_waits_here_is_not_shown(client, world):
    world.proposal("opd_review"), world.proposal("opd_review")
    client.force_login(world.officer)
    assert client.get(LIST).context["groups"] == []
    client.force_login(world.verifier)
    assert len(client.get("/opd/serupa/").context["groups"]) == 1


@pytest.mark.parametrize("role", ["opd_verifier", "bappeda_admin", "lurah", "administrator"])
def test_other_roles_are_refused(client, world, role):
    client.force_login(world.person(role))
    assert client.get(LIST).status_code == client.get(MERGE).status_code == 403


def test_bappeda_finds_and_merges_what_is_scored(client, world):
    lead, row = make_many(world, 2, "scoring")
    client.force_login(world.reviewer)
    assert client.get("/bappeda/serupa/").status_code == 403
    client.force_login(world.admin)
    (group,) = client.get("/bappeda/serupa/").context["groups"]
    assert merge(client, group["url"], lead, row).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.merged_into) == ("merged", lead)


def test_agency_merges_its_queue(client, world):
    lead, row = world.proposal("opd_review"), world.proposal("opd_review")
    client.force_login(world.verifier)
    assert merge(client, url_of(lead, row, base="/opd/serupa/gabung/"), lead, row).status_code == 302
    assert Proposal.objects.get(pk=row.pk).merged_into == lead


def count_queries(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_pages_ask_as_often_for_many_as_for_few(officer, world):
    first = make_many(world, 2)
    few, few_side = count_queries(officer, LIST), count_queries(officer, url_of(*first))
    make_many(world, 2, street="Jl. Kenanga", title="Perbaikan jembatan Jl. Kenanga", rw="09")
    make_many(world, 2, street="Jl. Cempaka", title="Taman bermain Jl. Cempaka", rw="11", latitude="-6.1580")
    assert len(officer.get(LIST).context["groups"]) == 3
    assert count_queries(officer, LIST) == few <= 12
    assert count_queries(officer, url_of(*make_many(world, 4))) == few_side <= 10


def test_groups_are_paged(officer, world, monkeypatch):
    monkeypatch.setattr("proposals.similar.views.PAGE", 1)
    make_many(world, 2)
    make_many(world, 2, street="Jl. Kenanga", title="Perbaikan jembatan Jl. Kenanga", rw="09")
    page = officer.get(LIST)
    assert page.context["range_text"] == "Kelompok 1–1 dari 2"
    assert officer.get(LIST + page.context["next_url"]).context["previous_url"] == "?halaman=1"
    for odd in ("0", "99", "x", "-1", "9" * 9):
        assert officer.get(LIST, {"halaman": odd}).status_code == 200


# Merging a group


def test_all_chosen_go_into_the_lead_in_one_step(officer, world):
    lead, row, other = world.proposal(), make_neighbour(world), world.proposal()
    url, version = url_of(lead, row, other), lead.version
    tried = officer.post(url, fill(lead, row, other))
    assert tried.status_code == 200 and Event.objects.filter(action="merge").count() == 0
    assert (
        "2 usulan akan digabung" in tried.content.decode() and "Rp\u00a0231.393.750" in tried.content.decode()
    )
    answer = merge(officer, url, lead, row, other)
    assert (answer.status_code, answer.url) == (302, LIST)
    lead.refresh_from_db()
    assert (lead.version, lead.current_households, str(lead.current_volume)) == (version + 1, 60, "150.500")
    assert Proposal.objects.filter(merged_into=lead, status="merged").count() == 2
    assert "2 usulan digabung ke" in officer.get(LIST).content.decode()


def test_nothing_is_done_when_one_has_moved(officer, world):
    lead, row, other = world.proposal(), world.proposal(), world.proposal()
    url, data = url_of(lead, row, other), fill(lead, row, other)
    world.step(other, "recommend")
    answer = officer.post(url, data)
    members = {m.row.pk: m.row.sentence for m in answer.context["members"]}
    assert answer.status_code == 409 and members[row.pk] == ""
    assert "berubah sejak Anda membukanya" in members[other.pk]
    assert "lepas centang yang tertahan" in answer.content.decode()
    assert Proposal.objects.filter(status="merged").count() == 0
    other.refresh_from_db()
    assert merge(officer, url, lead, row, other).status_code == 302


def test_nothing_is_done_when_one_moves_at_the_last_moment(officer, world, monkeypatch):
    """Between the trial inside the request and the act itself."""
    lead, row, other = world.proposal(), world.proposal(), world.proposal()

    def try_out(wish, *, by):
        trial = merging.try_out(wish, by=by)
        world.step(other, "recommend")
        return trial

    url = url_of(lead, row, other)
    tried = officer.post(url, fill(lead, row, other))
    data = fill(lead, row, other, step="putuskan") | {"cap": tried.context["wish"].stamp}
    monkeypatch.setattr("proposals.similar.views.try_out", try_out)
    answer = officer.post(url, data)
    assert answer.status_code == 409 and "berubah sejak Anda membukanya" in answer.content.decode()
    assert Proposal.objects.filter(status="merged").count() == 0


def test_what_is_done_is_what_was_tried_out(officer, world):
    lead, row = world.proposal(), world.proposal()
    url = url_of(lead, row)
    tried = officer.post(url, fill(lead, row))
    changed = fill(lead, row, step="putuskan", volume="999") | {"cap": tried.context["wish"].stamp}
    answer = officer.post(url, changed)
    assert answer.status_code == 409 and "berubah sejak diperiksa" in answer.content.decode()
    assert officer.post(url, fill(lead, row, step="putuskan")).status_code == 409
    assert Proposal.objects.filter(status="merged").count() == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"utama": ""}, "Pilih satu usulan utama."),
        ({"volume": "0"}, "Volume harus lebih dari nol."),
        ({"volume": ""}, "Isi volume."),
        ({"households": "banyak"}, "KK"),
        ({"text": "a\x00b"}, ""),
        ({"volume": "9" * 12}, ""),
    ],
)
def test_what_does_not_fit_is_said(officer, world, changed, sentence):
    lead, row = world.proposal(), world.proposal()
    answer = officer.post(url_of(lead, row), fill(lead, row) | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode() and 'role="alert"' in answer.content.decode()
    assert Proposal.objects.filter(status="merged").count() == 0


def test_something_must_be_merged(officer, world):
    lead, row = world.proposal(), world.proposal()
    for chosen in ((), (lead,)):
        answer = officer.post(url_of(lead, row), fill(lead, *chosen))
        assert answer.status_code == 422 and "Centang paling sedikit satu" in answer.content.decode()


def test_lead_that_is_final_or_merged_says_where_to_go(officer, world):
    lead, row, further = world.proposal(), world.proposal(), world.proposal()
    joint = {"volume": "200", "households": 50}
    perform(
        targets={lead.uuid: lead.version}, action="merge", by=world.camat, lead=further.uuid, **joint
    ).require()
    lead.refresh_from_db()
    answer = officer.post(url_of(lead, row), fill(lead, row))
    assert answer.status_code == 409
    assert f"Usulan utama sudah digabung ke {further.reference}." in answer.content.decode()
    world.step(further, "reject", merged={lead.uuid: "follow"})
    assert (
        "Usulan utama berstatus Ditolak."
        in officer.post(url_of(further, row), fill(further, row)).content.decode()
    )


def test_what_does_not_wait_here_cannot_be_merged(officer, world):
    lead, row = world.proposal(), world.proposal("opd_review")
    assert "hanya bisa menjadi utama" in officer.get(url_of(lead, row)).content.decode()
    answer = officer.post(url_of(lead, row), fill(lead, row))
    assert answer.status_code == 409 and "tidak berlaku lagi" in answer.content.decode()


def test_closed_stage_is_said_once(officer, world):
    lead, row, other = world.proposal(), world.proposal(), world.proposal()
    close_stage(world.cycle, "kecamatan")
    answer = officer.post(url_of(lead, row, other), fill(lead, row, other))
    assert answer.status_code == 409 and answer.content.decode().count("sudah ditutup") == 1


@pytest.mark.parametrize("typed", ["?u=x", "?u=", "", "?u=00000000-0000-4000-8000-000000000000&u=y"])
def test_unreadable_addresses_lead_to_the_groups(officer, world, typed):
    assert officer.get(MERGE + typed).url == reverse("kecamatan:similar")
