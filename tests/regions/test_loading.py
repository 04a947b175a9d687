"""`load_reference` brings the real places, agencies and codes, and changes nothing the second time."""

from io import StringIO

import pytest
from django.core.management import call_command

from regions.models import Agency, City, Kecamatan, Kelurahan, Nomenclature
from regions.services.loading import load_reference

pytestmark = pytest.mark.django_db
KINDS = (City, Kecamatan, Kelurahan, Agency, Nomenclature)


def contents() -> list:
    return [list(model.objects.order_by("pk").values()) for model in KINDS]


def test_load_reference_counts_places_agencies_and_codes():
    loaded = {answer.kind: answer.total for answer in load_reference()}
    assert loaded == {
        "kota": 1,
        "kecamatan": 13,
        "kelurahan": 104,
        "Perangkat Daerah": 43,
        "nomenklatur": 98,
    }
    assert [model.objects.count() for model in KINDS] == [1, 13, 104, 43, 98]


def test_load_reference_twice_changes_nothing():
    load_reference()
    before = contents()
    again = load_reference()
    assert [(answer.created, answer.changed) for answer in again] == [(0, 0)] * 5
    assert contents() == before


def test_load_reference_restores_a_changed_spelling():
    load_reference()
    Kelurahan.objects.filter(code="36.71.03.1002").update(name="Batu Jya")
    changed = {answer.kind: answer.changed for answer in load_reference()}
    assert changed["kelurahan"] == 1
    assert Kelurahan.objects.get(code="36.71.03.1002").name == "Batujaya"


def test_load_reference_keeps_an_agency_that_an_administrator_edited():
    load_reference()
    Agency.objects.filter(code="DPUPR").update(name="Dinas PUPR", is_active=False)
    load_reference()
    agency = Agency.objects.get(code="DPUPR")
    assert (agency.name, agency.is_active) == ("Dinas PUPR", False)


def test_load_reference_command_prints_counts():
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert "104 kelurahan (104 baru, 0 diperbarui)" in out.getvalue()
    assert "43 Perangkat Daerah (43 baru, 0 diperbarui)" in out.getvalue()


@pytest.mark.parametrize(
    ("code", "name", "later_name", "kecamatan"),
    [
        ("36.71.03.1002", "Batujaya", "Batu Jaya", "Batuceper"),
        ("36.71.03.1006", "Batusari", "Batu Sari", "Batuceper"),
        ("36.71.07.1010", "Margasari", "Marga Sari", "Karawaci"),
        ("36.71.09.1002", "Cibodasari", "Cibodas Sari", "Cibodas"),
        ("36.71.10.1005", "Mekarsari", "Mekar Sari", "Neglasari"),
        ("36.71.11.1003", "Nerogtog", "Neroktog", "Pinang"),
        ("36.71.05.1009", "Poris Plawad Utara", "", "Cipondoh"),
    ],
)
def test_kelurahan_has_the_spelling_of_2021(code, name, later_name, kecamatan):
    load_reference()
    place = Kelurahan.objects.select_related("kecamatan").get(code=code)
    assert (place.name, place.later_name, place.kecamatan.name) == (name, later_name, kecamatan)


def test_kelurahan_code_starts_with_its_kecamatan():
    load_reference()
    for place in Kelurahan.objects.select_related("kecamatan__city"):
        assert place.code.rsplit(".", 1)[0] == place.kecamatan.code
        assert place.kecamatan.city.code == "36.71"


def test_every_kecamatan_has_its_agency():
    load_reference()
    for kecamatan in Kecamatan.objects.select_related("agency"):
        assert kecamatan.agency.code == kecamatan.code
        assert kecamatan.agency.name == f"Kecamatan {kecamatan.name}"
    assert Agency.objects.filter(kecamatan=None).count() == 30
    assert Agency.objects.get(code="DPUPR").name == "Dinas Pekerjaan Umum dan Penataan Ruang"


def test_every_code_has_its_parent_up_to_the_urusan():
    load_reference()
    levels = Nomenclature.Level
    above = dict(zip(list(levels)[1:], levels, strict=False))
    rows = {row.code: row for row in Nomenclature.objects.filter(planning_year=2021)}
    for row in rows.values():
        if row.level == levels.URUSAN:
            assert row.parent_code == ""
        else:
            assert rows[row.parent_code].level == above[row.level]
            assert row.code.startswith(f"{row.parent_code}.")


@pytest.mark.parametrize("code", ["7.01.03.2.02.02", "7.01.03.2.02.03", "1.03.06.2.01.05", "1.03.10.2.01.09"])
def test_codes_that_the_workflow_needs_are_sub_kegiatan(code):
    load_reference()
    assert Nomenclature.objects.get(planning_year=2021, code=code).level == Nomenclature.Level.SUB_KEGIATAN
