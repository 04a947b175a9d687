"""The catalogue is found with and without script; prices and sums are watched."""

import pytest
from django.urls import reverse

from tests.kelurahan.pages import address, read_form, read_radios, read_text

pytestmark = pytest.mark.django_db


def test_catalogue_is_searched_without_script(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "volume"))) | {
        "q": "U-ditch drainase",
        "volume": "77",
        "cari": "1",
    }
    page = operator.post(address(row, "volume"), form)
    assert page.status_code == 200
    assert read_radios(page, "catalogue_item") == ["DRN-01", ""]
    assert read_form(page)["volume"] == "77"
    row.refresh_from_db()
    assert row.volume == 120


def test_catalogue_fragment_finds_by_other_words(operator, world):
    world.drainage.keywords = "got, selokan"
    world.drainage.save()
    assert read_radios(operator.get(reverse("proposals:catalogue"), {"q": "selokan"}), "catalogue_item") == [
        "DRN-01",
        "",
    ]
    assert read_radios(operator.get(reverse("proposals:catalogue"), {"q": "pesawat"}), "catalogue_item") == [
        ""
    ]


@pytest.mark.parametrize("words", ["\x00", "%", "'; --", "x" * 5000, "🌳"])
def test_catalogue_fragment_bears_any_words(operator, world, words):
    assert operator.get(reverse("proposals:catalogue"), {"q": words}).status_code == 200


def test_picked_item_fills_what_is_empty(operator, world):
    row = world.draft(catalogue_item="", volume="")
    form = read_form(operator.get(address(row, "volume"))) | {
        "catalogue_item": "DRN-01",
        "volume": "12,5",
        "ke": "volume",
    }
    operator.post(address(row, "volume"), form)
    row.refresh_from_db()
    assert (row.unit, row.unit_price, row.price_basis, row.kind, row.target_agency) == (
        "meter",
        1_537_500,
        "SSH",
        "physical",
        world.dpupr,
    )
    assert row.budget == 19_218_750


def test_item_picked_instead_of_another_replaces_its_defaults(operator, world):
    item = world.drainage
    item.pk, item.code, item.name, item.unit, item.unit_price = None, "DRN-02", "Pasangan batu", "m", 865_000
    item.save()
    row = world.draft(unit_price="")
    form = read_form(operator.get(address(row, "volume"))) | {"catalogue_item": "DRN-02"}
    operator.post(address(row, "volume"), form)
    row.refresh_from_db()
    assert (row.catalogue_item.code, row.unit, row.unit_price) == ("DRN-02", "m", 865_000)


def test_price_ten_times_the_catalogue_is_asked_about_once(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "volume"))) | {"unit_price": "15.375.000", "ke": "penerima"}
    answer = operator.post(address(row, "volume"), form)
    assert answer.url == address(row, "volume")
    page = operator.get(answer.url)
    assert "Harga ini 10 kali harga kamus (Rp 1.537.500). Periksa jumlah nolnya." in read_text(page)
    again = operator.post(address(row, "volume"), read_form(page) | {"ke": "penerima"})
    assert again.url == address(row, "penerima")
    row.refresh_from_db()
    assert row.unit_price == 15_375_000


def test_catalogue_price_is_taken_with_one_button(operator, world):
    row = world.draft(unit_price="15375000")
    form = read_form(operator.get(address(row, "volume"))) | {"harga-kamus": "1"}
    operator.post(address(row, "volume"), form)
    row.refresh_from_db()
    assert row.unit_price == 1_537_500


def test_budget_fragment_spells_the_sum(operator, world):
    answer = operator.get(
        reverse("proposals:budget"),
        {"volume": "120", "unit_price": "1.537.500", "unit": "meter", "catalogue_item": "DRN-01"},
    )
    assert "Rp 184.500.000 seratus delapan puluh empat juta lima ratus ribu rupiah" in read_text(answer)


@pytest.mark.parametrize(
    "values", [{}, {"volume": "x", "unit_price": "\x00"}, {"volume": "9" * 400, "unit_price": "1"}]
)
def test_budget_fragment_bears_what_is_no_number(operator, world, values):
    answer = operator.get(reverse("proposals:budget"), values)
    assert answer.status_code == 200
    assert "Terhitung setelah volume dan harga satuan diisi." in read_text(answer)


def test_budget_above_the_advisory_share_is_pointed_out_and_saved(operator, world):
    world.cycle.ceilings.create(
        kind="kelurahan",
        kelurahan=world.batujaya,
        amount=100_000_000,
        reason="Uji",
        effective_on="2020-01-01",
    )
    row = world.draft()
    assert "Lebih besar dari pagu Kelurahan Batujaya, Rp 100.000.000." in read_text(
        operator.get(address(row, "volume"))
    )
