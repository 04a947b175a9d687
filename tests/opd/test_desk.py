"""/opd/: the agency's queue and sheet: verify, redirect once, and what may only be read."""

import pytest

from proposals.services.transitions import perform
from tests.factories import close_stage
from tests.kelurahan.pages import read_form, read_options, read_radios, read_text
from tests.opd.sheet import again, decide, url

pytestmark = pytest.mark.django_db
QUEUE = "/opd/"


# The queue


def test_queue_shows_what_was_forwarded_to_this_agency(verifier, world):
    world.proposal("opd_review", title="Di DPUPR")
    world.proposal(title="Masih di kecamatan")
    world.proposal("scoring", title="Sudah diverifikasi")
    text = read_text(verifier.get(QUEUE))
    assert "Di DPUPR" in text and "Masih di kecamatan" not in text and "Sudah diverifikasi" not in text
    assert "1 dari 2 selesai. Tenggat" in text


def test_queue_of_another_agency_is_empty(client, world):
    world.proposal("opd_review", title="Di DPUPR")
    client.force_login(world.person("opd_verifier", world.dishub))
    assert "Belum ada usulan yang sampai di kantor Anda." in read_text(client.get(QUEUE))


def test_queue_filters_by_kecamatan_and_by_what_was_redirected(verifier, world):
    world.proposal("opd_review", title="Di DPUPR")
    assert len(verifier.get(QUEUE + "?kecamatan=36.71.03").context["entries"]) == 1
    assert verifier.get(QUEUE + "?kecamatan=36.71.04").context["entries"] == []
    assert verifier.get(QUEUE + "?alihan=1").context["entries"] == []


@pytest.mark.parametrize("role", ["lurah", "camat", "bappeda_admin", "bappeda_reviewer", "leadership"])
def test_queue_is_closed_to_other_roles(client, world, role):
    client.force_login(world.person(role))
    assert client.get(QUEUE).status_code == 403


def test_kecamatan_agency_verifies_its_own(client, world):
    row = world.proposal(target_agency="36.71.03", title="Taman lingkungan")
    for step in ("recommend", "forward"):
        world.step(row, step)
    client.force_login(world.person("opd_verifier", world.batuceper_agency))
    assert "Taman lingkungan" in read_text(client.get(QUEUE))
    decide(client, row, "verify", **{"verify-sub_kegiatan": "7.01.03.2.02.02", "verify-readiness": "3"})
    assert again(row).status == "scoring"


def test_queue_page_takes_the_same_queries_at_one_and_at_three_rows(
    verifier, world, django_assert_max_num_queries
):
    world.proposal("opd_review")
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(12) as captured:
            verifier.get(QUEUE + "?bidang=infrastruktur")
        counts.append(len(captured))
        world.proposal("opd_review")
        world.proposal("opd_review")
    assert counts[0] == counts[1]


# The sheet


def test_sheet_offers_the_agencys_decisions_with_readiness_in_words(verifier, world):
    response = verifier.get(url(world.proposal("opd_review")))
    text = read_text(response)
    assert read_radios(response, "tindakan") == ["verify", "redirect", "return", "merge", "refer", "reject"]
    assert read_radios(response, "verify-readiness") == ["5", "4", "3", "2", "1"]
    assert "Lahan siap dan rencana teknis lengkap" in text and "Perangkat Daerah (Anda)" in text
    assert "sama dengan kamus" in text


def test_verify_with_changed_figures_needs_a_reason(verifier, world):
    row = world.proposal("opd_review")
    response = decide(verifier, row, "verify", **{"verify-price": "1.400.000", "verify-readiness": "4"})
    assert response.status_code == 422
    assert "Tulis alasan" in read_text(response)
    decide(
        verifier, row, "verify",
        **{"verify-price": "1.400.000", "verify-readiness": "4", "verify-text": "Harga pasar setempat lebih murah."},
    )  # fmt: skip
    review = again(row).reviews.order_by("-seq").first()
    assert (row.status, row.current_price, row.current_readiness) == ("scoring", 1_400_000, 4)
    assert (review.outcome, review.text) == ("accepted_with_changes", "Harga pasar setempat lebih murah.")


