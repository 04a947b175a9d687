"""The workbook of an office goes through the import as it is: the corrections it needs, and what comes out."""

from pathlib import Path

import pytest
from django.urls import reverse

from proposals.models import Proposal
from tests.factories import World
from tests.kelurahan.imports import read_in
from tests.kelurahan.pages import read_text

SHEET = Path(__file__).resolve().parents[3] / "shared" / "data" / "usulan_nyata_kelurahan.xlsx"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SHEET.exists(), reason="the shared reference file is not beside the project"),
]
ROWS, TOTAL = 65, 1_183_550_000


def test_the_workbook_goes_in_with_one_correction(client, settings, tmp_path):
    """The only correction: SKPD Tujuan names an office of another city, so that column is left out."""
    settings.MEDIA_ROOT = tmp_path
    world = World()
    client.force_login(world.operator)
    file = read_in(world, SHEET.read_bytes())
    assert (file.header_row, file.headings[3:9]) == (
        3,
        ["Usulan", "Permasalahan", "Alamat", "SKPD Tujuan", "Koefisien", "Anggaran"],
    )
    assert set(file.rows.values_list("verdict", flat=True)) == {"bad", "omitted"}
    assert {name for row in file.rows.all() for name in row.problems} == {"target_agency"}

    guessed = {f"kolom-{place}": key for place, key in file.columns.items()}
    taken = {name: key for name, key in guessed.items() if key not in ("office", "note")}
    corrected = taken | {"kolom-6": ""}
    client.post(reverse("kelurahan:import_columns", args=[file.uuid]), corrected)
    page = read_text(client.get(reverse("kelurahan:import_preview", args=[file.uuid])))
    assert f"{ROWS} baris usulan: {ROWS} baik" in page
    assert [row.reason for row in file.rows.filter(verdict="omitted")] == ["baris jumlah"]

    client.post(reverse("kelurahan:import_take", args=[file.uuid]), {"mana": "semua"})
    drafts = list(Proposal.objects.order_by("pk"))
    assert len(drafts) == ROWS
    assert sum(draft.budget for draft in drafts) == TOTAL
    assert all(draft.volume and draft.unit and draft.kind and draft.title for draft in drafts)
    listed = next(draft for draft in drafts if draft.rt.startswith("02, 03, 09"))
    assert (listed.rt, listed.rw, listed.volume, listed.unit) == (
        "02, 03, 09, 10, 11, 12",
        "01",
        250,
        "meter",
    )
    assert {draft.rw for draft in drafts if draft.street.startswith("JL. A.I.")} == {"04"}

    again = read_in(world, SHEET.read_bytes())
    client.post(reverse("kelurahan:import_columns", args=[again.uuid]), corrected)
    assert set(again.rows.values_list("verdict", flat=True)) == {"known", "omitted"}
    assert client.post(reverse("kelurahan:import_take", args=[again.uuid])).status_code == 409
    assert Proposal.objects.count() == ROWS
