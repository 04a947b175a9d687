"""The form in steps: a draft is made, kept and never lost, whatever is typed."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.models import Event, Proposal
from tests.factories import World, close_stage
from tests.kelurahan.pages import make_photo, read_form, read_options, read_radios, read_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def operator(client, world):
    client.force_login(world.operator)
    return client


def address(row, step: str) -> str:
    return reverse("proposals:step", args=[row.uuid, step])


def count() -> tuple[int, int]:
    return Proposal.objects.count(), Event.objects.count()


# Making a draft


def test_new_form_carries_a_fresh_uuid(operator):
    first, second = (read_form(operator.get(reverse("proposals:new")))["usulan"] for _ in range(2))
    assert uuid.UUID(first) != uuid.UUID(second)
    assert Proposal.objects.count() == 0


def test_first_save_opens_the_draft_under_the_uuid_of_the_form(operator, world):
    form = read_form(operator.get(reverse("proposals:new"))) | {
        "title": "Perbaikan saluran Jl. Melati",
        "ke": "lokasi",
    }
    answer = operator.post(reverse("proposals:new"), form)
    row = Proposal.objects.get()
    assert (str(row.uuid), row.status, row.kelurahan, row.title) == (
        form["usulan"],
        "draft",
        world.batujaya,
        "Perbaikan saluran Jl. Melati",
    )
    assert (answer.status_code, answer.url) == (302, address(row, "lokasi"))


def test_same_form_sent_twice_is_one_draft(operator):
    form = read_form(operator.get(reverse("proposals:new"))) | {"title": "Posyandu RW 07", "ke": "lokasi"}
    answers = [operator.post(reverse("proposals:new"), form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert count() == (1, 1)


def test_form_sent_again_with_another_title_changes_the_draft(operator):
    form = read_form(operator.get(reverse("proposals:new"))) | {"title": "Posyandu RW 07", "ke": "lokasi"}
    operator.post(reverse("proposals:new"), form)
    operator.post(reverse("proposals:new"), form | {"title": "Posyandu Anggrek RW 07"})
    assert Proposal.objects.get().title == "Posyandu Anggrek RW 07"


def test_form_with_a_foreign_uuid_is_not_found(operator, world):
    theirs = world.draft(by=world.person("kelurahan_operator", world.batusari))
    before = count()
    answer = operator.post(reverse("proposals:new"), {"usulan": str(theirs.uuid), "title": "Milik saya"})
    assert answer.status_code == 404
    assert count() == before
    theirs.refresh_from_db()
    assert theirs.title != "Milik saya"


@pytest.mark.parametrize("step", ["masalah", "lokasi", "volume", "penerima"])
def test_every_step_can_be_the_first(operator, step):
    form = read_form(operator.get(reverse("proposals:new"), {"langkah": step}))
    answer = operator.post(f"{reverse('proposals:new')}?langkah={step}", form | {"ke": "tetap"})
    assert answer.url == address(Proposal.objects.get(), step)


def test_unreadable_uuid_gets_a_fresh_one(operator):
    assert (
        operator.post(reverse("proposals:new"), {"usulan": "bukan-uuid", "title": "Lampu jalan"}).status_code
        == 302
    )
    assert Proposal.objects.get().title == "Lampu jalan"


# Saving a step


def test_save_writes_only_the_fields_of_the_step(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "penerima"))) | {
        "households": "51",
        "title": "Diam-diam",
        "ke": "periksa",
    }
    answer = operator.post(address(row, "penerima"), form)
    was, row = row.title, Proposal.objects.get()
    assert (answer.url, row.households, row.title) == (address(row, "periksa"), 51, was)


def test_saved_step_says_when(operator, world):
    row = world.draft()
    assert re.search(r"Tersimpan \d\d\.\d\d", read_text(operator.get(address(row, "masalah"))))


@pytest.mark.parametrize("step", ["masalah", "lokasi", "volume", "penerima"])
def test_page_sent_back_as_it_is_changes_nothing(operator, world, step):
    row = world.draft()
    before = count()
    answer = operator.post(address(row, step), read_form(operator.get(address(row, step))) | {"ke": step})
    assert answer.status_code == 302
    assert count() == before


def test_save_and_leave_goes_home(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "masalah"))) | {"problem": "Banjir.", "ke": "keluar"}
    assert operator.post(address(row, "masalah"), form).url == "/"
    assert Proposal.objects.get().problem == "Banjir."


def test_emoji_survive(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "masalah"))) | {
        "title": "Taman 🌳 RW 05",
        "problem": "Gersang 🥵\nsekali",
    }
    operator.post(address(row, "masalah"), form)
    again = read_form(operator.get(address(row, "masalah")))
    assert (again["title"], again["problem"]) == ("Taman 🌳 RW 05", "Gersang 🥵\nsekali")


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
    assert "Titik ini lebih dekat ke Kelurahan Batusari." in read_text(page)
    row.refresh_from_db()
    assert row.position_warning


# The closed window


def test_closed_window_keeps_typed_text_and_draft(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "masalah"))) | {"title": "Terlambat"}
    close_stage(world.cycle, "kelurahan")
    before = count()
    answer = operator.post(address(row, "masalah"), form)
    assert answer.status_code == 409
    assert "sudah ditutup" in read_text(answer)
    assert "Perpanjangan diminta ke Bappeda." in read_text(answer)
    assert read_form(answer)["title"] == "Terlambat"
    assert count() == before


def test_closed_window_refuses_a_new_draft_but_keeps_what_was_typed(operator, world):
    form = read_form(operator.get(reverse("proposals:new"))) | {"title": "Terlambat"}
    close_stage(world.cycle, "kelurahan")
    answer = operator.post(reverse("proposals:new"), form)
    assert (answer.status_code, read_form(answer)["title"]) == (409, "Terlambat")
    assert Proposal.objects.count() == 0


def test_form_in_a_closed_window_says_why_it_cannot_be_saved(operator, world):
    row = world.draft()
    close_stage(world.cycle, "kelurahan")
    page = operator.get(address(row, "volume"))
    assert page.status_code == 200
    assert "sudah ditutup" in read_text(page)
    assert 'aria-disabled="true"' in page.content.decode()


def test_save_within_the_grace_counts(operator, world):
    row = world.draft()
    close_stage(world.cycle, "kelurahan", minutes_ago=3)
    assert (
        operator.post(address(row, "masalah"), {"versi": row.version, "title": "Nyaris"}).status_code == 302
    )


# Catalogue and price


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


# Photos


def test_photo_is_attached_with_the_fields(operator, world):
    row = world.draft(photo=False)
    form = read_form(operator.get(address(row, "lokasi"))) | {"street": "Jl. Kenanga", "foto": make_photo()}
    assert operator.post(address(row, "lokasi"), form).status_code == 302
    row.refresh_from_db()
    assert (row.street, row.attachments.get().content_type) == ("Jl. Kenanga", "image/jpeg")
    assert "Foto 1" in read_text(operator.get(address(row, "lokasi")))


def test_unfit_photo_leaves_the_fields_saved(operator, world):
    row = world.draft(photo=False)
    upload = make_photo("virus.jpg")
    upload.file.seek(0)
    upload.file.truncate()
    upload.file.write(b"MZ" + b"\x00" * 200)
    upload.file.seek(0)
    upload.size = 202
    form = read_form(operator.get(address(row, "lokasi"))) | {"street": "Jl. Kenanga", "foto": upload}
    answer = operator.post(address(row, "lokasi"), form)
    assert answer.status_code == 422
    assert "bukan foto" in read_text(answer)
    row.refresh_from_db()
    assert (row.street, row.attachments.count()) == ("Jl. Kenanga", 0)


def test_photo_stays_when_a_field_is_refused(operator, world):
    row = world.draft(photo=False)
    form = read_form(operator.get(address(row, "lokasi"))) | {"rw": "lima", "foto": make_photo()}
    answer = operator.post(address(row, "lokasi"), form)
    assert answer.status_code == 422
    assert row.attachments.count() == 1
    assert operator.post(address(row, "lokasi"), read_form(answer) | {"rw": "5"}).status_code == 302


def test_fourth_photo_is_refused(operator, world):
    row = world.draft(photo=False)
    form = read_form(operator.get(address(row, "lokasi")))
    photos = [make_photo(f"{shade}.jpg", shade=shade) for shade in (10, 60, 110, 160)]
    answer = operator.post(address(row, "lokasi"), form | {"foto": photos})
    assert answer.status_code == 422
    assert "Paling banyak 3 foto." in read_text(answer)
    assert row.attachments.filter(removed_at=None).count() == 3


def test_photo_is_removed(operator, world):
    row = world.draft()
    photo = row.attachments.get()
    form = read_form(operator.get(address(row, "lokasi"))) | {"hapus": str(photo.uuid)}
    operator.post(address(row, "lokasi"), form)
    photo.refresh_from_db()
    assert photo.removed_at


# Two people


def test_stale_form_shows_both_versions_and_loses_nothing(operator, client, world):
    row = world.draft()
    mine = read_form(operator.get(address(row, "lokasi"))) | {"street": "Jl. Anggrek", "ke": "volume"}
    other = read_form(operator.get(address(row, "lokasi"))) | {"rt": "7"}
    client.force_login(world.person("kelurahan_operator"))
    assert client.post(address(row, "lokasi"), other).status_code == 302
    client.force_login(world.operator)
    before = count()
    page = client.post(address(row, "lokasi"), mine)
    assert page.status_code == 409
    assert count() == before
    text = read_text(page)
    assert "Jl. Anggrek" in text and "Jl. Melati" in text and "07" in text
    shown = read_form(page)
    assert (shown["pilih-street"], shown["pilih-rt"]) == ("mine", "saved")
    assert client.post(address(row, "lokasi"), shown).status_code == 302
    row.refresh_from_db()
    assert (row.street, row.rt) == ("Jl. Anggrek", "07")


def test_stale_form_that_says_the_same_goes_on(operator, client, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "lokasi"))) | {"street": "Jl. Anggrek", "ke": "volume"}
    assert [operator.post(address(row, "lokasi"), form).status_code for _ in range(2)] == [302, 302]
    row.refresh_from_db()
    assert row.street == "Jl. Anggrek"


def test_form_of_a_proposal_that_moved_on_keeps_the_typed_text(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "masalah"))) | {"problem": "Genangan 40 cm."}
    world.step(row, "submit")
    page = operator.post(address(row, "masalah"), form)
    assert page.status_code == 409
    assert "Isian Anda masih ada" in read_text(page)
    assert read_form(page)["problem"] == "Genangan 40 cm."


# Who may


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("step", ["masalah", "lokasi", "volume", "penerima", "periksa"])
def test_other_kelurahan_finds_nothing(client, world, method, step):
    row = world.draft()
    client.force_login(world.person("kelurahan_operator", world.batusari))
    assert getattr(client, method)(address(row, step), {"versi": row.version}).status_code == 404


@pytest.mark.parametrize(
    "role", ["camat", "opd_verifier", "bappeda_reviewer", "bappeda_head", "leadership", "administrator"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_roles_enter_nothing(client, world, role, method):
    client.force_login(world.person(role))
    answer = getattr(client, method)(reverse("proposals:new"), {"title": "Tidak boleh"})
    assert answer.status_code == 403
    assert Proposal.objects.count() == 0


def test_reviewer_of_a_visible_proposal_may_not_edit_it(client, world):
    row = world.proposal("kecamatan_review")
    before = count()
    client.force_login(world.person("leadership"))
    assert client.get(address(row, "masalah")).status_code == 403
    answer = client.post(address(row, "lokasi"), {"versi": row.version, "street": "X", "foto": make_photo()})
    assert answer.status_code == 403
    assert count() == before


def test_operator_cannot_open_what_waits_for_the_lurah(operator, world):
    row = world.proposal("awaiting_lurah")
    assert operator.get(address(row, "masalah")).status_code == 409


def test_lurah_edits_what_waits_for_the_lurah(client, world):
    row = world.proposal("awaiting_lurah")
    client.force_login(world.lurah)
    form = read_form(client.get(address(row, "masalah"))) | {"proposer": "LPM"}
    assert client.post(address(row, "masalah"), form).status_code == 302
    row.refresh_from_db()
    assert row.proposer == "LPM"


def test_kecamatan_officer_enters_an_own_proposal(client, world):
    client.force_login(world.officer)
    form = read_form(client.get(reverse("proposals:new"))) | {"title": "Jalan penghubung", "ke": "lokasi"}
    page = client.post(reverse("proposals:new"), form, follow=True)
    row = Proposal.objects.get()
    assert (row.source, row.kecamatan, row.kelurahan) == ("kecamatan", world.batuceper, None)
    assert read_options(page, "kelurahan") == ["", world.batujaya.code, world.batusari.code]
    foreign = read_form(page) | {"kelurahan": world.belendung.code}
    assert client.post(address(row, "lokasi"), foreign).status_code == 422


def test_bappeda_enters_pokir_with_councillor(client, world):
    client.force_login(world.admin)
    form = read_form(client.get(reverse("proposals:new")))
    values = form | {
        "title": "Gelanggang remaja",
        "councillor": "H. Saleh",
        "faction": "Fraksi A",
        "ke": "lokasi",
    }
    assert client.post(reverse("proposals:new"), values).status_code == 422
    client.post(reverse("proposals:new"), values | {"kelurahan": world.belendung.code})
    row = Proposal.objects.get()
    assert (row.source, row.kelurahan, row.councillor) == ("pokir", world.belendung, "H. Saleh")


def test_unknown_step_is_not_found(operator, world):
    assert operator.get(address(world.draft(), "lain")).status_code == 404


# Speed


@pytest.mark.parametrize("step", ["masalah", "lokasi", "volume", "penerima", "periksa"])
def test_step_takes_a_constant_number_of_queries(operator, world, step):
    row = world.draft()
    operator.get(address(row, step))
    counts = []
    for more in (0, 2):
        for _ in range(more):
            world.draft()
        with CaptureQueriesContext(connection) as queries:
            operator.get(address(row, step))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30
