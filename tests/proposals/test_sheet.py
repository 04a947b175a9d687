"""What a sheet says of one proposal: figures per level, history, whose turn, offers; in few queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals import clock, lookup, turns
from proposals.models import Proposal
from proposals.refusals import Refused
from proposals.sheet import build_sheet
from proposals.windows import Windows
from regions.indonesian import long_moment
from tests.factories import World, close_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def sheet_of(row, user):
    return build_sheet(lookup.find(row.uuid, user=user), user)


def recommend(world, row, volume, text="Hasil ukur 110 m."):
    world.step(row, "recommend", volume=volume, text=text)


def test_sheet_takes_few_queries(world):
    row = world.proposal("scoring")
    user = world.camat
    with CaptureQueriesContext(connection) as queries:
        sheet = sheet_of(row, user)
        assert sheet.levels["columns"] and sheet.steps and sheet.sketch and sheet.offers is not None
    assert len(queries) <= 12


def test_find_answers_404_out_of_scope(world):
    row = world.proposal("draft")
    with pytest.raises(Refused) as refused:
        lookup.find(row.uuid, user=world.camat)
    assert refused.value.http == 404


def test_levels_mark_what_changed_in_words(world):
    row = world.proposal("kecamatan_review")
    recommend(world, row, "110")
    levels = sheet_of(row, world.camat).levels
    assert [column["title"] for column in levels["columns"]] == ["Kelurahan, awal", "Kecamatan"]
    volume, price, budget, _ = (level["cells"][1] for level in levels["rows"])
    assert volume == {"text": "110 meter", "note": "turun 10 meter (8,3%)", "changed": True}
    assert price["note"] == "tetap" and not price["changed"]
    assert budget["note"] == "turun Rp\u00a015.375.000"


def test_levels_keep_only_the_last_recommendation_in_a_row(world):
    row = world.proposal("kecamatan_review")
    recommend(world, row, "110")
    recommend(world, row, "115")
    sheet = sheet_of(row, world.camat)
    assert sheet.levels["rows"][0]["cells"][-1]["text"] == "115 meter"
    assert len(sheet.levels["columns"]) == 2
    assert [step["title"] for step in sheet.steps].count("Direkomendasikan kecamatan") == 2


def test_levels_show_a_draft_as_it_is_written(world):
    sheet = sheet_of(world.proposal("draft"), world.operator)
    assert [column["title"] for column in sheet.levels["columns"]] == ["Kelurahan, isian"]


def test_steps_tell_who_in_which_office_and_why(world):
    row = world.proposal("rejected")
    step = sheet_of(row, world.camat).steps[-1]
    assert (step["title"], step["tone"]) == ("Ditolak", "bad")
    assert (step["reason_label"], step["reason"]) == ("Usulan ganda", "Sudah diusulkan RW lain.")
    assert f"{world.camat.full_name}, Camat, Kecamatan Batuceper" in step["text"]


def test_steps_name_the_capacity_of_a_deputy(world):
    row = world.proposal("awaiting_lurah")
    deputy = world.person("kelurahan_operator", world.batusari)
    deputy.deputies.create(
        role="lurah",
        kelurahan=world.batujaya,
        capacity="Plh.",
        letter_number="800/1",
        starts_on="2020-01-01",
        ends_on="2099-01-01",
    )
    from proposals.services.transitions import perform

    perform(targets={row.uuid: row.version}, action="endorse", by=deputy).require()
    texts = [step.get("text", "") for step in sheet_of(row, world.camat).steps]
    assert any("Plh. Lurah (surat nomor 800/1), Kelurahan Batujaya" in text for text in texts)


def test_steps_escape_what_people_wrote(world):
    row = world.proposal("kecamatan_review")
    world.camat.full_name = "<b>Budi</b>"
    world.camat.save()
    world.step(row, "refer", institution="<script>alert(1)</script>")
    text = "".join(step.get("text", "") for step in sheet_of(row, world.camat).steps)
    assert "<script>" not in text and "<b>Budi" not in text and "&lt;script&gt;" in text


def test_edits_in_a_row_are_told_once(world):
    row = world.proposal("draft")
    from proposals.services.transitions import perform

    for number in range(3):
        row.refresh_from_db()
        perform(
            targets={row.uuid: row.version}, action="edit", by=world.operator, values={"people": 100 + number}
        ).require()
    row.refresh_from_db()
    perform(targets={row.uuid: row.version}, action="edit", by=world.lurah, values={"people": 120}).require()
    steps = sheet_of(row, world.operator).steps
    titles = [step["title"] for step in steps]
    assert titles == ["Draf dibuat", "Isian atau lampiran diubah 5 kali", "Menunggu Kelurahan Batujaya"]
    assert steps[1]["text"].index(world.operator.full_name) < steps[1]["text"].index(world.lurah.full_name)


def test_offers_are_those_of_the_role(world):
    row = world.proposal("kecamatan_review")
    assert {o.key for o in sheet_of(row, world.officer).offers} == {"recommend", "merge", "return"}
    assert sheet_of(row, world.lurah).offers == []
    assert sheet_of(row, world.head).offers == []


def test_offer_says_why_it_waits(world):
    row = world.proposal("kecamatan_review")
    sheet = sheet_of(row, world.camat)
    assert sheet.offer("forward").blocked == "Isi rekomendasi volume dan harga lebih dulu."
    assert sheet.offer("reject").blocked == ""
    assert sheet.decisions[-1].key == "reject"


def test_offer_is_blocked_when_the_stage_has_closed(world):
    row = world.proposal("kecamatan_review")
    close_stage(world.cycle, "kecamatan")
    assert "sudah ditutup" in sheet_of(row, world.camat).offer("reject").blocked


def test_offer_of_an_incomplete_draft_names_what_is_missing(world):
    row = world.draft(photo=False)
    assert (
        sheet_of(row, world.operator).offer("submit").blocked == "Belum lengkap: Tambahkan satu foto lokasi."
    )


def test_resubmit_waits_for_a_change(world):
    row = world.proposal("revision")
    assert sheet_of(row, world.lurah).offer("resubmit").blocked.startswith("Belum ada yang diubah")
    from proposals.services.transitions import perform

    perform(
        targets={row.uuid: row.version}, action="edit", by=world.lurah, values={"people": "150"}
    ).require()
    assert sheet_of(row, world.lurah).offer("resubmit").blocked == ""


@pytest.mark.parametrize(
    ("status", "who"),
    [
        ("draft", "Kelurahan Batujaya"),
        ("awaiting_lurah", "Lurah Batujaya"),
        ("kecamatan_review", "Kecamatan Batuceper"),
        ("opd_review", "Dinas Pekerjaan Umum dan Penataan Ruang"),
        ("scoring", "penilaian Bappeda"),
        ("revision", "perbaikan oleh Kelurahan Batujaya"),
    ],
)
def test_turn_names_who_must_act_and_until_when(world, status, who):
    row = Proposal.objects.get(pk=world.proposal(status).pk)
    windows, now = Windows(row.cycle), clock.now()
    sentence = turns.describe_turn(row, windows=windows, now=now)
    assert sentence.startswith(f"Menunggu {who} sampai ") and sentence.endswith(" WIB.")


def test_turn_says_that_the_stage_has_closed(world):
    row = world.proposal("kecamatan_review")
    close_stage(world.cycle, "kecamatan")
    sentence = turns.describe_turn(row, windows=Windows(row.cycle), now=clock.now())
    assert "sudah ditutup" in sentence and "diminta ke Bappeda" in sentence


def test_turn_says_when_the_stage_opens(world):
    row = world.proposal("kecamatan_review")
    window = world.cycle.windows.get(stage="kecamatan")
    window.opens_at = clock.now() + timedelta(days=2)
    window.save()
    sentence = turns.describe_turn(row, windows=Windows(row.cycle), now=clock.now())
    assert sentence == f"Menunggu Kecamatan Batuceper. Tahapnya dibuka {long_moment(window.opens_at)}."


def test_sketch_says_how_far(world):
    sketch = sheet_of(world.proposal("draft"), world.operator).sketch
    assert (sketch.away, sketch.coordinates) == ("0 m", "-6,15342; 106,65938")
    assert sketch.drawing.centre.name == "Pusat Batujaya"


def test_sketch_is_absent_without_a_position(world):
    row = world.draft(latitude="", longitude="")
    assert sheet_of(row, world.operator).sketch is None
