"""/kecamatan/<uuid>/: figures of the own column, every decision, and who may see it."""

import pytest

from proposals.services.transitions import perform
from tests.kecamatan.sheet import again, decide, last_review, url
from tests.kelurahan.pages import read_form, read_radios, read_text

pytestmark = pytest.mark.django_db


def test_sheet_shows_problem_figures_and_who_decides_what(client, world):
    row = world.proposal()
    client.force_login(world.officer)
    response = client.get(url(row))
    text = read_text(response)
    assert (
        "Genangan 20–30 cm setiap hujan." in text and "Rp 184.500.000" in text and "Kecamatan (Anda)" in text
    )
    assert "diputuskan Camat" in text
    assert read_radios(response, "tindakan") == ["recommend", "return", "merge"]


def test_sheet_offers_the_camat_every_decision(camat, world):
    response = camat.get(url(world.proposal()))
    assert read_radios(response, "tindakan") == [
        "recommend", "forward", "fund_local", "return", "merge", "refer", "reject",
    ]  # fmt: skip


def test_officer_recommends_and_goes_on_to_the_next_under_the_same_filter(client, world):
    row, other = world.proposal(), world.proposal()
    client.force_login(world.officer)
    query = "?bidang=infrastruktur"
    response = decide(
        client, row, "recommend", query=query, lanjut="1",
        **{"recommend-volume": "110", "recommend-text": "Hasil ukur lapangan 110 m."},
    )  # fmt: skip
    assert response.status_code == 302 and response.url == url(other, query)
    assert again(row).is_recommended and row.current_budget == 110 * 1_537_500
    assert last_review(row).text == "Hasil ukur lapangan 110 m."
    assert "Direkomendasikan kecamatan pukul" in read_text(client.get(response.url))


def test_saving_without_going_on_stays(client, world):
    row = world.proposal()
    client.force_login(world.officer)
    assert decide(client, row, "recommend").url == url(row)


def test_changed_volume_without_a_reason_is_asked_for_it(client, world):
    row = world.proposal()
    client.force_login(world.officer)
    response = decide(client, row, "recommend", **{"recommend-volume": "110"})
    assert response.status_code == 422
    assert "Tulis alasan, karena volume atau anggaran berbeda" in read_text(response)
    assert read_form(response)["recommend-volume"] == "110"
    assert not again(row).is_recommended


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"recommend-volume": "0"}, "Volume harus lebih dari nol."),
        ({"recommend-volume": "-5"}, "Volume harus lebih dari nol."),
        ({"recommend-volume": ""}, "Isi volume."),
        ({"recommend-price": "banyak"}, "Tulis harga dalam rupiah bulat"),
        ({"recommend-price": "999999999999999", "recommend-volume": "99999999"}, "Anggaran terlalu besar"),
        ({"recommend-volume": "110", "recommend-text": "   "}, "Tulis alasan"),
        ({"recommend-volume": "110", "recommend-text": "a\x00b"}, ""),
        ({"urutan": "nol"}, "Tulis nomor urut dengan angka saja"),
        ({"urutan": "0"}, "Tulis nomor urut dengan angka saja"),
    ],
)
def test_unfit_figures_are_refused_with_a_sentence_and_kept(camat, world, typed, sentence):
    row = world.proposal()
    before = row.version
    response = decide(camat, row, "recommend", **typed)
    assert response.status_code == 422
    assert sentence in read_text(response)
    assert again(row).version == before


def test_camat_forwards_with_changed_figures_in_one_press(camat, world):
    row = world.proposal()
    decide(
        camat, row, "forward", lanjut="1",
        **{"recommend-volume": "110", "recommend-text": "Sisa 10 m sudah dikerjakan 2019."},
    )  # fmt: skip
    assert (again(row).status, row.current_volume, row.kecamatan_order) == ("opd_review", 110, 1)
    assert [r.action for r in row.reviews.order_by("seq")] == ["endorse", "recommend", "forward"]


def test_reason_of_a_change_stands_below_the_cards_and_once(camat, world):
    page = camat.get(url(world.proposal())).content.decode()
    assert page.count('name="recommend-text"') == 1
    assert page.index('name="recommend-text"') < page.index('id="isian-recommend"')


def test_camat_forwards_what_was_recommended_without_recommending_again(camat, world):
    row = world.proposal()
    world.step(row, "recommend")
    decide(camat, row, "forward")
    assert again(row).status == "opd_review"
    assert [r.action for r in row.reviews.order_by("seq")] == ["endorse", "recommend", "forward"]


def test_forward_with_unfit_figures_does_nothing(camat, world):
    row = world.proposal()
    response = decide(camat, row, "forward", **{"recommend-volume": "110"})
    assert response.status_code == 422
    assert (again(row).status, row.is_recommended) == ("kecamatan_review", False)


def test_place_in_the_list_is_saved_with_the_recommendation(camat, world):
    first, second = world.proposal(), world.proposal()
    decide(camat, first, "recommend", urutan="1")
    decide(camat, second, "recommend", urutan="1")
    assert (again(first).kecamatan_order, again(second).kecamatan_order) == (2, 1)
    assert first.version == 5, "an order moves no version"


@pytest.mark.parametrize(
    ("action", "typed", "status"),
    [
        ("return", {"return-text": "Panjang tidak cocok."}, "revision"),
        ("reject", {"reject-category": "land", "reject-text": "Lahan bersengketa."}, "rejected"),
        (
            "refer",
            {"refer-level": "province", "refer-institution": "Dinas PUPR Banten", "refer-text": "Jalan provinsi."},
            "referred",
        ),
        ("fund_local", {"fund_local-sub_kegiatan": "7.01.03.2.02.02"}, "local"),
    ],
)  # fmt: skip
def test_every_decision_of_the_camat(camat, world, action, typed, status):
    row = world.proposal()
    response = decide(camat, row, action, query=f"?tindakan={action}", lanjut="1", **typed)
    assert (response.status_code, response.url) == (302, "/kecamatan/")
    assert again(row).status == status
    assert last_review(row).by == world.camat


