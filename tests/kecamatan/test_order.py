"""/kecamatan/urutan/: one order across the kelurahan against the ceiling, with its trace, and how it shares out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kecamatan.council import COUNCIL
from kecamatan.services import ordering
from proposals.models import Ceiling, Proposal, SavedOrder
from proposals.refusals import Refused
from proposals.services.transitions import perform
from tests.factories import World, close_stage
from tests.kelurahan.pages import read_form, read_text
from tests.meetings import issue_minutes

pytestmark = pytest.mark.django_db
PAGE = "/kecamatan/urutan/"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def officer(client, world):
    client.force_login(world.officer)
    return client


@pytest.fixture
def rows(world) -> list[Proposal]:
    """Three recommended proposals of Rp 184.500.000 each; the last one comes from Batusari."""
    made = [world.proposal(title=f"Gg. {name}") for name in ("Anggrek", "Dahlia")]
    by = world.person("kelurahan_operator", world.batusari)
    other = world.draft(by=by, title="Gg. Mawar", latitude="-6.166200", longitude="106.662800")
    for action, person in (("submit", by), ("endorse", world.person("lurah", world.batusari))):
        perform_one(other, action, person)
    made.append(other)
    for row in made:
        world.step(row, "recommend")
    return made


def perform_one(row, action, by):
    row.refresh_from_db()
    perform(targets={row.uuid: row.version}, action=action, by=by).require()


def set_ceiling(world, amount: int, kind: str = "kecamatan", **holder) -> None:
    Ceiling.objects.create(
        cycle=world.cycle, kind=kind, amount=amount, reason="Uji", effective_on="2020-01-02",
        **(holder or {"kecamatan": world.batuceper}),
    )  # fmt: skip


def numbered(form: dict, *rows, **more) -> dict:
    return form | {f"urutan-{row.uuid}": str(n) for n, row in enumerate(rows, 1)} | {"simpan": "1"} | more


def orders() -> list[int | None]:
    return list(Proposal.objects.order_by("pk").values_list("kecamatan_order", flat=True))


def test_order_across_kelurahan_is_saved_as_one_with_its_trace(officer, world, rows):
    world.proposal(title="Belum direkomendasikan")
    page = officer.get(PAGE)
    assert "Belum direkomendasikan" not in read_text(page)
    assert "1 usulan belum direkomendasikan" in read_text(page)
    versions = list(Proposal.objects.order_by("pk").values_list("version", flat=True))
    answer = officer.post(PAGE, numbered(read_form(page), rows[2], rows[0], rows[1]))
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert orders() == [2, 3, 1, None]
    assert list(Proposal.objects.order_by("pk").values_list("version", flat=True)) == versions
    trace = SavedOrder.objects.get()
    assert (trace.by, trace.kecamatan, trace.kelurahan) == (world.officer, world.batuceper, None)
    assert trace.order[0] == rows[2].reference
    assert "Urutan 3 usulan tersimpan." in read_text(officer.get(PAGE))


def test_cut_line_and_shares_follow_the_order_as_arranged(officer, world, rows):
    set_ceiling(world, 400_000_000)
    set_ceiling(world, 900_000_000, "field", field=world.field)
    set_ceiling(world, 300_000_000, "dana_kelurahan", kelurahan=world.batujaya)
    page = officer.get(PAGE)
    text = read_text(page)
    cut = text.index("Batas pagu kecamatan Rp 400.000.000")
    assert text.index("Gg. Dahlia") < cut < text.index("Gg. Mawar")
    assert "Batujaya67 % · Rp 369 jt" in text and "Batusari33 % · Rp 184,5 jt" in text
    assert "1 di daftar dari 1 yang masuk (33 % usulan); di dalam pagu Rp 0 (0 %)" in text
    assert "kuota bidang se-kota Rp 900 jt" in text and "pagu belum diisi" in text
    again = numbered(read_form(officer.get(PAGE)), rows[0], rows[2], rows[1])
    del again["simpan"]
    text = read_text(officer.post(PAGE, again | {"urutkan": "1"}))
    assert "di dalam pagu Rp 184,5 jt (50 %)" in text and "Urutan ini belum disimpan." in text


def test_someone_else_saved_or_the_list_changed(client, world, rows):
    client.force_login(world.camat)
    form = read_form(client.get(PAGE))
    ordering.place(uuid=rows[1].uuid, position=1, by=world.officer)
    assert SavedOrder.objects.get().by == world.officer, "one number on the sheet leaves its trace, too"
    world.step(rows[0], "reject")
    answer = client.post(PAGE, numbered(form, rows[2], rows[0], rows[1]))
    assert answer.status_code == 409
    text = read_text(answer)
    assert f"{world.officer.full_name} menyimpan urutan lain" in text
    assert "Sudah keluar dari daftar: Gg. Anggrek." in text
    assert SavedOrder.objects.count() == 1
    assert client.post(PAGE, read_form(answer) | {"simpan": "1"}).status_code == 302
    assert orders() == [None, 2, 1]


def test_closed_stage_refuses(officer, world, rows):
    form = read_form(officer.get(PAGE))
    close_stage(world.cycle, "kecamatan")
    assert officer.post(PAGE, numbered(form, *rows)).status_code == 409
    assert orders() == [None, None, None] and "Simpan urutan" not in read_text(officer.get(PAGE))


def test_issued_minutes_fix_the_order_and_late_ones_follow(officer, world, rows):
    form = read_form(officer.get(PAGE))
    issue_minutes(world, COUNCIL)
    assert officer.post(PAGE, numbered(form, *reversed(rows))).status_code == 409
    with pytest.raises(Refused) as refused:
        ordering.place(uuid=rows[2].uuid, position=1, by=world.officer)
    assert refused.value.http == 409 and "sudah terbit" in str(refused.value.refusals[0].message)
    late = world.proposal(title="Datang terlambat")
    world.step(late, "recommend")
    for row in (late, *reversed(rows)):
        row.refresh_from_db()
    world.step(late, "forward", ordered=True)
    ordering.line_up(uuids=[late.uuid, rows[0].uuid], by=world.camat)
    assert orders() == [1, 2, 3, 4]
    text = read_text(officer.get(PAGE))
    assert text.index("Gg. Mawar") < text.index("Datang terlambat") < text.index("Susulan")


def test_other_offices_and_roles_stay_outside(client, world, rows):
    for role in ("kelurahan_operator", "lurah", "opd_verifier", "bappeda_admin", "leadership"):
        client.force_login(world.person(role))
        assert client.get(PAGE).status_code == client.post(PAGE, {"simpan": "1"}).status_code == 403
    client.force_login(world.person("camat", world.benda))
    assert client.get(PAGE, {"kantor": "36.71.03"}).status_code == 404
    assert "Gg. Anggrek" not in read_text(client.get(PAGE))
    answer = client.post(PAGE, {f"urutan-{rows[0].uuid}": "1", "dilihat": "0", "simpan": "1"})
    assert answer.status_code == 409 and "Gg. Anggrek" not in answer.content.decode()


def test_questions_to_the_database_do_not_grow(officer, world, rows):
    officer.get(PAGE)
    with CaptureQueriesContext(connection) as three:
        officer.get(PAGE)
    Proposal.objects.filter(pk__in=[rows[1].pk, rows[2].pk]).update(is_recommended=False)
    with CaptureQueriesContext(connection) as one:
        officer.get(PAGE)
    assert len(three) == len(one)
