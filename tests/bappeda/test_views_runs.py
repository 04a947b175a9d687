"""Runs in the browser: made, approved by another person, announced whole or not, replaced, proven; the year closed."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bappeda import computing
from bappeda.models import Publication, RankedProposal, RankingRun, RunApproval
from bappeda.services.freezing import freeze
from proposals import triggers
from proposals.models import PlanningCycle, Proposal
from proposals.services.transitions import perform
from tests.bappeda.factories import (
    make_approved_run,
    make_marked,
    make_published_run,
    make_run,
    make_world,
    mark,
    set_ceiling,
)

pytestmark = pytest.mark.django_db
NEW = "/bappeda/perhitungan/baru/"
RUNS = "/bappeda/perhitungan/"
CLOSE = "/bappeda/tutup-tahun/"


@pytest.fixture
def world():
    return make_world()


def page(run, name: str) -> str:
    return reverse(f"bappeda:run_{name}", args=[run.pk])


def send(client, user, url: str, **fields):
    client.force_login(user)
    return client.post(url, fields)


def words(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    ("role", "listed", "new", "approve", "publish", "close"),
    [
        ("kelurahan_operator", 403, 403, 403, 403, 403),
        ("camat", 403, 403, 403, 403, 403),
        ("opd_verifier", 403, 403, 403, 403, 403),
        ("bappeda_reviewer", 200, 403, 403, 403, 403),
        ("bappeda_admin", 200, 200, 403, 200, 200),
        ("bappeda_head", 200, 403, 200, 403, 403),
        ("leadership", 200, 403, 403, 403, 403),
        ("administrator", 403, 403, 403, 403, 403),
    ],
)
def test_pages_by_role(client, world, role, listed, new, approve, publish, close):
    make_marked(world)
    run = make_run(world)
    client.force_login(world.person(role))
    found = [
        client.get(url).status_code for url in (RUNS, NEW, page(run, "approve"), page(run, "publish"), CLOSE)
    ]
    assert found == [listed, new, approve, publish, close]


def test_new_run_is_computed_by_the_chosen_rules(client, world):
    make_marked(world)
    rules = {"method": "saw", "reviewers": "median", "normalised_places": "4", "allocation": "stop"}
    assert send(client, world.admin, NEW, **rules).status_code == 302
    run = RankingRun.objects.get()
    assert {name: run.rules[name] for name in rules} == rules | {"normalised_places": 4}
    assert "SAW, nilai tengah penilai, nilai ternormalisasi 4 desimal" in words(
        client.get(run.get_absolute_url())
    )


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"method": "oracle"}, "Pilih metode dari daftar"),
        ({"reviewers": "loudest"}, "Pilih rata-rata (mean) atau nilai tengah (median)"),
        ({"allocation": "lottery"}, "Pilih aturan pagu"),
        ({"method": "saw", "normalised_places": "empat"}, "0 sampai 10"),
        ({"normalised_places": "4"}, "hanya untuk SAW"),
    ],
)
def test_rules_that_cannot_be_used_are_refused_where_they_stand(client, world, rules, sentence):
    make_marked(world)
    answer = send(client, world.admin, NEW, **rules)
    assert (answer.status_code, sentence in words(answer)) == (422, True)
    assert not RankingRun.objects.exists()


def test_new_run_warns_of_what_makes_a_result_say_little(client, world):
    make_marked(world)
    client.force_login(world.admin)
    assert "Semua nilai berasal dari satu penilai" in words(client.get(NEW))


def test_unmarked_proposals_are_named_and_nothing_is_made(client, world):
    make_marked(world)
    waiting = world.proposal("scoring")
    waiting.refresh_from_db()
    answer = send(client, world.admin, NEW, note="Percobaan pertama.")
    assert answer.status_code == 409
    assert f"Usulan {waiting.reference} belum cukup dinilai" in words(answer)
    assert "Percobaan pertama." in words(answer)
    assert not RankingRun.objects.exists()


def test_a_reason_leaves_an_unmarked_proposal_out(client, world):
    make_marked(world)
    waiting = world.proposal("scoring")
    answer = send(client, world.admin, NEW, **{f"alasan-{waiting.uuid}": "Menunggu surat hibah."})
    run = RankingRun.objects.get()
    assert answer.url == run.get_absolute_url()
    assert (run.proposal_count, run.unassessed[0]["reason"]) == (1, "Menunggu surat hibah.")
    assert "1 usulan belum dinilai dan tidak ikut diperingkat" in words(client.get(answer.url))


def test_one_reason_may_count_for_all_that_lack_marks(client, world):
    make_marked(world)
    world.proposal("scoring")
    world.proposal("scoring")
    send(client, world.admin, NEW, **{"alasan-semua": "Penilai berhalangan."})
    assert [item["reason"] for item in RankingRun.objects.get().unassessed] == ["Penilai berhalangan."] * 2


def test_an_unreadable_number_is_refused(client, world):
    make_marked(world)
    assert send(client, world.admin, NEW, **{"alasan-abc": "x"}).status_code == 422
    assert not RankingRun.objects.exists()


def test_without_proposals_there_is_nothing_to_make(client, world):
    client.force_login(world.admin)
    assert "Belum ada usulan yang bisa diperingkat." in words(client.get(NEW))
    assert send(client, world.admin, NEW).status_code == 409


def test_head_approves_and_admin_announces(client, world):
    row = make_marked(world)
    run = make_run(world)
    assert "1 usulan, Rp\u00a0184.500.000" in words(_get(client, world.head, page(run, "approve")))
    assert send(client, world.head, page(run, "approve")).status_code == 302
    assert "Umumkan daftar prioritas 2021?" in words(_get(client, world.admin, page(run, "publish")))
    assert send(client, world.admin, page(run, "publish")).status_code == 302
    row.refresh_from_db()
    assert row.status == "prioritised"
    assert "Diumumkan" in words(client.get(RUNS))


def test_own_run_is_not_approved_by_its_maker(client, world):
    make_marked(world)
    world.head.deputies.create(
        role="bappeda_admin",
        capacity="Plh.",
        letter_number="800/1",
        starts_on="2020-01-01",
        ends_on="2099-01-01",
    )
    run = freeze(cycle=world.cycle, by=world.head)
    assert "jadi Kepala Bappeda lain yang menyetujui" in words(_get(client, world.head, page(run, "approve")))
    assert send(client, world.head, page(run, "approve")).status_code == 409
    assert not RunApproval.objects.exists()


def test_announcing_without_approval_is_refused(client, world):
    make_marked(world)
    run = make_run(world)
    answer = send(client, world.admin, page(run, "publish"))
    assert answer.status_code == 409
    assert "Perhitungan ini belum disetujui Kepala Bappeda." in words(answer)


def test_announcing_is_all_or_nothing_and_lists_what_moved(client, world):
    rows = [make_marked(world) for _ in range(3)]
    run = make_approved_run(world)
    for row in rows[:2]:
        perform(
            targets={row.uuid: row.version}, action="return", by=world.admin, text="Ukur ulang."
        ).require()
    answer = send(client, world.admin, page(run, "publish"))
    assert answer.status_code == 409
    for row in rows[:2]:
        assert f"Usulan {row.reference} berubah sejak dibekukan" in words(answer)
    assert "Tidak ada yang diubah." in words(answer)
    assert not Publication.objects.exists()
    assert Proposal.objects.filter(status="scoring").count() == 1


def test_second_list_needs_a_reason_and_replaces_the_first(client, world):
    first, second = make_marked(world), make_marked(world)
    old = make_published_run(world)
    set_ceiling(world, first.current_budget)
    run = make_approved_run(world)
    text = words(_get(client, world.admin, page(run, "publish")))
    assert "Ganti daftar prioritas 2021?" in text
    assert "1 usulan dari Prioritas menjadi Cadangan" in text
    refused = send(client, world.admin, page(run, "publish"), category="ceiling_changed", text=" ")
    assert refused.status_code == 422
    assert "Tulis alasan perubahan; alasan ini dibaca pengusul dan warga." in words(refused)
    done = send(
        client, world.admin, page(run, "publish"), category="ceiling_changed", text="Pagu kota turun."
    )
    assert done.status_code == 302
    second.refresh_from_db()
    assert second.status == "reserve"
    assert "Daftar ini sudah diganti." in words(client.get(old.get_absolute_url()))


def test_cancelled_proposals_are_named_by_reference(client, world):
    row, _ = make_marked(world), make_marked(world)
    make_published_run(world)
    row.refresh_from_db()
    unknown = send(
        client, world.admin, NEW, **{"batal-nomor-1": "2021-36.71.03.1002-9999", "batal-alasan-1": "x"}
    )
    assert unknown.status_code == 422
    assert "tidak ditemukan" in words(unknown)
    send(
        client, world.admin, NEW, **{"batal-nomor-1": row.reference.lower(), "batal-alasan-1": "Lahan batal."}
    )
    assert RankingRun.objects.first().cancelled[0]["reference"] == row.reference


def test_check_says_that_it_fits_and_what_has_changed_since(client, world):
    row = make_marked(world)
    run = make_run(world)
    text = words(_get(client, world.head, page(run, "check")))
    assert "Cocok." in text
    assert "Tidak ada. Penilaian, pagu, dan kriteria masih seperti saat dibekukan." in text
    mark(world, row, version=1, marks={"rkpd": 1, "lintas_wilayah": 1})
    assert row.reference in words(client.get(page(run, "check")))


def test_check_says_that_a_row_was_altered(client, world):
    make_marked(world)
    run = make_run(world)
    triggers.remove()
    RankedProposal.objects.update(score="99.000000")
    text = words(_get(client, world.admin, page(run, "check")))
    assert "Tidak cocok." in text
    assert "Urutan 1" in text
    triggers.install()


def test_download_holds_inputs_and_result_of_which_the_digests_are(client, world):
    make_marked(world)
    run = make_run(world)
    answer = _get(client, world.admin, page(run, "file"))
    whole = json.loads(answer.content)
    for part in ("inputs", "result"):
        assert computing.digest(computing.write_canonical(whole[part])) == getattr(run, f"{part}_sha256")
    assert answer["Content-Disposition"] == 'attachment; filename="perhitungan-2021-1.json"'
    assert _get(client, world.lurah, page(run, "file")).status_code == 404


def test_year_is_closed_only_after_publication(client, world):
    waiting = world.proposal("opd_review")
    assert "Umumkan hasil pemeringkatan lebih dulu" in words(_get(client, world.admin, CLOSE))
    assert send(client, world.admin, CLOSE).status_code == 409
    make_marked(world)
    make_published_run(world)
    assert "1 usulan" in words(client.get(CLOSE))
    assert send(client, world.admin, CLOSE).status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == "lapsed"
    assert PlanningCycle.objects.get().closed_by == world.admin
    assert send(client, world.admin, CLOSE).status_code == 409


def test_runs_take_the_same_queries_for_one_and_for_three(client, world, django_assert_num_queries):
    make_marked(world)
    make_published_run(world)
    client.force_login(world.person("leadership"))
    client.get(RUNS)
    with CaptureQueriesContext(connection) as first:
        client.get(RUNS)
    for _ in range(2):
        make_run(world)
    with django_assert_num_queries(len(first)):
        client.get(RUNS)


def _get(client, user, url: str):
    client.force_login(user)
    return client.get(url)
