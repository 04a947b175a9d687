"""One decision for many: filters, exceptions, what would happen, and each with its own review and event."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs import services as jobs
from jobs.models import Job
from proposals.bulk import deciding, work
from proposals.bulk.deciding import Task
from proposals.models import Event, Review
from proposals.services.transitions import perform
from tests.factories import World, close_stage
from tests.kelurahan.pages import read_form, read_text

pytestmark = pytest.mark.django_db
KECAMATAN, AGENCY = "/kecamatan/sekaligus/", "/opd/sekaligus/"
RETURN = {"text": "Lampirkan surat lahan."}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def officer(client, world):
    client.force_login(world.officer)
    return client


def make_rows(world, number=3, **values) -> list:
    return [world.proposal(title=f"Saluran {n}", **values) for n in range(1, number + 1)]


def fill(client, url, **changed) -> dict:
    """The form as the page offers it: everything is ticked."""
    return read_form(client.get(url)) | {"text": "Lampirkan surat lahan."} | changed


def statuses(rows) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.status for row in rows]


def test_page_asks_for_the_decision_first(officer, world):
    make_rows(world)
    text = read_text(officer.get(KECAMATAN))
    assert "3 usulan menunggu keputusan" in text and "Pilih satu keputusan di atas." in text


def test_trying_out_says_what_would_happen_and_leaves_no_trace(officer, world):
    rows = make_rows(world)
    url = f"{KECAMATAN}?tindakan=return"
    page = officer.post(url, fill(officer, url, periksa="1"))
    assert page.status_code == 200
    assert "3 akan diputuskan." in read_text(page)
    assert statuses(rows) == ["kecamatan_review"] * 3
    assert not Review.objects.filter(action="return").exists()


def test_each_gets_its_own_review_and_event_and_a_reason_of_its_own(officer, world):
    rows = make_rows(world)
    url = f"{KECAMATAN}?tindakan=return"
    own = {f"alasan-{rows[1].uuid}": "Foto kabur."}
    tried = officer.post(url, fill(officer, url, periksa="1", **own))
    done = officer.post(url, read_form(tried) | {"putuskan": "1"}, follow=True)
    assert "3 usulan diputuskan" in read_text(done)
    assert statuses(rows) == ["revision"] * 3
    reviews = Review.objects.filter(action="return").order_by("proposal")
    assert [review.text for review in reviews] == [
        "Lampirkan surat lahan.",
        "Foto kabur.",
        "Lampirkan surat lahan.",
    ]
    assert Event.objects.filter(action="return").count() == 3


def test_what_is_not_ticked_stays(officer, world):
    rows = make_rows(world)
    url = f"{KECAMATAN}?tindakan=return"
    form = fill(officer, url, periksa="1", lingkup="semua")
    del form[f"pilih-{rows[0].uuid}"]
    tried = officer.post(url, form)
    assert "2 akan diputuskan." in read_text(tried)
    officer.post(url, read_form(tried) | {"putuskan": "1"})
    assert statuses(rows) == ["kecamatan_review", "revision", "revision"]


def test_filters_of_the_queue_choose(officer, world):
    rows = make_rows(world)
    rows[1].__class__.objects.filter(pk=rows[1].pk).update(title="Jembatan")
    url = f"{KECAMATAN}?cari=Jembatan&tindakan=return"
    tried = officer.post(url, fill(officer, url, periksa="1", lingkup="semua"))
    assert "1 akan diputuskan." in read_text(tried)
    officer.post(url, read_form(tried) | {"putuskan": "1"})
    assert statuses(rows) == ["kecamatan_review", "revision", "kecamatan_review"]


def test_half_that_cannot_go_is_named_and_the_other_half_goes(client, world):
    rows = make_rows(world)
    world.step(rows[0], "recommend")
    client.force_login(world.camat)
    url = f"{KECAMATAN}?tindakan=forward"
    tried = client.post(url, fill(client, url, periksa="1"))
    text = read_text(tried)
    assert "1 akan diputuskan. 2 tidak, alasannya ada pada usulannya." in text
    assert "Isi rekomendasi volume dan harga lebih dulu." in text
    done = client.post(url, read_form(tried) | {"putuskan": "1"}, follow=True)
    assert "1 usulan diputuskan" in read_text(done) and "2 tidak diputuskan" in read_text(done)
    assert statuses(rows) == ["opd_review", "kecamatan_review", "kecamatan_review"]


def test_figures_stay_those_of_each(officer, world):
    rows = make_rows(world, 2)
    url = f"{KECAMATAN}?tindakan=recommend"
    tried = officer.post(url, fill(officer, url, periksa="1"))
    officer.post(url, read_form(tried) | {"putuskan": "1"})
    reviews = Review.objects.filter(action="recommend").order_by("proposal")
    assert [(r.volume, r.price) for r in reviews] == [(row.volume, row.unit_price) for row in rows]


def test_an_agency_verifies_many_with_one_readiness(client, world):
    rows = make_rows(world, 2, status="opd_review")
    client.force_login(world.verifier)
    url = f"{AGENCY}?tindakan=verify"
    tried = client.post(url, fill(client, url, readiness="4", periksa="1"))
    client.post(url, read_form(tried) | {"putuskan": "1"})
    assert statuses(rows) == ["scoring", "scoring"]
    assert [row.current_readiness for row in rows] == [4, 4]


def test_a_list_that_changed_since_is_shown_again_and_nothing_is_done(officer, world):
    rows = make_rows(world)
    url = f"{KECAMATAN}?tindakan=return"
    tried = officer.post(url, fill(officer, url, periksa="1"))
    world.step(rows[2], "recommend")
    page = officer.post(url, read_form(tried) | {"putuskan": "1"})
    assert page.status_code == 409 and "Daftar ini berubah sejak Anda memeriksanya" in read_text(page)
    assert statuses(rows) == ["kecamatan_review"] * 3


def test_a_reason_of_blanks_is_one_sentence_at_the_field(officer, world):
    rows = make_rows(world)
    url = f"{KECAMATAN}?tindakan=return"
    page = officer.post(url, fill(officer, url, text="   ", periksa="1"))
    assert page.status_code == 422
    assert "Tulis alasannya; alasan ini dibaca pengusul." in read_text(page)
    assert statuses(rows) == ["kecamatan_review"] * 3


def test_nothing_ticked_is_told(officer, world):
    make_rows(world)
    url = f"{KECAMATAN}?tindakan=return"
    form = {name: value for name, value in fill(officer, url).items() if not name.startswith("pilih-")}
    page = officer.post(url, form | {"putuskan": "1"})
    assert page.status_code == 422 and "Centang usulan yang akan diputuskan" in read_text(page)


def test_a_closed_stage_is_told_and_nothing_is_done(officer, world):
    rows = make_rows(world)
    url = f"{KECAMATAN}?tindakan=return"
    form = fill(officer, url, periksa="1")
    close_stage(world.cycle, "kecamatan")
    page = officer.post(url, form)
    assert page.status_code == 422 and "sudah ditutup" in read_text(page)
    assert statuses(rows) == ["kecamatan_review"] * 3


def test_an_officer_does_not_forward(officer, world):
    rows = make_rows(world)
    world.step(rows[0], "recommend")
    url = f"{KECAMATAN}?tindakan=forward"
    assert "Teruskan hasil Musrenbang" not in read_text(officer.get(KECAMATAN))
    posted = {f"pilih-{rows[0].uuid}": "1", "putuskan": "1"}
    assert "Pilih satu keputusan di atas." in read_text(officer.post(url, posted))
    assert statuses(rows) == ["kecamatan_review"] * 3


def test_of_another_office_is_nothing_to_choose(client, world):
    rows = make_rows(world)
    client.force_login(world.person("kecamatan_officer", world.benda))
    url = f"{KECAMATAN}?tindakan=return"
    posted = {f"pilih-{rows[0].uuid}": "1", "putuskan": "1", "text": "x", "pilih-bukan": "1"}
    assert client.post(url, posted).status_code == 200
    assert statuses(rows) == ["kecamatan_review"] * 3


def test_many_are_done_by_a_job_with_its_result(officer, world, monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 1)
    rows = make_rows(world)
    url = f"{KECAMATAN}?tindakan=return"
    tried = officer.post(url, fill(officer, url, periksa="1"))
    answer = officer.post(url, read_form(tried) | {"putuskan": "1"})
    job = Job.objects.get(kind=work.KIND)
    assert answer.url == job.get_absolute_url()
    result = f"{KECAMATAN}{job.pk}/"
    assert "Menunggu giliran" in read_text(officer.get(result))
    jobs.run(job.pk)
    assert statuses(rows) == ["revision"] * 3
    assert "3 usulan diputuskan" in read_text(officer.get(result))
    assert re.search(r"3 diputuskan\.", read_text(officer.get(job.get_absolute_url())))


def test_a_job_done_again_after_a_crash_does_nothing_twice(world):
    rows = make_rows(world, 2)
    task = Task("return", RETURN, {row.uuid: row.version for row in rows})
    read = Task.read(task.write())
    assert read == task
    perform(targets={rows[0].uuid: rows[0].version}, action="return", by=world.officer, **RETURN).require()
    done, refused = deciding.carry_out(read, by=world.officer)
    assert (done, refused) == (2, ())
    assert deciding.carry_out(read, by=world.officer) == (2, ())
    assert Review.objects.filter(action="return").count() == 2


def test_a_job_of_an_account_that_is_closed_is_not_done(world):
    row = world.proposal()
    job = work.ask(Task("return", RETURN, {row.uuid: row.version}), desk="kecamatan", by=world.officer)
    world.officer.is_active = False
    world.officer.save()
    assert "sudah tidak aktif" in jobs.run(job.pk).error
    assert statuses([row]) == ["kecamatan_review"]


def test_page_takes_the_same_queries_at_one_and_at_three_rows(officer, world):
    url = f"{KECAMATAN}?tindakan=return"

    def count() -> int:
        form = fill(officer, url, periksa="1")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            officer.post(url, form)
        return len(captured)

    world.proposal()
    first = count()
    make_rows(world, 2)
    assert count() == first
