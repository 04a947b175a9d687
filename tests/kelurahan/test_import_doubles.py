"""The preview of an import points out likely doubles, there and in the sheet itself; nothing is refused for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.kelurahan.imports import HEADINGS, ROW, make_workbook, read_in
from tests.kelurahan.pages import read_text
from tests.past import make_old

pytestmark = pytest.mark.django_db
AGAIN = (2, "Normalisasi got Jl. Melati", "Banjir", "Jl. Melati RW 05", 100, "m", "Rp 90.000.000")
OTHER = (3, "Pelatihan menjahit", "Belum ada penghasilan", "Balai RW 02", 12, "orang", 9_000_000)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def preview(client, file):
    return client.get(reverse("kelurahan:import_preview", kwargs={"uuid": file.uuid}))


def test_preview_names_doubles_there_and_in_the_sheet(operator, world):
    there = world.proposal("awaiting_lurah", title="Perbaikan saluran drainase Jl. Melati RW 05")
    old = make_old(world, title="Drainase Jl. Melati RW 05")
    stranger = world.person("kelurahan_operator", world.batusari)
    world.draft(by=stranger, title="Perbaikan saluran Jl. Melati rahasia")
    text = read_text(preview(operator, read_in(world, make_workbook(HEADINGS, ROW, AGAIN, OTHER))))
    assert f"Mungkin sudah ada: {there.title} ({there.reference}), judul" in text
    assert f"Mungkin sudah ada tahun 2020, belum didanai: {old.title} ({old.reference})" in text
    assert "Mirip baris 3 lembar ini: judul" in text and "Mirip baris 2 lembar ini: judul" in text
    assert "rahasia" not in text and "Mirip baris 4" not in text


def test_sheet_without_doubles_says_nothing(operator, world):
    text = read_text(preview(operator, read_in(world, make_workbook(HEADINGS, ROW, OTHER))))
    assert "Mungkin sudah ada" not in text and "Mirip baris" not in text


def test_preview_takes_the_same_queries_however_many_rows(operator, world):
    counts = []
    for rows in ([ROW], [ROW, AGAIN, OTHER]):
        file = read_in(world, make_workbook(HEADINGS, *rows))
        preview(operator, file)
        with CaptureQueriesContext(connection) as captured:
            preview(operator, file)
        counts.append(len(captured))
    assert counts[0] == counts[1]
