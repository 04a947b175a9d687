"""Saving while somebody types: what is valid is kept, what others changed is asked, nothing is done twice."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from proposals.models import Event, Proposal
from tests.factories import PASSWORD, close_stage
from tests.kelurahan.pages import address, count, read_form, read_text

pytestmark = pytest.mark.django_db


def send(client, row, step: str = "masalah", *, version: int | None = None, **typed):
    """The answer to some typed fields; a pair is (text, text that the page knew as saved, …)."""
    key = row if isinstance(row, uuid.UUID) else row.uuid
    if version is None:
        version = 0 if isinstance(row, uuid.UUID) else row.version
    data = {"versi": version}
    for name, texts in typed.items():
        if isinstance(texts, tuple):
            data[name], data[f"semula-{name}"] = texts[0], list(texts[1:])
        else:
            data[name] = texts
    return client.post(reverse("proposals:autosave", args=[key, step]), data)


# What is valid


def test_first_autosave_opens_the_draft_and_twice_is_once(operator, world):
    key = uuid.uuid4()
    answers = [send(operator, key, title="Saluran Jl. Melati") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    row = Proposal.objects.get()
    assert (row.uuid, row.title, row.version, count()) == (key, "Saluran Jl. Melati", 1, (1, 1))
    told = answers[0].json()
    assert (told["versi"], told["alamat"]) == (1, address(row, "masalah"))
    assert told["tersimpan"].replace(".", "").isdigit()


def test_first_autosave_whose_answer_was_lost_goes_on_with_what_was_typed_since(operator):
    key = uuid.uuid4()
    send(operator, key, title=("Saluran", ""))
    answer = send(operator, key, title=("Saluran Jl. Melati", "", "Saluran"))
    assert (answer.status_code, Proposal.objects.get().title) == (200, "Saluran Jl. Melati")


def test_half_typed_price_does_not_stop_the_rest(operator, world):
    row = world.draft()
    answer = send(operator, row, "volume", unit_price="1.5", volume="80")
    assert answer.status_code == 422
    assert list(answer.json()["salah"]) == ["unit_price"]
    was, row = row.unit_price, Proposal.objects.get()
    assert (row.volume, row.unit_price, answer.json()["versi"]) == (80, was, row.version)


def test_new_draft_is_opened_although_a_field_is_not_valid(operator):
    answer = send(operator, uuid.uuid4(), "penerima", households="tiga", people="142")
    assert (answer.status_code, list(answer.json()["salah"])) == (422, ["households"])
    assert Proposal.objects.get().people == 142


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"latitude": "-7,5"}, ["latitude"]),
        ({"longitude": "10", "street": "Jl. Anggrek"}, ["latitude"]),
        ({"latitude": "x", "longitude": "106,66"}, ["latitude"]),
    ],
)
def test_point_is_saved_as_a_whole_or_not_at_all(operator, world, typed, wrong):
    row = world.draft()
    answer = send(operator, row, "lokasi", **typed)
    assert answer.status_code == 422
    assert [name for name, sentence in answer.json()["salah"].items() if sentence] == wrong
    was, row = (row.latitude, row.longitude), Proposal.objects.get()
    assert (row.latitude, row.longitude) == was
    assert row.street == typed.get("street", "Jl. Melati")


def test_pair_typed_into_one_box_is_told_for_both_and_can_be_changed_again(operator, world):
    row = world.draft()
    typed = "−6.1570, 106.6611"
    answer = send(operator, row, "lokasi", latitude=(typed, "-6.153420"))
    assert answer.json()["nilai"] == {"latitude": "-6.157000", "longitude": "106.661100"}
    row.refresh_from_db()
    pin = {"latitude": ("-6,154500", typed), "longitude": ("106,660500", "106.661100")}
    assert send(operator, row, "lokasi", **pin).status_code == 200
    row.refresh_from_db()
    assert (str(row.latitude), str(row.longitude)) == ("-6.154500", "106.660500")


def test_volume_that_overflows_with_the_saved_price_is_told(operator, world):
    row = world.draft(unit_price="1000000000000000")
    answer = send(operator, row, "volume", volume="99999999999", price_basis="estimate")
    assert (answer.status_code, list(answer.json()["salah"])) == (422, ["volume"])
    assert Proposal.objects.get().price_basis == "estimate"


def test_picked_item_fills_what_is_blank_and_leaves_what_was_typed(operator, world):
    row = world.draft(catalogue_item="", unit="ruas", kind="physical", target_agency="DISHUB")
    answer = send(operator, row, "volume", catalogue_item="DRN-01")
    row = Proposal.objects.get()
    assert (row.unit, row.target_agency, row.unit_price) == ("ruas", world.dishub, 1_537_500)
    assert answer.json()["nilai"]["unit_price"] == "1.537.500"


def test_answer_tells_how_the_server_reads_it(operator, world):
    answer = send(operator, world.draft(), "lokasi", rt="2, 3", street="Jl. Anggrek")
    assert (answer.status_code, answer.json()["nilai"]) == (200, {"rt": "02, 03"})


def test_same_values_again_write_nothing(operator, world):
    row = world.draft()
    before = count()
    assert send(operator, row, title=row.title).json()["versi"] == row.version
    assert count() == before


# Two versions


def edit_elsewhere(world, row, step: str, **typed) -> None:
    other = Client()
    other.force_login(world.lurah)
    assert send(other, row, step, **typed).status_code == 200


def test_fields_that_nobody_else_changed_are_saved_on_a_newer_version(operator, world):
    row = world.draft()
    edit_elsewhere(world, row, "lokasi", rt="7")
    answer = send(operator, row, "lokasi", street=("Jl. Anggrek", "Jl. Melati"))
    assert answer.status_code == 200
    row.refresh_from_db()
    assert (row.street, row.rt, answer.json()["nilai"]["rt"]) == ("Jl. Anggrek", "07", "07")
    assert f"RT: diubah {world.lurah.full_name} pukul" in answer.json()["berita"]


def test_field_that_somebody_else_changed_is_asked_while_the_rest_is_saved(operator, world):
    row = world.draft()
    edit_elsewhere(world, row, "lokasi", street="Jl. Kenanga")
    answer = send(operator, row, "lokasi", street=("Jl. Anggrek", "Jl. Melati"), rw=("6", "05"))
    assert answer.status_code == 409
    assert answer.json()["beda"] == [
        {
            "nama": "street",
            "label": "Nama jalan atau gang",
            "isian": "Jl. Anggrek",
            "tersimpan": "Jl. Kenanga",
        }
    ]
    row.refresh_from_db()
    assert (row.street, row.rw, answer.json()["versi"]) == ("Jl. Kenanga", "06", row.version)
    chosen = send(operator, row, "lokasi", street=("Jl. Anggrek", "Jl. Kenanga"))
    row.refresh_from_db()
    assert (chosen.status_code, row.street) == (200, "Jl. Anggrek")


def test_version_alone_does_not_excuse_a_field_that_the_page_knows_otherwise(operator, world):
    row = world.draft()
    edit_elsewhere(world, row, "lokasi", street="Jl. Kenanga")
    row.refresh_from_db()
    assert send(operator, row, "lokasi", street=("Jl. Anggrek", "Jl. Melati")).status_code == 409


def test_lost_answer_is_no_second_version(operator, world):
    row = world.draft()
    send(operator, row, "lokasi", rt=("3, 4", "03"))
    answer = send(operator, row, "lokasi", rt=("3, 4, 9", "03", "3, 4"))
    row.refresh_from_db()
    assert (answer.status_code, row.rt) == (200, "03, 04, 09")


def test_words_of_a_choice_are_shown(operator, world):
    row = world.draft()
    edit_elsewhere(world, row, "penerima", land_status="")
    answer = send(operator, row, "penerima", land_status=("grant", "city"))
    (both,) = answer.json()["beda"]
    assert (both["isian"], both["tersimpan"]) == (dict(Proposal.LandStatus.choices)["grant"], "")


# Closed doors


def test_closed_window_says_so_and_writes_nothing(operator, world):
    row = world.draft()
    close_stage(world.cycle, "kelurahan")
    before = count()
    for target in (row, uuid.uuid4()):
        answer = send(operator, target, title="Terlambat")
        assert (answer.status_code, answer.json()["kode"]) == (409, "window")
        assert "sudah ditutup" in answer.json()["kalimat"]
    assert count() == before


def test_autosave_within_the_grace_counts_and_says_so(operator, world):
    row = world.draft()
    close_stage(world.cycle, "kelurahan", minutes_ago=3)
    answer = send(operator, row, title="Nyaris")
    assert (answer.status_code, Proposal.objects.get().title) == (200, "Nyaris")
    assert "5 menit" in answer.json()["susulan"]


def test_proposal_that_moved_on_says_who_and_when(operator, world):
    row = world.draft()
    version = row.version
    world.step(row, "submit")
    answer = send(operator, row, version=version, title="Terlambat")
    assert (answer.status_code, answer.json()["kode"]) == (409, "version")
    assert world.operator.full_name in answer.json()["kalimat"]


def test_foreign_draft_is_not_found_and_unchanged(operator, world):
    theirs = world.draft(by=world.person("kelurahan_operator", world.batusari))
    before = count()
    answer = send(operator, theirs, title="Milik saya")
    assert (answer.status_code, answer.json()["kode"]) == (404, "not_found")
    assert count() == before
    assert Proposal.objects.get().title == theirs.title


def test_page_of_another_person_saves_nothing(operator, world):
    row = world.draft()
    before = count()
    url = reverse("proposals:autosave", args=[row.uuid, "masalah"])
    answer = operator.post(
        url, {"versi": row.version, "pengisi": world.lurah.username, "title": "Orang lain"}
    )
    assert (answer.status_code, answer.json()["kode"]) == (409, "person")
    form = read_form(operator.get(address(row, "masalah")))
    page = operator.post(
        address(row, "masalah"), form | {"pengisi": world.lurah.username, "title": "Orang lain"}
    )
    assert page.status_code == 409
    assert read_form(page) == form | {"title": "Orang lain"}
    assert "dibuka orang lain" in read_text(page)
    assert count() == before


def test_draft_of_the_training_year_stays_there_after_logging_in_again(world, operator):
    from tests.factories import make_cycle

    training = make_cycle(year=2021, kind="training")
    url = reverse("proposals:autosave", args=[uuid.uuid4(), "masalah"])
    assert operator.post(url, {"versi": 0, "title": "Latihan", "tahun": training.slug}).status_code == 200
    assert Proposal.objects.get().cycle == training


# Logging in in place


def test_enter_tells_who_is_here_and_lets_in(client, world):
    url = reverse("proposals:enter")
    assert client.get(url).json() == {"pengguna": "", "nama": ""}
    wrong = client.post(url, {"username": world.operator.username, "password": "bukan"})
    assert (wrong.status_code, "belum cocok" in wrong.json()["kalimat"]) == (422, True)
    entered = client.post(
        url, {"username": world.operator.username, "password": PASSWORD, "tahun": world.cycle.slug}
    )
    assert (entered.status_code, entered.json()["pengguna"]) == (200, world.operator.username)
    assert client.get(url).json()["nama"] == world.operator.full_name
    assert send(client, world.draft(), title="Masih ada").status_code == 200


def test_enter_is_locked_like_the_log_in_page(client, world):
    url = reverse("proposals:enter")
    data = {"username": world.operator.username, "password": "bukan"}
    assert [client.post(url, data).status_code for _ in range(6)][-2:] == [429, 429]


def test_enter_needs_a_token(world):
    client = Client(enforce_csrf_checks=True)
    data = {"username": world.operator.username, "password": PASSWORD}
    assert client.post(reverse("proposals:enter"), data).status_code == 403
    client.get(reverse("proposals:enter"))
    token = client.cookies["csrftoken"].value
    answer = client.post(reverse("proposals:enter"), data, headers={"X-CSRFToken": token})
    assert answer.status_code == 200
    assert client.cookies["csrftoken"].value != token


# Cost and history


def test_number_of_queries_is_constant(operator, world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.factories import attach_photo

    row = world.draft()
    counts = []
    for typed in (
        {"problem": ("Genangan.", row.problem)},
        {
            "title": ("Saluran", row.title),
            "problem": ("Genangan 2.", "Genangan."),
            "proposer": ("RW 6", "RW 05"),
        },
    ):
        row.refresh_from_db()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert send(operator, row, **typed).status_code == 200
        counts.append(len(asked))
        for _ in range(2):
            if row.attachments.count() < 3:
                attach_photo(row.uuid, by=world.operator)
    assert counts[0] == counts[1], counts


def test_many_autosaves_are_one_line_of_the_story(operator, world):
    row = world.draft()
    for number in range(4):
        send(operator, row, title=f"Saluran {number}")
        row.refresh_from_db()
    assert Event.objects.filter(proposal=row, action="edit").count() == 4
    page = read_text(operator.get(reverse("proposals:detail", args=[row.uuid])))
    assert page.count("diubah") <= 2
