"""The filters that reports share: what each person may choose, and what a report about it holds."""

import pytest
from django.urls import reverse

from jobs.services import run as run_job
from proposals.refusals import Refused
from reports import scope, services
from reports.declaration import Column, Listing, Report
from reports.registry import REPORTS
from reports.viewer import SYSTEM
from tests.factories import World

FILTERS = scope.pick("kecamatan", "kelurahan", "agency", "status", "field", "source")
ASKED = {"cycle": "2021"}


def settle(user, asked):
    return scope.read_scope(user, asked, FILTERS).subject(slug="uji-lingkup", title="Daftar")


REPORT = Report(
    slug="uji-lingkup",
    title="Daftar",
    summary="Hanya untuk uji.",
    roles=frozenset({"lurah", "camat", "bappeda_admin"}),
    columns=(Column("reference", "Nomor", "nomor usulan"),),
    filters=FILTERS,
    settle=settle,
    list_rows=lambda subject: Listing(
        subject.about.proposals.order_by("reference").values_list("reference"), lambda number, row: row
    ),
)


@pytest.fixture
def world(db):
    world = World()
    world.here = world.proposal("kecamatan_review")
    world.there = world.proposal("kecamatan_review")
    type(world.there).objects.filter(pk=world.there.pk).update(
        kelurahan=world.belendung, kecamatan=world.benda
    )
    return world


def read(user, **asked) -> set[str]:
    found = scope.read_scope(user, ASKED | asked, FILTERS).proposals
    return set(found.values_list("reference", flat=True))


def choices(user, key: str, **asked) -> list[str]:
    about = scope.read_scope(user, ASKED | asked, FILTERS)
    return [value for value, _ in scope.FILTERS[key].list_choices(about)]


def test_person_reads_what_the_own_offices_see(world):
    assert read(world.lurah) == read(world.camat) == {world.here.reference}
    assert read(world.admin) == read(SYSTEM) == {world.here.reference, world.there.reference}


def test_filters_narrow(world):
    assert read(world.admin, kecamatan=world.benda.code) == {world.there.reference}
    assert read(world.admin, kelurahan=world.batujaya.code) == {world.here.reference}
    assert read(world.admin, status="scoring") == set()
    assert read(world.admin, source="musrenbang", agency=world.here.current_agency.code) >= {
        world.here.reference
    }


def test_choices_are_places_that_the_person_sees(world):
    assert choices(world.lurah, "kelurahan") == [world.batujaya.code]
    assert choices(world.lurah, "kecamatan") == choices(world.camat, "kecamatan") == [world.batuceper.code]
    assert world.belendung.code not in choices(world.camat, "kelurahan")
    assert {world.batuceper.code, world.benda.code} <= set(choices(world.admin, "kecamatan"))
    assert world.batujaya.code not in choices(world.admin, "kelurahan", kecamatan=world.benda.code)


@pytest.mark.parametrize(
    "asked", [{"kecamatan": "99"}, {"status": "gone"}, {"field": "x"}, {"source": "' OR 1=1"}]
)
def test_value_that_is_no_choice_is_refused(world, asked):
    with pytest.raises(Refused, match="tidak ada dalam daftar") as refusal:
        read(world.admin, **asked)
    assert refusal.value.http == 422


def test_place_of_another_office_is_refused(world):
    with pytest.raises(Refused, match="tidak ada dalam daftar"):
        read(world.camat, kecamatan=world.benda.code)
    with pytest.raises(Refused, match="bukan bagian dari kecamatan"):
        read(world.admin, kecamatan=world.benda.code, kelurahan=world.batujaya.code)


def test_page_says_whose_proposals_and_another_kecamatan_takes_the_kelurahan_back(client, world, monkeypatch):
    monkeypatch.setitem(REPORTS, REPORT.slug, REPORT)
    address = reverse("reports:report", args=[REPORT.slug])
    client.force_login(world.camat)
    assert "Lingkup: Kecamatan Batuceper." in client.get(address, {"tahun": "2021"}).content.decode()
    client.force_login(world.admin)
    answer = client.get(address, {"tahun": "2021", "kelurahan": world.batujaya.code})
    menus = {menu["label"].split(":")[0]: menu for menu in answer.context["menus"]}
    assert all("kelurahan" not in choice["url"] for choice in menus["Kecamatan"]["choices"])
    assert all("kelurahan" in choice["url"] for choice in menus["Status"]["choices"])


def test_file_of_an_office_that_its_owner_left_is_not_given_out(client, world, monkeypatch):
    monkeypatch.setitem(REPORTS, REPORT.slug, REPORT)
    asked = services.request_file(slug=REPORT.slug, params=ASKED, format="csv", by=world.lurah)
    run_job(asked.pk)
    client.force_login(world.lurah)
    assert client.get(asked.get_absolute_url()).status_code == 200
    type(world.lurah).objects.filter(pk=world.lurah.pk).update(kelurahan=world.belendung)
    answer = client.get(asked.get_absolute_url())
    assert answer.status_code == 404
    assert "bukan lagi wewenang Anda" in answer.content.decode()
