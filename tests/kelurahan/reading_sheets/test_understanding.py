"""What one row says: values for the form, notes for what was worked out, sentences for what cannot be read."""

import pytest

from kelurahan.reading_sheets.choices import KINDS, list_agencies, list_choices
from kelurahan.reading_sheets.understanding import NO_TITLE, Layout, understand

KEYS = (
    *("title", "problem", "address", "volume", "unit", "budget", "unit_price", "kind", "target_agency"),
    *("catalogue_item", "rt", "rw", "rt_rw", "kelurahan", "position", "people", "reference", "latitude"),
)
LAYOUT = Layout(
    columns=dict(enumerate(KEYS)),
    choices={
        "kind": list_choices((code, *names) for code, names in KINDS.items()),
        "target_agency": list_agencies([("DPUPR", "Dinas Pekerjaan Umum", "DPUPR")]),
        "catalogue_item": list_choices([("DRN-01", "Saluran")]),
    },
    units={"DRN-01": "m2"},
    prices={"DRN-01": 300_000},
    own_names=frozenset({"batujaya", "36 71 03 1002"}),
    own_label="Kelurahan Batujaya",
)


def read(layout: Layout = LAYOUT, **cells):
    cells = {"title": "Gapura"} | cells
    return understand([cells.get(key) for key in KEYS], layout)


def test_the_address_gives_street_rt_and_rw():
    values = read(address="Jl. Melati RT 02, 03 / RW 05").values
    assert (values["street"], values["rt"], values["rw"]) == ("Jl. Melati", "02, 03", "05")


@pytest.mark.parametrize(
    ("cells", "rt", "rw"),
    [
        ({"rt": 3, "rw": "IV"}, "3", "4"),
        ({"rt": "RT 03", "rw": "RW 05"}, "03", "05"),
        ({"rt_rw": "02/05"}, "02", "05"),
        ({"rt": "07", "address": "RT 02 RW 05"}, "07", "05"),
        ({"rw": "lima"}, None, "lima"),
    ],
)
def test_columns_of_their_own_come_before_the_address(cells, rt, rw):
    values = read(**cells).values
    assert (values.get("rt"), values.get("rw")) == (rt, rw)


@pytest.mark.parametrize("key", ["rt", "rw", "rt_rw"])
def test_a_date_where_rt_or_rw_should_be_is_said(key):
    row = read(**{key: {"date": "2020-05-02"}})
    assert "menjadi tanggal (2-5-2020)" in row.problems["rw" if key == "rw" else "rt"]
    assert key not in row.values


def test_a_pair_that_cannot_be_read_is_said():
    assert "tidak terbaca" in read(rt_rw="dekat pasar").problems["rt"]


def test_volume_and_unit_are_split_and_the_price_is_worked_out():
    row = read(volume="250 m", budget="Rp 75.000.000")
    assert row.values | {} == {"title": "Gapura", "volume": "250", "unit": "meter", "unit_price": "300000"}
    assert row.notes == ["Harga satuan Rp 300.000 dihitung dari anggaran dibagi volume."]


def test_a_price_that_must_be_rounded_is_told_with_what_it_makes():
    row = read(volume=3, budget=1000)
    assert row.values["unit_price"] == "333"
    assert row.notes == [
        "Harga satuan Rp 333 dihitung dari anggaran dibagi volume, dibulatkan ke rupiah; anggaran menjadi Rp 999."
    ]


def test_a_price_and_a_budget_that_differ_are_told():
    row = read(volume=10, unit_price=100_000, budget=900_000)
    assert row.values["unit_price"] == "100000"
    assert "berbeda dari volume × harga satuan (Rp 1.000.000)" in row.notes[0]
    assert read(volume=10, unit_price=100_000, budget=1_000_000).notes == []


def test_the_catalogues_price_stands_when_the_budget_agrees_and_the_sheets_when_not():
    assert "unit_price" not in read(catalogue_item="DRN-01", volume=10, budget=3_000_000).values
    row = read(catalogue_item="Saluran", volume=10, unit="M²", budget=2_000_000)
    assert (row.values["unit_price"], row.values["unit"]) == ("200000", "m2")


@pytest.mark.parametrize(("volume", "notes"), [(None, 1), ("banyak", 0), (0, 1)])
def test_a_budget_without_a_volume_is_not_lost_in_silence(volume, notes):
    row = read(volume=volume, budget=1_000_000)
    assert len(row.notes) == notes
    assert "unit_price" not in row.values


@pytest.mark.parametrize("budget", [0, "-", "Rp -", None])
def test_no_budget_is_no_price(budget):
    row = read(volume=1, budget=budget)
    assert "unit_price" not in row.values
    assert row.problems == {}


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"volume": "dua belas"}, "volume", "Volume “dua belas” tidak terbaca"),
        ({"volume": {"date": "2020-01-02"}}, "volume", "tidak terbaca"),
        ({"budget": "lima juta", "volume": 1}, "unit_price", "Anggaran “lima juta” tidak terbaca"),
        ({"unit_price": "murah"}, "unit_price", "Harga satuan “murah” tidak terbaca"),
        ({"budget": {"date": "2020-01-02"}}, "unit_price", "tidak terbaca"),
        ({"target_agency": "Kecamatan Klojen"}, "target_agency", "tidak ada di daftar"),
        ({"kelurahan": "Batusari"}, "kelurahan", "milik Kelurahan Batusari, bukan Kelurahan Batujaya"),
        ({"position": "di sana"}, "latitude", "Tulis misalnya"),
        ({"title": None}, "title", NO_TITLE),
        ({"title": "  "}, "title", NO_TITLE),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(cells, field, words):
    assert words in read(**cells).problems[field]


@pytest.mark.parametrize("name", ["Batujaya", "KELURAHAN BATUJAYA", "Kel. Batujaya", "36.71.03.1002"])
def test_the_own_kelurahan_is_known_by_every_name(name):
    assert read(kelurahan=name).problems == {}


@pytest.mark.parametrize("text", ["-6.153420, 106.659380", "-6.153420,106.659380", "-6.153420; 106.659380"])
def test_a_position_in_one_cell_is_split(text):
    values = read(position=text).values
    assert (values["latitude"], values["longitude"]) == ("-6.153420", "106.659380")


def test_choices_become_codes_and_a_dash_is_nothing():
    row = read(kind="SARPRAS", target_agency="Dinas Pekerjaan Umum Kota Tangerang", catalogue_item="-")
    assert (row.values["kind"], row.values["target_agency"]) == ("physical", "DPUPR")
    assert "catalogue_item" not in row.values


def test_counts_lose_their_word_and_what_is_no_count_stays_for_the_form():
    assert read(people="142 jiwa").values["people"] == "142"
    assert read(people="banyak").values["people"] == "banyak"
    assert read(people={"date": "2020-01-02"}).values["people"] == "2-1-2020"


def test_scales_of_the_heading_count_for_money():
    layout = Layout(columns=dict(enumerate(KEYS)), scales={"budget": 1_000_000})
    assert read(layout, volume=2, budget=12.5).values["unit_price"] == "6250000"


def test_a_number_of_an_earlier_export_is_kept():
    assert read(reference="2021-36.71.03.1002-0007").reference == "2021-36.71.03.1002-0007"


def test_a_short_row_and_floats_are_fine():
    assert understand(["Gapura"], LAYOUT).values == {"title": "Gapura"}


def test_degrees_get_a_point_and_six_decimals():
    assert read(latitude=-6.15342).values["latitude"] == "-6.153420"
    assert read(latitude="-6,1534200001").values["latitude"] == "-6.153420"
    assert read(latitude="utara").values["latitude"] == "utara"
