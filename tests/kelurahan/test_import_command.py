"""`manage.py import_proposals`: the same services without a browser."""

import io

import pytest
from django.core.management import CommandError, call_command

from kelurahan.models import ImportFile
from proposals.models import Proposal
from tests.kelurahan.imports import HEADINGS, ROW, make_workbook

pytestmark = pytest.mark.django_db
BAD = (2, "Pelatihan", "Belum ada", "RW 02", "dua belas", "orang", 1)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, world):
    settings.MEDIA_ROOT = tmp_path / "media"
    assert world.operator  # somebody in whose name it is done


def run(path, *more: str, kelurahan: str = "36.71.03.1002", cycle: str = "2021") -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(
        "import_proposals", path, "--kelurahan", kelurahan, "--cycle", cycle, *more, stdout=out, stderr=err
    )
    return out.getvalue(), err.getvalue()


def test_good_rows_become_drafts_and_again_nothing(world, tmp_path):
    path = tmp_path / "usulan.xlsx"
    path.write_bytes(make_workbook(HEADINGS, ROW, BAD))
    out, err = run(path)
    assert "1 baik, 1 perlu diperbaiki, 0 sudah ada, 0 dilewati." in out
    assert "1 usulan menjadi draf atas nama" in out
    assert "Baris 3: Volume “dua belas” tidak terbaca" in err
    with pytest.raises(CommandError, match="Tidak ada baris baru yang baik"):
        run(path)
    assert Proposal.objects.count() == 1


def test_a_dry_run_leaves_nothing(world, tmp_path):
    path = tmp_path / "usulan.xlsx"
    path.write_bytes(make_workbook(HEADINGS, ROW))
    assert "Tidak ada yang dimasukkan" in run(path, "--dry-run")[0]
    assert (Proposal.objects.count(), ImportFile.objects.get().state) == (0, "dropped")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kelurahan": "36.71.99.1001"}, "Tidak ada kelurahan"),
        ({"cycle": "1999"}, "Tidak ada tahun perencanaan"),
        ({"kelurahan": "36.71.03.1003"}, "Tidak ada operator"),
    ],
)
def test_what_is_not_there_is_said(world, tmp_path, given, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(tmp_path / "usulan.xlsx", **given)


def test_a_file_that_cannot_be_read_is_said(world, tmp_path):
    with pytest.raises(CommandError, match="tidak bisa dibuka"):
        run(tmp_path / "tidak-ada.xlsx")
    path = tmp_path / "usulan.xlsx"
    path.write_bytes(b"MZ")
    with pytest.raises(CommandError, match="sebuah program"):
        run(path)
