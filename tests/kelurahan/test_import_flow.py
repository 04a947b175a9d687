"""From an office's workbook to drafts, through the pages: upload, columns, rows, taking in, and the same file again."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from jobs import services as jobs
from kelurahan.models import ImportFile, ImportRow
from proposals.models import Event, Proposal
from tests.factories import close_stage
from tests.kelurahan.imports import HEADINGS, ROW, make_upload, make_workbook, read_in
from tests.kelurahan.pages import read_text

pytestmark = pytest.mark.django_db
BAD = (2, "Pelatihan menjahit", "Belum ada penghasilan", "Balai RW 02", "dua belas", "orang", 9_000_000)
TITLED = (
    ("DAFTAR USULAN KELURAHAN",),
    (),
    HEADINGS,
    ROW,
    BAD,
    (),
    (None, "JUMLAH", None, None, None, None, 1),
)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def file(world) -> ImportFile:
    return read_in(world, make_workbook(*TITLED))


def address(name: str, file: ImportFile, **more) -> str:
    return reverse(f"kelurahan:{name}", kwargs={"uuid": file.uuid, **more})


def take(client, file, which: str = "baik"):
    return client.post(address("import_take", file), {"mana": which})


def test_an_upload_is_read_by_a_job_and_leads_to_its_columns(operator, world, tmp_path):
    answer = operator.post(reverse("kelurahan:import"), {"berkas": make_upload(make_workbook(*TITLED))})
    file = ImportFile.objects.get()
    assert (answer.status_code, answer.url) == (302, file.get_absolute_url())
    assert "Menunggu giliran" in read_text(operator.get(answer.url))
    job = jobs.run(file.job_id)
    assert (job.state, job.result["label"]) == ("done", "Periksa kolomnya")
    assert operator.get(file.get_absolute_url()).url == address("import_columns", file)
    page = read_text(operator.get(address("import_columns", file)))
    assert "judul kolom di baris 3" in page
    assert "Perbaikan saluran Jl. Melati" in page
    assert [path.suffix for path in (tmp_path / "impor").iterdir()] == [".xlsx"]


def test_columns_are_corrected_and_rows_judged_again(operator, file):
    columns = {f"kolom-{place}": key for place, key in file.columns.items()}
    answer = operator.post(address("import_columns", file), columns | {"kolom-2": "", "kolom-1": "problem"})
    assert answer.status_code == 422
    assert "Pilih kolom yang berisi usulan" in read_text(answer)
    answer = operator.post(address("import_columns", file), columns | {"kolom-2": "title"})
    assert "dipilih untuk dua kolom" in read_text(answer)
    answer = operator.post(
        address("import_columns", file), columns | {"kolom-2": "", "kolom-3": "justification"}
    )
    assert answer.url == address("import_preview", file)
    row = file.rows.get(number=4)
    assert row.values["justification"] == "Jl. Melati RT 02, 03 / RW 05"
    assert "problem" not in row.values


def test_the_preview_tells_every_row_and_what_was_left_out(operator, file):
    page = read_text(operator.get(address("import_preview", file)))
    assert "2 baris usulan: 1 baik, 1 perlu diperbaiki" in page
    assert "Volume “dua belas” tidak terbaca" in page
    page = read_text(operator.get(address("import_preview", file) + "?tampil=baik"))
    assert "Harga satuan Rp 1.537.500 dihitung dari anggaran dibagi volume" in page
    assert "Kurang: Tulis hasil yang diharapkan." in page
    assert "Baris 7: baris jumlah" in read_text(
        operator.get(address("import_preview", file) + "?tampil=dilewati")
    )


def test_a_row_is_mended_in_place(operator, file):
    operator.post(address("import_row", file, number=5) + "?tampil=perbaiki&hal=1", {"volume": "dua"})
    assert file.rows.get(number=5).verdict == "bad"
    answer = operator.post(address("import_row", file, number=5), {"volume": "12", "unit": "orang"})
    assert answer.url == address("import_preview", file)
    row = file.rows.get(number=5)
    assert (row.verdict, row.values["volume"]) == ("good", "12")
    assert "Masukkan semua (2)" in read_text(operator.get(answer.url))


def test_good_rows_become_drafts_once_and_the_receipt_says_what_did_not(
    operator, world, file, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = take(operator, file)
    assert answer.url == file.get_absolute_url()
    draft = Proposal.objects.get()
    assert (draft.status, draft.title, draft.street, draft.rt, draft.rw) == (
        "draft",
        "Perbaikan saluran Jl. Melati",
        "Jl. Melati",
        "02, 03",
        "05",
    )
    assert (draft.volume, draft.unit, draft.unit_price, draft.budget) == (
        120,
        "meter",
        1_537_500,
        184_500_000,
    )
    assert (draft.kelurahan, draft.created_by) == (world.batujaya, world.operator)
    assert Event.objects.filter(proposal=draft, action="create", seq=1).count() == 1
    page = read_text(operator.get(file.get_absolute_url()))
    assert "1 usulan menjadi draf" in page
    assert "Baris 5 Pelatihan menjahit" in page
    assert list((tmp_path / "impor").iterdir()) == []
    assert take(operator, file).status_code == 302
    assert Proposal.objects.count() == 1


def test_all_rows_are_refused_while_one_is_bad(operator, file):
    answer = take(operator, file, "semua")
    assert answer.status_code == 409
    assert "1 baris masih perlu diperbaiki" in read_text(answer)
    assert not Proposal.objects.exists()


def test_the_same_file_again_makes_nothing(operator, world, file):
    take(operator, file)
    again = read_in(world, make_workbook(*TITLED))
    page = read_text(operator.get(address("import_preview", again)))
    assert "Sudah ada sebagai draf" in read_text(
        operator.get(address("import_preview", again) + "?tampil=ada")
    )
    assert "1 sudah ada" in page
    answer = take(operator, again)
    assert answer.status_code == 409
    assert "Tidak ada baris baru yang baik" in read_text(answer)
    assert Proposal.objects.count() == 1


def test_the_very_same_bytes_are_said_to_be_known(operator, world):
    data = make_workbook(HEADINGS, ROW)
    take(operator, read_in(world, data), "semua")
    again = read_in(world, data)
    assert "Berkas ini sudah dimasukkan" in read_text(operator.get(address("import_preview", again)))


def test_a_corrected_file_adds_only_what_was_corrected(world, operator, file):
    take(operator, file)
    mended = (*BAD[:4], 12, *BAD[5:])
    corrected = read_in(world, make_workbook(HEADINGS, (7, *ROW[1:]), mended))
    assert dict(corrected.rows.values_list("number", "verdict")) == {2: "known", 3: "good"}
    take(operator, corrected, "semua")
    assert Proposal.objects.count() == 2


def test_equal_rows_of_one_file_are_proposals_of_their_own(world, operator):
    take(operator, read_in(world, make_workbook(HEADINGS, ROW, ROW)), "semua")
    assert Proposal.objects.count() == 2


def test_a_withdrawn_draft_makes_room_for_the_row_again(world, operator):
    data = make_workbook(HEADINGS, ROW)
    take(operator, read_in(world, data), "semua")
    world.step(Proposal.objects.get(), "withdraw")
    again = read_in(world, data)
    assert again.rows.get().verdict == "good"
    take(operator, again, "semua")
    assert Proposal.objects.filter(status="draft").count() == 1


def test_a_row_that_was_left_out_is_taken_for_a_proposal_at_the_persons_word(operator, world):
    file = read_in(world, make_workbook(HEADINGS, ROW, (None, None, None, "RW 07: perbaikan gapura")))
    assert file.rows.get(number=3).verdict == "omitted"
    operator.post(address("import_row", file, number=3), {"ikutkan": "1"})
    row = file.rows.get(number=3)
    assert (row.verdict, row.problems) == ("bad", {"title": "Isi usulan: apa yang diminta dan di mana."})


def test_another_sheet_and_heading_are_read_at_the_persons_word(operator, world):
    other = [("Catatan",), ("Apa", "Kenapa"), ("Gapura RW 01", "Roboh"), ("Pos ronda RW 02", "Belum ada")]
    file = read_in(world, make_workbook(HEADINGS, ROW, sheets={"Lain": other}))
    assert (file.sheet, file.sheets) == ("Usulan", ["Usulan", "Lain"])
    answer = operator.post(
        address("import_columns", file), {"baca": "1", "lembar": "Lain", "baris_judul": "2"}
    )
    file.refresh_from_db()
    assert (answer.url, file.state) == (file.get_absolute_url(), "reading")
    jobs.run(file.job_id)
    file.refresh_from_db()
    assert (file.sheet, file.header_row, file.headings) == ("Lain", 2, ["Apa", "Kenapa"])
    operator.post(address("import_columns", file), {"kolom-0": "title", "kolom-1": "problem"})
    assert list(file.rows.values_list("verdict", flat=True)) == ["good", "good"]


def test_uploading_the_same_file_twice_in_a_row_is_one_import(operator, world):
    data = make_workbook(*TITLED)
    assert read_in(world, data).pk == read_in(world, data).pk


def test_nothing_is_taken_in_after_the_stage_has_closed(operator, world, file):
    close_stage(world.cycle, "kelurahan")
    answer = take(operator, file)
    assert answer.status_code == 409
    assert "sudah ditutup" in read_text(answer)
    answer = operator.post(reverse("kelurahan:import"), {"berkas": make_upload(make_workbook(*TITLED))})
    assert answer.status_code == 409
    assert (ImportFile.objects.count(), Proposal.objects.count()) == (1, 0)


def test_an_import_that_is_given_up_leaves_nothing(
    operator, file, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        operator.post(address("import_drop", file))
    file.refresh_from_db()
    assert (file.state, file.rows.count()) == ("dropped", 0)
    assert list((tmp_path / "impor").iterdir()) == []


def test_nobody_else_finds_an_import(client, world, file):
    for stranger in (world.person("lurah", world.batusari), world.camat, world.admin):
        client.force_login(stranger)
        for name, more in (
            ("import_file", {}),
            ("import_columns", {}),
            ("import_preview", {}),
            ("import_problems", {}),
        ):
            assert client.get(address(name, file, **more)).status_code == 404
        for name, more in (("import_take", {}), ("import_drop", {}), ("import_row", {"number": 4})):
            assert client.post(address(name, file, **more), {"mana": "baik"}).status_code == 404
    assert not Proposal.objects.exists()
    assert file.rows.count() == 3


def test_the_preview_asks_the_same_number_of_questions_for_one_row_and_for_three(
    operator, world, django_assert_max_num_queries
):
    counts = []
    for rows in ([BAD], [BAD, (3, *BAD[1:]), (4, *BAD[1:])]):
        file = read_in(world, make_workbook(HEADINGS, *rows))
        with django_assert_max_num_queries(60) as captured:
            operator.get(address("import_preview", file))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_list_of_problems_is_a_workbook_that_can_be_uploaded_again(operator, world, file):
    answer = operator.get(address("import_problems", file))
    cells = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert cells[0] == (*HEADINGS, "Baris di berkas asal", "Yang perlu diperbaiki")
    assert cells[1][:7] == BAD
    assert cells[1][7] == 5
    again = read_in(world, answer.content)
    assert [row.verdict for row in again.rows.all()] == ["bad"]
    assert ImportRow.objects.filter(file=again, problems__has_key="volume").exists()
