"""The template and the SIPD layout: what the product gives out goes in again."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from kelurahan.importing.keeping import sweep_imports
from kelurahan.models import ImportFile
from proposals import clock
from proposals.models import Proposal
from proposals.sipd import SIPD, TEMPLATE
from tests.kelurahan.imports import make_import, make_workbook, read_in, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def template(operator, world):
    answer = operator.get(reverse("kelurahan:import_template"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="templat-usulan-2021.xlsx"'
    return openpyxl.load_workbook(BytesIO(answer.content))


def write_sipd(row: Proposal) -> tuple:
    """One line of the report, with decisions in it that an import must not take over."""
    said = {
        "number": 1,
        "reference": row.reference,
        "proposed_at": "13 Januari 2020",
        "proposer": row.proposer,
        "office": "Kelurahan Batujaya",
        "title": row.title,
        "problem": row.problem,
        "address": row.address,
        "regency": "Kota Tangerang",
        "kecamatan": "Batuceper",
        "kelurahan": "Batujaya",
        "times": 1,
        "target_agency": row.target_agency.name,
        "agency": row.target_agency.name,
        "status": "Prioritas",
        "note": "–",
        "kecamatan_advice": "Disetujui",
        "volume": row.volume,
        "unit": row.unit,
        "budget": row.budget,
        "expenditure": "Belanja Modal",
        "sub_kegiatan": "1.03.06.2.01.05",
    }
    return tuple(said.get(column.key, "–") for column in SIPD)


def test_the_template_has_lists_hints_examples_and_prices(template, world):
    sheet = template["Usulan"]
    heads = [cell.value for cell in sheet[3] if cell.value]
    assert heads == [column.heading for column in TEMPLATE]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    lists = {
        heads[openpyxl.utils.cell.range_boundaries(place)[0] - 1]
        for place, rule in rules.items()
        if rule.type == "list"
    }
    assert {"Kamus Usulan", "Bidang", "Prioritas RKPD", "Satuan", "OPD Tujuan Awal"} <= lists
    assert "boleh dikosongkan" in sheet["A2"].value
    assert [row[0].value for row in sheet.iter_rows(min_row=4, max_row=5)] == ["contoh", "contoh"]
    prices = list(template["Kamus Usulan"].iter_rows(min_row=2, values_only=True))
    assert prices[0][:4] == ("DRN-01", world.drainage.name, "meter", 1_537_500)
    assert template["Daftar"]["A2"].value == f"DRN-01 | {world.drainage.name}"


def test_a_filled_in_template_is_read_without_a_correction(template, world):
    sheet = template["Usulan"]
    filled = {
        "number": 1,
        "title": "Drainase",
        "catalogue_item": "DRN-01 | Apa pun",
        "volume": 120,
        "rt": "03",
    }
    filled |= {"field": "Infrastruktur", "rkpd_priority": "1 | Infrastruktur wilayah", "rw": "05"}
    filled |= {"land_status": "Aset Pemerintah Kota", "latitude": "-6,15342", "longitude": "106,65938"}
    sheet.append([filled.get(column.key) for column in TEMPLATE])
    for number, column in enumerate(TEMPLATE, start=1):
        sheet.cell(6, number, filled.get(column.key))
    sheet.delete_rows(7, sheet.max_row)
    file = read_in(world, save(template))
    assert (file.sheet, file.header_row) == ("Usulan", 3)
    assert list(file.rows.values_list("reason", flat=True))[:2] == ["baris contoh dari templat"] * 2
    row = file.rows.get(number=6)
    assert (row.verdict, row.problems) == ("good", {})
    assert (row.values["catalogue_item"], row.values["rkpd_priority"]) == ("DRN-01", "1")
    assert "Isi harga satuan." not in row.missing


def test_the_sipd_layout_goes_in_as_it_came_out(world, operator):
    old = world.proposal("awaiting_lurah")
    heads = [column.heading for column in SIPD]
    other = list(write_sipd(old))
    other[1], other[5] = "2019-36.71.03.1002-0001", "Usulan tahun lalu"
    file = read_in(world, make_workbook(["DAFTAR USULAN"], heads, write_sipd(old), other))
    known, new = file.rows.order_by("number")
    assert (known.verdict, known.reason) == ("known", f"Sudah ada sebagai usulan {old.reference}.")
    assert (new.verdict, new.problems) == ("good", {})
    operator.post(reverse("kelurahan:import_take", args=[file.uuid]), {"mana": "semua"})
    made = Proposal.objects.get(title="Usulan tahun lalu")
    for name in ("problem", "street", "rt", "rw", "volume", "unit", "unit_price", "budget", "target_agency"):
        assert getattr(made, name) == getattr(old, name), name
    assert (made.status, made.reference) == ("draft", None)


def test_a_row_of_another_kelurahan_is_not_taken(world):
    heads = [column.heading for column in SIPD]
    line = list(write_sipd(world.draft()))
    line[10] = "Batusari"
    row = read_in(world, make_workbook(heads, line)).rows.get()
    assert row.problems["kelurahan"] == "Baris ini milik Kelurahan Batusari, bukan Kelurahan Batujaya."


def test_a_deputy_imports_for_the_other_kelurahan(client, world):
    from datetime import timedelta

    from django.utils import timezone

    from accounts.models import Deputy

    today = timezone.localdate()
    Deputy.objects.create(
        person=world.lurah,
        role="lurah",
        kelurahan=world.batusari,
        capacity="Plh.",
        letter_number="1",
        starts_on=today,
        ends_on=today + timedelta(days=3),
    )
    client.force_login(world.lurah)
    data = make_workbook(["No", "Usulan", "Masalah"], [1, "Gapura", "Roboh"])
    file = read_in(world, data, by=world.lurah, kelurahan=world.batusari)
    client.post(reverse("kelurahan:import_take", args=[file.uuid]), {"mana": "semua"})
    assert Proposal.objects.get().kelurahan == world.batusari


def test_what_nobody_goes_on_with_is_swept(world, tmp_path, django_capture_on_commit_callbacks):
    from datetime import timedelta

    stale = read_in(world, make_workbook(["No", "Usulan", "Masalah"], [1, "Gapura", "Roboh"]))
    fresh = make_import(world.batujaya, world, by=world.operator)
    done = make_import(world.batujaya, world, by=world.operator, state="done")
    ImportFile.objects.filter(pk=done.pk).update(finished_at=clock.now() - timedelta(days=31))
    done.rows.update(values={"title": "Gapura"})
    ImportFile.objects.filter(pk=stale.pk).update(changed_at=clock.now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_imports() == 2
    for file in (stale, fresh, done):
        file.refresh_from_db()
    assert (stale.state, stale.rows.count(), fresh.state, done.state) == ("dropped", 0, "ready", "done")
    assert done.rows.get().values == {}
    assert not list(tmp_path.rglob("*.xlsx"))
    assert sweep_imports() == 0