def test_verify_takes_the_sub_kegiatan_of_the_catalogue_as_it_stands(verifier, world):
    row = world.proposal("opd_review")
    assert read_form(verifier.get(url(row)))["verify-sub_kegiatan"].startswith("1.03.06.2.01.05 ")
    decide(verifier, row, "verify", **{"verify-readiness": "5"})
    assert again(row).current_sub_kegiatan.code == "1.03.06.2.01.05"


@pytest.mark.parametrize("code", ["", "9.99.99.9.99.99", "Pembangunan", "1'; --"])
def test_verify_with_an_unknown_sub_kegiatan_is_refused(verifier, world, code):
    row = world.proposal("opd_review")
    response = decide(verifier, row, "verify", **{"verify-sub_kegiatan": code})
    assert response.status_code == 422
    assert "ub kegiatan" in read_text(response)
    assert again(row).status == "opd_review"


def test_sub_kegiatan_taken_from_the_tree_stands_in_the_box(verifier, world):
    row = world.proposal("opd_review")
    picked = read_form(verifier.get(url(row, "?tindakan=verify&sub_kegiatan=7.01.03.2.02.03")))
    assert picked["verify-sub_kegiatan"] == "7.01.03.2.02.03 Pemberdayaan Masyarakat di Kelurahan"
    unknown = read_form(verifier.get(url(row, "?tindakan=verify&sub_kegiatan=<script>")))
    assert unknown["verify-sub_kegiatan"].startswith("1.03.06.2.01.05 ")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"verify-volume": "0"}, "Volume harus lebih dari nol"),
        ({"verify-volume": "100", "verify-text": " \n\t "}, "Tulis alasan, karena volume"),
    ],
)
def test_verification_that_cannot_be_is_said_and_changes_nothing(verifier, world, typed, sentence):
    row = world.proposal("opd_review")
    response = decide(verifier, row, "verify", **{"verify-readiness": "4"} | typed)
    assert response.status_code == 422
    assert sentence in read_text(response)
    assert again(row).status == "opd_review" and row.version == 6


@pytest.mark.parametrize("action", ["return", "redirect", "reject", "refer"])
def test_reason_of_blanks_is_refused_with_its_sentence(verifier, world, action):
    row = world.proposal("opd_review")
    typed = {
        f"{action}-text": " \n ", "redirect-agency": "DISHUB", "reject-category": "land", "refer-level": "province",
        "refer-institution": "Dinas PUPR Provinsi Banten",
    }  # fmt: skip
    response = decide(verifier, row, action, query=f"?tindakan={action}", **typed)
    assert response.status_code == 422
    assert "Tulis alasannya; alasan ini dibaca pengusul." in read_text(response)
    assert again(row).status == "opd_review" and row.redirect_count == 0


def test_redirect_once_then_the_first_agency_reads_but_cannot_act(verifier, world):
    row = world.proposal("opd_review")
    assert "DISHUB" in read_options(verifier.get(url(row, "?tindakan=redirect")), "redirect-agency")
    typed = {"redirect-agency": "DISHUB", "redirect-text": "Marka jalan urusan Dishub."}
    response = decide(verifier, row, "redirect", query="?tindakan=redirect", lanjut="1", **typed)
    assert (response.status_code, response.url) == (302, QUEUE)
    assert again(row).current_agency == world.dishub
    page = verifier.get(url(row))
    assert page.status_code == 200 and read_radios(page, "tindakan") == []
    refused = verifier.post(
        url(row), {"version": row.version, "tindakan": "return", "return-text": "Kembalikan."}
    )
    assert refused.status_code == 403
    assert again(row).status == "opd_review"


def test_agency_that_it_was_redirected_to_objects_once_bappeda_has_not_settled(client, world):
    row = world.proposal("opd_review")
    client.force_login(world.verifier)
    assert "object" not in read_radios(client.get(url(row)), "tindakan")
    world.step(row, "redirect")
    client.force_login(world.person("opd_verifier", world.dishub))
    typed = {"object-text": "Saluran bukan urusan Dishub."}
    assert decide(client, row, "object", **typed).status_code == 302
    assert again(row).reviews.get(action="object").text == typed["object-text"]
    assert (row.status, row.current_agency) == ("opd_review", world.dishub)
    perform(
        targets={row.uuid: row.version}, action="redirect", by=world.admin, agency="DISHUB", text="Rambu urusan Dishub."
    ).require()  # fmt: skip
    assert again(row).current_agency == world.dishub
    refused = decide(client, row, "object", **typed)
    assert refused.status_code == 409 and "Bappeda sudah menetapkan" in read_text(refused)


