"""/kelurahan/urutan/: one order of exactly the office's proposals, against the advisory share, with its trace."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.models import Ceiling, Proposal, SavedOrder
from proposals.services.transitions import perform
from tests.crowd import make_many
from tests.factories import close_stage
from tests.kelurahan.pages import read_form, read_text
from tests.meetings import hold_meeting, issue_minutes

pytestmark = pytest.mark.django_db
PAGE = "/kelurahan/urutan/"


@pytest.fixture
def rows(world) -> list[Proposal]:
    """Three proposals of Rp 184.500.000 each; the last one waits for the lurah."""
    first, second = make_many(world, 2)
    third = world.proposal("awaiting_lurah", title="Gg. Mawar")
    for row, title in ((first, "Gg. Anggrek"), (second, "Gg. Dahlia")):
        Proposal.objects.filter(pk=row.pk).update(title=title)
    return [first, second, third]


def set_share(world, amount: int) -> None:
    Ceiling.objects.create(
        cycle=world.cycle,
        kind="kelurahan",
        kelurahan=world.batujaya,
        amount=amount,
        reason="Uji",
        effective_on="2020-01-02",
    )


def numbered(form: dict, *rows, **more) -> dict:
    return form | {f"urutan-{row.uuid}": str(n) for n, row in enumerate(rows, 1)} | {"simpan": "1"} | more


def orders() -> list[int | None]:
    return list(Proposal.objects.order_by("pk").values_list("kelurahan_order", flat=True))


def test_order_is_saved_as_one_with_its_trace_and_without_versions(operator, world, rows):
    versions = list(Proposal.objects.order_by("pk").values_list("version", flat=True))
    answer = operator.post(PAGE, numbered(read_form(operator.get(PAGE)), rows[2], rows[0], rows[1]))
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert orders() == [2, 3, 1]
    assert list(Proposal.objects.order_by("pk").values_list("version", flat=True)) == versions
    trace = SavedOrder.objects.get()
    assert (trace.by, trace.order[0]) == (world.operator, rows[2].reference)
    text = read_text(operator.get(PAGE))
    assert "Urutan 3 usulan tersimpan." in text and world.operator.full_name in text
    operator.post(PAGE, numbered(read_form(operator.get(PAGE)), rows[2], rows[0], rows[1]))
    assert SavedOrder.objects.count() == 1, "nothing moved, nothing to trace"


def test_sums_stand_beside_each_row_and_the_line_where_the_share_ends(operator, world, rows):
    set_share(world, 400_000_000)
    text = read_text(operator.get(PAGE))
    assert "jumlah sampai sini Rp 184.500.000" in text and "jumlah sampai sini Rp 553.500.000" in text
    cut = text.index("Batas pagu saran Rp 400.000.000")
    assert text.index("Gg. Dahlia") < cut < text.index("Gg. Mawar")
    assert "Seluruh daftar Rp 553.500.000; 1 usulan di atas pagu saran." in text


def test_without_a_share_nothing_is_over(operator, rows):
    text = read_text(operator.get(PAGE))
    assert "Bappeda belum mengisi pagu saran" in text and "Batas pagu saran" not in text


def test_arrow_moves_a_line_without_saving(operator, rows):
    before = orders()
    page = operator.post(PAGE, read_form(operator.get(PAGE)) | {"naik": str(rows[2].uuid)})
    text = read_text(page)
    assert text.index("Gg. Anggrek") < text.index("Gg. Mawar") < text.index("Gg. Dahlia")
    assert "Urutan ini belum disimpan." in text
    assert orders() == before and not SavedOrder.objects.exists()
    operator.post(PAGE, read_form(page) | {"simpan": "1"})
    assert orders() == [1, 3, 2]


def test_list_is_only_what_was_submitted_and_still_counts(operator, world, rows):
    world.draft(title="Masih draf")
    world.proposal("withdrawn", title="Dibatalkan warga")
    world.proposal("rejected", title="Ditolak camat")
    text = read_text(operator.get(PAGE))
    assert "Daftar 3 usulan" in text
    assert not any(title in text for title in ("Masih draf", "Dibatalkan warga", "Ditolak camat"))


def test_newcomer_since_the_page_was_opened_is_named_and_nothing_saved(operator, world, rows):
    form, before = read_form(operator.get(PAGE)), orders()
    late = world.proposal("awaiting_lurah", title="Susul belakangan")
    answer = operator.post(PAGE, numbered(form, rows[1], rows[0], rows[2]))
    assert answer.status_code == 409
    text = read_text(answer)
    assert "Daftar berubah sejak halaman dibuka" in text
    assert text.index("Susul belakangan") < text.index("Masuk ke daftar sesudah halaman dibuka")
    assert orders() == [*before, None] and not SavedOrder.objects.exists()
    assert operator.post(PAGE, read_form(answer) | {"simpan": "1"}).status_code == 302
    assert orders() == [2, 1, 3, 4] and late.reference in SavedOrder.objects.get().order


def test_one_that_left_meanwhile_is_named_and_loses_its_place(operator, world, rows):
    form = read_form(operator.get(PAGE))
    perform(
        targets={rows[2].uuid: rows[2].version}, action="withdraw", by=world.operator, text="Batal."
    ).require()
    answer = operator.post(PAGE, numbered(form, *rows))
    assert answer.status_code == 409
    assert "Sudah keluar dari daftar: Gg. Mawar." in read_text(answer)
    assert operator.post(PAGE, read_form(answer) | {"simpan": "1"}).status_code == 302
    assert orders() == [1, 2, None]


def test_second_person_sees_what_the_first_saved(client, world, rows):
    client.force_login(world.lurah)
    form = read_form(client.get(PAGE))
    client.force_login(world.operator)
    client.post(PAGE, numbered(read_form(client.get(PAGE)), rows[2], rows[1], rows[0]))
    client.force_login(world.lurah)
    answer = client.post(PAGE, numbered(form, rows[1], rows[0], rows[2]))
    assert answer.status_code == 409
    text = read_text(answer)
    assert f"{world.operator.full_name} menyimpan urutan lain" in text
    assert "Di urutan yang tersimpan: nomor 1." in text
    assert orders() == [3, 2, 1]
    assert client.post(PAGE, read_form(answer) | {"simpan": "1"}).status_code == 302
    assert orders() == [2, 1, 3]


def test_foreign_and_unknown_proposals_in_the_body_are_refused_without_their_title(operator, world, rows):
    stranger = world.person("kelurahan_operator", world.belendung)
    there = {"latitude": "-6.131200", "longitude": "106.665500"}
    foreign = world.draft(by=stranger, title="Rahasia Belendung", **there)
    form, before = read_form(operator.get(PAGE)), orders()
    for key in (foreign.uuid, uuid.uuid4()):
        answer = operator.post(PAGE, numbered(form, *rows, **{f"urutan-{key}": "1"}))
        assert answer.status_code == 409
        assert "Rahasia" not in answer.content.decode() and "tidak ditemukan di kantor Anda" in read_text(
            answer
        )
        assert orders() == before
    assert operator.post(PAGE, numbered(form, *rows, **{"urutan-x": "1"})).status_code == 302


def test_closed_stage_and_closed_year_refuse(operator, world, rows):
    form, before = read_form(operator.get(PAGE)), orders()
    close_stage(world.cycle, "kelurahan")
    answer = operator.post(PAGE, numbered(form, *reversed(rows)))
    assert answer.status_code == 409 and "sudah ditutup" in read_text(answer)
    assert "Simpan urutan" not in read_text(operator.get(PAGE))
    assert orders() == before


def test_issued_minutes_fix_the_order_and_late_ones_follow(operator, world, rows):
    form = read_form(operator.get(PAGE))
    issue_minutes(world)
    answer = operator.post(PAGE, numbered(form, *reversed(rows)))
    assert answer.status_code == 409 and "sudah terbit" in read_text(answer)
    late = world.proposal("awaiting_lurah", title="Datang terlambat")
    perform(targets={late.uuid: late.version}, action="endorse", by=world.lurah, ordered=True).require()
    assert orders() == [1, 2, 3, 4]
    text = read_text(operator.get(PAGE))
    assert text.index("Gg. Mawar") < text.index("Datang terlambat") < text.index("Susulan")


def test_put_aside_ones_do_not_count(operator, world, rows):
    hold_meeting(world, not_agreed=[{"uuid": str(rows[0].uuid), "reason": "Lahan."}])
    text = read_text(operator.get(PAGE))
    assert "Belum disepakati, tidak dihitung" in text and "Seluruh daftar" in text
    assert "jumlah sampai sini Rp 369.000.000" in text and "553.500.000" not in text


def test_batch_of_the_lurah_keeps_the_order_given_on_the_desk(lurah, world, rows):
    fourth = world.proposal("awaiting_lurah", title="Gg. Kenanga")
    lurah.post(PAGE, numbered(read_form(lurah.get(PAGE)), *rows, fourth))
    form = read_form(lurah.get("/kelurahan/"))
    ticks = {f"pilih-{row.uuid}": "1" for row in (rows[2], fourth)}
    numbers = {f"urutan-{fourth.uuid}": "1", f"urutan-{rows[2].uuid}": "2"}
    assert lurah.post("/kelurahan/", form | ticks | numbers | {"teruskan": "1"}).status_code == 302
    assert orders() == [1, 2, 4, 3]


@pytest.mark.parametrize(
    "role", ["kecamatan_officer", "camat", "opd_verifier", "bappeda_admin", "leadership"]
)
def test_page_is_closed_to_other_roles(client, world, role):
    client.force_login(world.person(role))
    assert client.get(PAGE).status_code == client.post(PAGE, {"simpan": "1"}).status_code == 403


def test_other_kelurahan_is_not_found(operator, world):
    assert operator.get(PAGE, {"kelurahan": world.batusari.code}).status_code == 404
    assert operator.post(f"{PAGE}?kelurahan={world.batusari.code}", {"simpan": "1"}).status_code == 404


def test_questions_to_the_database_do_not_grow_with_the_list(operator, world):
    counts = []
    for _ in range(2):
        world.proposal("awaiting_lurah")
        operator.get(PAGE)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            operator.get(PAGE)
        counts.append(len(asked))
        make_many(world, 2)
    assert counts[0] == counts[1]
