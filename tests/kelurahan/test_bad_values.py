"""What cannot be saved gets its sentence at its field; everything typed stays."""

import pytest

from tests.kelurahan.pages import address, count, read_form, read_text

pytestmark = pytest.mark.django_db


# What cannot be saved


@pytest.mark.parametrize(
    ("step", "name", "typed", "sentence"),
    [
        ("volume", "volume", "0", "Volume harus lebih dari nol."),
        ("volume", "volume", "-3", "Volume harus lebih dari nol."),
        ("volume", "volume", "12 meter", "Tulis angkanya saja, misalnya 120 atau 12,5."),
        ("volume", "volume", "9" * 15, "Volume ini terlalu besar untuk disimpan."),
        ("volume", "unit_price", "0", "Harga harus lebih dari nol."),
        ("volume", "unit_price", "banyak", "Tulis harga dalam rupiah bulat"),
        ("volume", "catalogue_item", "TIDAK-ADA", "pilihan ini tidak dikenal"),
        ("volume", "target_agency", "DINAS-X", "pilihan ini tidak dikenal"),
        ("volume", "kind", "campuran", "pilih salah satu dari daftar"),
        ("masalah", "problem", "x" * 10_001, "paling banyak 10000"),
        ("masalah", "title", "Saluran\x00", "karakter yang tidak bisa disimpan"),
        ("masalah", "title", "Saluran\x07", "karakter yang tidak bisa disimpan"),
        ("masalah", "field", "sihir", "pilihan ini tidak dikenal"),
        ("lokasi", "rw", "lima", "Isi nomor RW dua angka, misalnya 05."),
        ("lokasi", "latitude", "-7,5", "di luar Kota Tangerang"),
        ("lokasi", "longitude", "timur", "Bujur"),
        ("penerima", "households", "-1", "Tulis angka bulat saja"),
        ("penerima", "people", "99999999999", "lebih besar dari penduduk kota"),
        ("penerima", "rkpd_priority", "77", "pilihan ini tidak dikenal"),
    ],
)
def test_bad_value_keeps_everything_typed(operator, world, step, name, typed, sentence):
    row = world.draft()
    before, version = count(), row.version
    form = read_form(operator.get(address(row, step))) | {name: typed}
    answer = operator.post(address(row, step), form)
    assert answer.status_code == 422
    assert sentence in read_text(answer)
    assert f'href="#id_{name}"' in answer.content.decode()
    assert count() == before
    row.refresh_from_db()
    assert row.version == version
    if (
        name != "catalogue_item"
        and typed.isprintable()
        and name not in ("target_agency", "kind", "field", "rkpd_priority")
    ):
        assert read_form(answer)[name] == typed


def test_lone_surrogate_is_refused(operator, world):
    row = world.draft()
    before = count()
    body = f"versi={row.version}&title=Saluran%ED%A0%80".encode()
    answer = operator.post(address(row, "masalah"), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert count() == before


def test_budget_above_64_bits_is_refused(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "volume"))) | {
        "volume": "99999999999",
        "unit_price": "999.999.999.999.999",
    }
    answer = operator.post(address(row, "volume"), form)
    assert answer.status_code == 422
    assert "Anggaran terlalu besar" in read_text(answer)


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999"])
def test_unreadable_version_is_refused(operator, world, seen):
    row = world.draft()
    before = count()
    answer = operator.post(address(row, "masalah"), {"versi": seen, "title": "Lain"})
    assert answer.status_code == 422
    assert count() == before


def test_kelurahan_of_the_office_cannot_be_exchanged(operator, world):
    row = world.draft()
    operator.post(
        address(row, "lokasi"),
        {"versi": row.version, "kelurahan": world.batusari.code, "street": "Jl. Kamboja"},
    )
    row.refresh_from_db()
    assert (row.kelurahan, row.street) == (world.batujaya, "Jl. Kamboja")


# Coordinates


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("-6,15342", "106,65938"),
        ("−6.15342", "106.65938"),
        ("-6.1534200049", "106.6593799951"),
        ("-6.15342, 106.65938", ""),
        ("-6,15342; 106,65938", ""),
    ],
)
def test_coordinates_are_read_as_people_type_them(operator, world, latitude, longitude):
    row = world.draft(latitude="", longitude="")
    operator.post(
        address(row, "lokasi"), {"versi": row.version, "latitude": latitude, "longitude": longitude}
    )
    row.refresh_from_db()
    assert (str(row.latitude), str(row.longitude)) == ("-6.153420", "106.659380")


def test_position_nearer_to_another_kelurahan_is_saved_with_a_warning(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "lokasi"))) | {
        "latitude": "-6,1662",
        "longitude": "106,6628",
        "ke": "lokasi",
    }
    page = operator.post(address(row, "lokasi"), form, follow=True)
    assert "Titik ini lebih dekat ke Kelurahan Batusari daripada ke Kelurahan Batujaya." in read_text(page)
    row.refresh_from_db()
    assert row.position_warning