def test_second_redirect_is_blocked_with_its_reason(client, world):
    row = world.proposal("opd_review")
    world.step(row, "redirect")
    client.force_login(world.person("opd_verifier", world.dishub))
    text = read_text(client.get(url(row)))
    assert "Sekarang Bappeda yang memutuskan." in text
    typed = {"redirect-agency": "DPUPR", "redirect-text": "Bukan urusan kami."}
    response = decide(client, row, "redirect", **typed)
    assert response.status_code == 409
    assert again(row).current_agency == world.dishub


def test_redirect_to_the_own_agency_is_refused(verifier, world):
    row = world.proposal("opd_review")
    typed = {"redirect-agency": "DPUPR", "redirect-text": "Salah tekan."}
    response = decide(verifier, row, "redirect", query="?tindakan=redirect", **typed)
    assert response.status_code == 422
    assert again(row).redirect_count == 0


@pytest.mark.parametrize(
    ("action", "typed", "status"),
    [
        ("return", {"return-text": "Surat lahan belum ada."}, "revision"),
        ("reject", {"reject-category": "already_done", "reject-text": "Sudah dikerjakan 2019."}, "rejected"),
        (
            "refer",
            {"refer-level": "national", "refer-institution": "BBWS", "refer-text": "Sungai."},
            "referred",
        ),
    ],
)
def test_every_other_decision_of_the_agency(verifier, world, action, typed, status):
    row, other = world.proposal("opd_review"), world.proposal("opd_review")
    response = decide(verifier, row, action, query="?urut=anggaran", lanjut="1", **typed)
    assert response.url == url(other, "?urut=anggaran")
    assert again(row).status == status


def test_stale_verification_says_who_did_what_and_keeps_what_was_typed(verifier, world):
    row = world.proposal("opd_review")
    form = read_form(verifier.get(url(row)))
    world.step(row, "redirect")
    typed = {"tindakan": "reject", "reject-category": "land", "reject-text": "Lahan bersengketa."}
    response = verifier.post(url(row), form | typed)
    assert response.status_code in (403, 409)
    assert again(row).status == "opd_review"


def test_closed_stage_decides_nothing(verifier, world):
    row = world.proposal("opd_review")
    form = read_form(verifier.get(url(row)))
    close_stage(world.cycle, "opd")
    response = verifier.post(url(row), form | {"tindakan": "return", "return-text": "Surat lahan belum ada."})
    assert response.status_code == 409
    text = read_text(response)
    assert "Tahap Perangkat Daerah sudah ditutup" in text and "Surat lahan belum ada." in text
    assert again(row).status == "opd_review"


def test_sheet_of_a_proposal_of_another_agency_does_not_exist(client, world):
    row = world.proposal("opd_review")
    client.force_login(world.person("opd_verifier", world.dishub))
    assert client.get(url(row)).status_code == 404
    assert client.get(url(row) + "isian/return/").status_code == 404


def test_sheet_is_closed_to_the_camat_who_sees_the_proposal(client, world):
    client.force_login(world.camat)
    assert client.get(url(world.proposal("opd_review"))).status_code == 403


def test_sheet_takes_the_same_queries_at_one_and_at_three_rows(
    verifier, world, django_assert_max_num_queries
):
    row = world.proposal("opd_review")
    verifier.get(url(row))
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(11) as captured:
            verifier.get(url(row))
        counts.append(len(captured))
        world.proposal("opd_review")
        world.proposal("opd_review")
    assert counts[0] == counts[1]


def test_next_sheet_takes_at_most_twelve_queries_however_often_it_was_decided(
    verifier, world, django_assert_max_num_queries
):
    row = world.proposal("opd_review")
    for _ in range(2):  # 3 reviews at first, then 5 and 7
        for action, by, given in (
            ("return", world.verifier, {"text": "Ukur ulang."}),
            ("edit", world.operator, {"values": {"volume": str(90 + row.version)}}),
            ("resubmit", world.lurah, {}),
        ):
            perform(targets={row.uuid: row.version}, action=action, by=by, **given).require()
            again(row)
        with django_assert_max_num_queries(12):
            verifier.get(url(row))