def test_merge_takes_joint_figures_into_the_lead(camat, world):
    row, lead = world.proposal(), world.proposal()
    typed = {"merge-lead": lead.reference, "merge-volume": "200", "merge-households": "50"}
    decide(camat, row, "merge", query="?tindakan=merge", **typed)
    assert again(row).status == "merged" and row.merged_into == lead
    assert (again(lead).current_volume, lead.current_households) == (200, 50)


def test_merge_into_a_foreign_proposal_is_refused(camat, world):
    row = world.proposal()
    typed = {"merge-lead": "2021-36.71.04.1001-0001", "merge-volume": "200", "merge-households": "50"}
    response = decide(camat, row, "merge", query="?tindakan=merge", **typed)
    assert response.status_code == 422
    assert again(row).status == "kecamatan_review"


@pytest.mark.parametrize("action", ["reject", "return", "refer"])
def test_decision_without_its_reason_is_asked_for_it(camat, world, action):
    row = world.proposal()
    response = decide(camat, row, action, **{f"{action}-text": " \n "})
    assert response.status_code == 422
    assert f'id="pilih-{action}" checked' in response.content.decode()
    assert again(row).status == "kecamatan_review"


def test_post_without_a_choice_asks_for_one(camat, world):
    row = world.proposal()
    response = camat.post(url(row), {"version": row.version})
    assert response.status_code == 422
    assert "Pilih satu keputusan di bawah" in read_text(response)


@pytest.mark.parametrize("action", ["forward", "reject", "refer", "fund_local"])
def test_officer_cannot_decide_what_is_the_camats(client, world, action):
    row = world.proposal()
    client.force_login(world.officer)
    response = decide(client, row, action, **{f"{action}-text": "Alasan.", f"{action}-category": "land"})
    assert response.status_code == 403
    assert (again(row).status, row.is_recommended) == ("kecamatan_review", False)


# Who may see it


@pytest.mark.parametrize("path", ["", "isian/return/"])
def test_sheet_of_a_sibling_kecamatan_does_not_exist(client, world, path):
    row = world.proposal()
    client.force_login(world.person("camat", world.benda))
    assert client.get(url(row) + path).status_code == 404


def test_sheet_of_a_draft_does_not_exist_for_the_kecamatan(camat, world):
    assert camat.get(url(world.draft())).status_code == 404


@pytest.mark.parametrize("role", ["operator", "lurah", "verifier", "admin"])
def test_sheet_is_closed_to_other_roles_that_see_the_proposal(client, world, role):
    row = world.proposal()
    client.force_login(getattr(world, role))
    assert client.get(url(row)).status_code == 403


def test_sheet_of_what_went_on_can_be_read_but_not_decided(camat, world):
    row = world.proposal("opd_review")
    response = camat.get(url(row))
    assert response.status_code == 200
    assert read_radios(response, "tindakan") == []
    assert "Menunggu Dinas Pekerjaan Umum" in read_text(response)


def test_fields_of_an_unknown_decision_do_not_exist(camat, world):
    row = world.proposal()
    assert camat.get(url(row) + "isian/publish/").status_code == 404
    assert camat.get(url(row) + "isian/verify/").status_code == 404


def test_repaired_proposal_is_marked_with_its_day(camat, world):
    row = world.proposal("revision")
    perform(
        targets={row.uuid: row.version}, action="edit", by=world.operator, values={"volume": "110"}
    ).require()
    world.step(row, "resubmit")
    text = read_text(camat.get(url(row)))
    assert "Kembali dari perbaikan" in text and "turun 10 meter (8,3%)" in text


def test_text_that_looks_like_markup_is_shown_as_text(camat, world):
    row = world.proposal(title="<script>alert(1)</script> 🛠️", problem="=cmd()|' /C calc'!A0")
    page = camat.get(url(row)).content.decode()
    assert "<script>alert(1)" not in page and "🛠️" in page and "=cmd()" in page


@pytest.mark.parametrize("who", ["officer", "camat"])
def test_sheet_takes_the_same_queries_at_one_and_at_three_rows(
    client, world, who, django_assert_max_num_queries
):
    row = world.proposal()
    client.force_login(getattr(world, who))
    client.get(url(row))
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(12) as captured:
            client.get(url(row))
        counts.append(len(captured))
        world.proposal()
        world.proposal()
    assert counts[0] == counts[1]


def test_next_sheet_takes_at_most_twelve_queries_however_often_it_was_decided(
    client, world, django_assert_max_num_queries
):
    row = world.proposal()
    client.force_login(world.officer)
    for number in (1, 3):  # reviews
        assert row.reviews.count() == number
        with django_assert_max_num_queries(12):
            client.get(url(row))
        world.step(row, "return")
        perform(
            targets={row.uuid: row.version},
            action="edit",
            by=world.operator,
            values={"volume": f"11{number}"},
        ).require()
        world.step(row, "resubmit")


def test_sheet_shows_what_changed_since_it_was_returned_beside_the_reason(client, world):
    row = world.proposal("revision")
    perform(
        targets={row.uuid: row.version}, action="edit", by=world.operator, values={"volume": "110"}
    ).require()
    world.step(row, "resubmit")
    client.force_login(world.officer)
    text = read_text(client.get(url(row)))
    assert "Perubahan sejak dikembalikan" in text and "Tepat waktu" in text
    assert text.count("Panjang tidak cocok dengan foto.") == 1 and "turun 10 meter (8,3%)" in text
