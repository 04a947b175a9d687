"""The pages of criteria: versions, a draft and its start, one criterion, weights typed and derived, every refusal."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bappeda.models import Assessment, CriteriaSet, Criterion, EarlierSheet
from bappeda.services import criteria_drafts
from bappeda.services.criteria import require_in_force
from jobs.models import Notification
from tests.bappeda.factories import make_marked, make_published_run, make_run, make_world, set_ceiling
from tests.factories import make_cycle

pytestmark = pytest.mark.django_db
LIST = "/bappeda/kriteria/"
NEW = {
    "label": "Dampak lingkungan",
    "source": "mark",
    "type": "benefit",
    "position": "8",
    "level_1": "Merusak.",
    "level_5": "Memulihkan.",
}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def draft(world):
    return criteria_drafts.copy_set(criteria_set=world.criteria_set, cycle=world.cycle, by=world.admin)


@pytest.fixture
def page(client, world):
    client.force_login(world.admin)
    return client


def url(draft, part="") -> str:
    return f"{LIST}{draft.pk}/{part}"


def seen(draft) -> str:
    return criteria_drafts.fingerprint(CriteriaSet.objects.get(pk=draft.pk))


def send(page, draft, part, **values):
    return page.post(url(draft, part), {"sidik": seen(draft)} | values)


def weights_of(draft, **changed) -> dict:
    return {f"bobot-{row.key}": str(row.weight) for row in draft.criteria.all()} | {
        f"bobot-{key}": value for key, value in changed.items()
    }


def judge(draft, **changed) -> dict:
    size = draft.criteria.count()
    pairs = {f"banding-{i}-{j}": "1" for i in range(size) for j in range(i + 1, size)}
    return pairs | {name.replace("_", "-"): value for name, value in changed.items()}


def test_first_set_of_a_year_starts_from_the_default_and_comes_in_force(page, world):
    CriteriaSet.objects.all().delete()
    assert "bawaan" in page.get(LIST).content.decode()
    page.post(f"{LIST}mulai/", {"asal": "bawaan", "tahun": world.cycle.slug})
    draft = CriteriaSet.objects.get()
    assert (draft.version, draft.is_draft, CriteriaSet.objects.in_force(world.cycle)) == (1, True, None)
    assert page.post(f"{LIST}mulai/", {"asal": "bawaan"}).status_code == 409
    assert send(page, draft, "berlakukan/").status_code == 302
    started = require_in_force(world.cycle)
    assert (started, started.in_force_by, started.is_draft) == (draft, world.admin, False)


def test_set_of_another_year_is_copied(page, world):
    later = make_cycle(year=2022)
    answer = page.post(
        f"{LIST}mulai/?tahun={later.slug}", {"asal": world.criteria_set.pk, "tahun": later.slug}
    )
    copy = CriteriaSet.objects.get(cycle=later)
    assert (answer.url, copy.version, copy.criteria.count()) == (url(copy), 1, 7)


def test_set_in_force_is_not_edited_but_offers_a_copy(page, world):
    before = list(Criterion.objects.values())
    for part in ("umum/", "bobot/", "ahp/", "tambah/", "isi/rkpd/", "berlakukan/"):
        answer = page.get(url(world.criteria_set, part))
        assert answer.status_code == 409
        assert "Salin sebagai versi baru" in answer.content.decode()
    for part in ("hapus/", "isi/rkpd/hapus/", "berlakukan/"):
        assert send(page, world.criteria_set, part).status_code == 409
    assert list(Criterion.objects.values()) == before


def test_two_admins_do_not_overwrite_each_other(page, world, draft):
    old = seen(draft)
    assert send(page, draft, "bobot/", **weights_of(draft, rkpd="0,30", spm="15%")).status_code == 302
    answer = page.post(url(draft, "bobot/"), {"sidik": old} | weights_of(draft))
    assert answer.status_code == 409
    assert "sudah diubah" in answer.content.decode()
    assert draft.criteria.get(key="rkpd").weight == Decimal("0.30")


def test_closed_year_is_only_read(page, world, draft):
    world.cycle.closed_at = world.cycle.windows.first().opens_at
    world.cycle.save()
    assert page.get(url(draft)).status_code == 200
    assert send(page, draft, "bobot/", **weights_of(draft)).status_code == 409


def test_weights_that_do_not_sum_to_one_are_refused_then_shown_fitted_then_saved(page, world, draft):
    typed = weights_of(draft, rkpd="0,30")
    answer = send(page, draft, "bobot/", **typed)
    assert answer.status_code == 422
    assert "Jumlah bobot harus tepat 1; sekarang 1,05." in answer.content.decode()
    answer = send(page, draft, "bobot/", **typed, sesuaikan="1")
    rows = {row["criterion"].key: row for row in answer.context["rows"]}
    assert (answer.status_code, rows["rkpd"]["typed"], rows["rkpd"]["before"]) == (200, "0,28571", "0,30")
    assert "Belum disimpan" in answer.content.decode()
    assert draft.criteria.get(key="rkpd").weight == Decimal("0.25")
    fitted = {f"bobot-{key}": row["typed"] for key, row in rows.items()}
    assert send(page, draft, "bobot/", **fitted).status_code == 302
    assert sum(draft.criteria.values_list("weight", flat=True)) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [("-0,1", "antara 0 dan 1"), ("dua", "antara 0 dan 1"), ("0,1234567", "paling banyak 5 angka")],
)
def test_weights_that_cannot_be_read_say_so(page, draft, changed, sentence):
    answer = send(page, draft, "bobot/", **weights_of(draft, rkpd=changed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_weights_of_nothing_cannot_be_fitted(page, draft):
    nothing = dict.fromkeys(weights_of(draft), "0")
    answer = send(page, draft, "bobot/", **nothing, sesuaikan="1")
    assert (answer.status_code, "sedikitnya satu bobot" in answer.content.decode()) == (422, True)


def test_pairs_are_computed_live_and_saved_with_their_weights(page, world, draft):
    judged = judge(draft, banding_0_1="9", banding_0_2="1/5", banding_1_2="7")
    part = page.post(url(draft, "ahp/"), judged, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert part.status_code == 200
    assert "Perlu dilihat lagi" in text
    assert 'data-worst="banding-0-1"' in text
    assert "<html" not in text
    assert send(page, draft, "ahp/", **judged, simpan="1").status_code == 302  # warned, not forbidden
    draft.refresh_from_db()
    assert sum(draft.criteria.values_list("weight", flat=True)) == 1
    assert draft.pairwise["judgements"][1][0] == "1/9"
    shown = page.get(url(draft, "ahp/")).content.decode()
    assert '<option value="1/5" selected>' in shown
    assert "perbandingan berpasangan (AHP)" in page.get(url(draft)).content.decode()
    even = dict(zip(weights_of(draft), ("1", *"000000"), strict=True))
    send(page, draft, "bobot/", **even)
    draft.refresh_from_db()
    assert draft.pairwise == {}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"banding_1_0": "3"}, "bertentangan"), ({"banding_0_1": "12"}, "antara 1/9 dan 9")],
)
def test_pasted_judgements_that_contradict_are_refused(page, draft, changed, sentence):
    before = list(draft.criteria.values())
    answer = send(page, draft, "ahp/", **judge(draft, **changed), simpan="1")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert list(draft.criteria.values()) == before


def test_pairs_need_two_to_ten_criteria(page, draft):
    for number in range(4):
        draft.criteria.create(key=f"k{number}", label="Lain", source="mark", weight=0)
    answer = page.get(url(draft, "ahp/"))
    assert (answer.status_code, "paling banyak untuk 10" in answer.content.decode()) == (409, True)


def test_new_criterion_opens_finished_sheets_that_lack_its_mark(page, world):
    row = make_marked(world)
    draft = criteria_drafts.copy_set(criteria_set=world.criteria_set, cycle=world.cycle, by=world.admin)
    assert send(page, draft, "tambah/", **NEW).status_code == 302
    send(page, draft, "bobot/", **weights_of(draft, rkpd="0,20", dampak_lingkungan="0,05"))
    told = page.get(url(draft, "berlakukan/"))
    assert (told.context["effect"].sheets, [r.reference for r in told.context["lacking"]]) == (
        1,
        [row.reference],
    )
    assert send(page, draft, "berlakukan/").status_code == 302
    sheet, kept = Assessment.objects.get(), EarlierSheet.objects.get()
    assert (sheet.state, sheet.marks, sheet.version) == ("draft", kept.marks, kept.version + 1)
    assert "versi 2" in Notification.objects.get(recipient=world.reviewer).text


def test_weights_alone_open_no_sheet(page, world):
    make_marked(world)
    draft = criteria_drafts.copy_set(criteria_set=world.criteria_set, cycle=world.cycle, by=world.admin)
    send(page, draft, "bobot/", **weights_of(draft, rkpd="0,30", spm="0,15"))
    effect = page.get(url(draft, "berlakukan/")).context["effect"]
    assert (effect.sheets, effect.lacking, len(effect.changes)) == (0, (), 2)
    send(page, draft, "berlakukan/")
    assert Assessment.objects.get().state == "submitted"
    assert make_run(world).criteria_set == draft


def test_published_proposals_cannot_be_asked_for_a_new_mark(page, world):
    make_marked(world)
    set_ceiling(world, 10**12)
    make_published_run(world)
    draft = criteria_drafts.copy_set(criteria_set=world.criteria_set, cycle=world.cycle, by=world.admin)
    send(page, draft, "tambah/", **NEW)
    answer = send(page, draft, "berlakukan/")
    assert answer.status_code == 409
    assert "sudah diumumkan" in answer.content.decode()
    assert require_in_force(world.cycle) == world.criteria_set


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"label": ""}, "Tulis nama kriteria."),
        ({"key": "spm"}, "sudah dipakai kriteria lain"),
        ({"key": "a b"}, "huruf kecil"),
        ({"source": "field"}, "Pilih isian yang dipakai"),
        ({"source": "field", "field_name": "people", "edge_any_1": "5"}, "Isi keempat batas"),
        ({"source": "field", "field_name": "people", "edge_any_1": "x"}, "angka bulat"),
        (
            {"source": "field", "field_name": "people"} | {f"edge_any_{n}": "10" for n in range(1, 5)},
            "makin besar",
        ),
        ({"level_1": "a\x00b"}, "Teks memuat karakter"),
    ],
)
def test_criterion_that_makes_no_sense_is_said_and_not_saved(page, draft, changed, sentence):
    answer = send(page, draft, "tambah/", **NEW | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert draft.criteria.count() == 7


def test_spread_follows_the_edges_that_are_typed(page, world, draft):
    world.proposal("scoring")  # 34 households, physical
    edges = {f"edge_any_{n}": str(10 * n) for n in range(1, 5)}
    typed = NEW | {"source": "field", "field_name": "current_households"} | edges
    answer = page.post(url(draft, "sebaran/"), typed)
    assert [column.count for column in answer.context["spread"].pictures[0].columns] == [0, 0, 0, 1, 0]
    answer = page.post(url(draft, "sebaran/"), typed | {"edge_any_4": "34"})
    assert [column.count for column in answer.context["spread"].pictures[0].columns] == [0, 0, 0, 0, 1]
    assert "batas atas tidak" in answer.content.decode()
    assert "makin besar" in page.post(url(draft, "sebaran/"), typed | {"edge_any_4": "5"}).content.decode()
    shown = send(page, draft, "isi/rkpd/", **typed, key="rkpd", lihat="1")
    assert "Sebaran sekarang" in shown.content.decode()
    assert draft.criteria.get(key="rkpd").source == "mark"


def test_criterion_is_renamed_and_removed_and_the_draft_thrown_away(page, world, draft):
    send(page, draft, "ahp/", **judge(draft, banding_0_1="3"), simpan="1")
    send(page, draft, "isi/rkpd/", **NEW | {"key": "rencana"})
    draft.refresh_from_db()
    assert draft.pairwise["keys"][0] == "rencana"
    send(page, draft, "isi/rencana/hapus/")
    text = page.get(url(draft)).content.decode()
    assert "Jumlah bobot harus tepat 1" in text
    assert send(page, draft, "berlakukan/").status_code == 422
    assert send(page, draft, "hapus/").status_code == 302
    assert CriteriaSet.objects.get() == world.criteria_set


def test_facts_of_a_draft(page, draft):
    few = {"title": "Kriteria 2021", "reviewers_per_proposal": "1", "min_marks": "2"}
    answer = send(page, draft, "umum/", **few)
    assert (answer.status_code, "tidak boleh kurang" in answer.content.decode()) == (422, True)
    assert send(page, draft, "umum/", **few | {"reviewers_per_proposal": "3"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.min_marks, draft.reviewers_per_proposal) == ("Kriteria 2021", 2, 3)


def test_pages_take_the_same_queries_for_one_and_for_three(page, world, draft, django_assert_num_queries):
    parts = (LIST, url(draft), url(draft, "berlakukan/"), url(draft, "isi/jangkauan/"), url(draft, "ahp/"))
    make_marked(world)
    make_run(world)
    page.get(LIST)
    counts = {}
    for part in parts:
        with CaptureQueriesContext(connection) as first:
            page.get(part)
        counts[part] = len(first)
    for _ in range(2):
        make_marked(world)
        make_run(world)
    for number in (3, 4):
        draft.criteria.create(key=f"k{number}", label="Lain", source="order", weight=0)
        world.criteria_set.pk, world.criteria_set.version = None, number + 10
        world.criteria_set.save()
        Criterion.objects.create(criteria_set=world.criteria_set, key="k", label="K", source="mark", weight=1)
    for part in parts:
        with django_assert_num_queries(counts[part]):
            page.get(part)
