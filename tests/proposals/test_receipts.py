"""Receipts on paper, their hash and code, the batch, and the public page that checks them."""

import re
import zlib

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from proposals import batch_receipts, receipts
from proposals.models import Event
from proposals.services.transitions import perform
from tests.factories import World

pytestmark = pytest.mark.django_db
CHECK = reverse("portal:check")


@pytest.fixture
def world():
    return World()


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    yield
    cache.clear()


def show(client, user, row, *arguments, name="receipt"):
    client.force_login(user)
    return client.get(reverse(f"proposals:{name}", args=[row.uuid, *arguments]))


def test_latest_receipt_is_that_of_the_endorsement(client, world):
    row = world.proposal("kecamatan_review")
    event = row.events.get(action="endorse")
    page = show(client, world.lurah, row).content.decode()
    assert row.reference in page and "seratus delapan puluh empat juta lima ratus ribu rupiah" in page
    assert " ".join(event.sha256[i : i + 4] for i in range(0, 64, 4)) in page
    assert "Lurah, Kelurahan Batujaya" in page and "34 KK, 142 jiwa" in page and "1 foto" in page
    assert re.search(r"pukul \d\d\.\d\d\.\d\d WIB", page)
    assert "Kecamatan Batuceper memeriksa usulan" in page and "5 hari kerja" in page
    assert "<path" in page and 'aria-label="Kode QR' in page


def test_receipt_of_the_submit_stays_as_it_was(client, world):
    row = world.proposal("revision", volume="120")
    perform(
        targets={row.uuid: row.version},
        action="edit",
        by=world.lurah,
        values={"volume": "90", "title": "Judul baru"},
    ).require()
    seq = row.events.get(action="submit").seq
    page = show(client, world.lurah, row, seq, name="receipt_event").content.decode()
    assert "120 meter" in page and "Perbaikan saluran drainase" in page
    assert "90 meter" not in page and "Judul baru" not in page


@pytest.mark.parametrize("status", ["opd_review", "scoring", "rejected", "referred", "revision"])
def test_every_decision_can_be_printed(client, world, status):
    row = world.proposal(status)
    for event in row.events.exclude(action__in=receipts.TOO_SMALL):
        assert show(client, world.lurah, row, event.seq, name="receipt_event").status_code == 200


def test_draft_has_no_receipt(client, world):
    row = world.proposal("draft")
    assert show(client, world.operator, row).status_code == 404
    assert show(client, world.operator, row, 1, name="receipt_event").status_code == 404


def test_small_events_and_unknown_numbers_are_404(client, world):
    row = world.proposal("kecamatan_review")
    assert show(client, world.lurah, row, 1, name="receipt_event").status_code == 404
    assert show(client, world.lurah, row, 99, name="receipt_event").status_code == 404


def test_receipt_out_of_scope_is_404(client, world):
    row = world.proposal("kecamatan_review")
    stranger = world.person("lurah", world.batusari)
    assert show(client, stranger, row).status_code == 404
    event = row.events.get(action="endorse")
    client.force_login(stranger)
    assert client.get(reverse("proposals:receipt_batch", args=[event.pk])).status_code == 404


def test_batch_receipt_lists_what_was_sent_at_once(client, world):
    rows = [world.proposal("awaiting_lurah", title=f"Saluran {n}") for n in range(3)]
    alone = world.proposal("kecamatan_review", title="Sendiri")
    perform(
        targets={r.uuid: r.version for r in rows}, action="endorse", by=world.lurah, ordered=True
    ).require()
    event = rows[0].events.get(action="endorse")
    client.force_login(world.lurah)
    response = client.get(reverse("proposals:receipt_batch", args=[event.pk]))
    page = response.content.decode()
    assert [e.proposal_id for e in response.context["events"]] == [row.pk for row in rows]
    assert (
        "3 usulan diteruskan sekaligus" in page and "Rp\u00a0553.500.000" in page and alone.title not in page
    )
    assert "Tanda terima 3 usulan sekaligus" in show(client, world.lurah, rows[1]).content.decode()
    assert "usulan sekaligus" not in show(client, world.lurah, alone).content.decode()


def test_batch_has_a_number_a_hash_and_how_far_the_office_was(client, world):
    rows = [world.proposal("awaiting_lurah", title=f"Saluran {n}") for n in range(2)]
    world.draft()
    perform(
        targets={r.uuid: r.version for r in rows}, action="endorse", by=world.lurah, ordered=True
    ).require()
    events = [row.events.get(action="endorse") for row in rows]
    at = timezone.localtime(events[0].at)
    number, sha256 = batch_receipts.number_of(events[0]), batch_receipts.digest(events)
    assert number == f"2021-36.71.03.1002-K{at:%y%m%d%H%M%S}"
    world.proposal("kecamatan_review")  # later: not in the sheet of this batch
    client.force_login(world.camat)
    page = client.get(reverse("proposals:receipt_batch", args=[events[0].pk])).content.decode()
    assert f"3 disusun, 2 dikirim, 2 diterima kecamatan, terakhir {at.day} " in page
    assert number in page and 'aria-label="Kode QR' in page
    assert " ".join(sha256[i : i + 4] for i in range(0, 64, 4)) in page
    assert "Asli." in ask(client, number, sha256).content.decode()
    for wrong in ("0" * 64, events[0].sha256):
        assert "Tidak cocok." in ask(client, number, wrong).content.decode()
    other = f"2021-36.71.03.1003-K{at:%y%m%d%H%M%S}"
    assert "Tidak cocok." in ask(client, other, sha256).content.decode()
    assert "Tidak cocok." in ask(client, "2021-36.71.03.1002-K209913999999", sha256).content.decode()


def test_who_sees_a_part_of_a_batch_gets_no_hash_of_the_whole(client, world):
    row = world.proposal("kecamatan_review")
    stranger = world.person("kelurahan_operator", world.batusari)
    there = {"latitude": "-6.166200", "longitude": "106.662800", "title": "Jalan Batusari"}
    other = world.draft(by=stranger, **there)
    lurah = world.person("lurah", world.batusari)
    for by, action in ((stranger, "submit"), (lurah, "endorse")):
        other.refresh_from_db()
        perform(targets={other.uuid: other.version}, action=action, by=by).require()
    other.refresh_from_db()
    for one in (row, other):
        world.step(one, "recommend")
    perform(
        targets={r.uuid: r.version for r in (row, other)}, action="forward", by=world.camat, ordered=True
    ).require()
    event = row.events.get(action="forward")
    for user, whole in ((world.camat, True), (world.lurah, False)):
        client.force_login(user)
        page = client.get(reverse("proposals:receipt_batch", args=[event.pk])).content.decode()
        assert (batch_receipts.number_of(event) in page) is whole
        assert ("Jalan Batusari" in page) is whole


def test_batch_of_another_act_is_404(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.lurah)
    assert (
        client.get(reverse("proposals:receipt_batch", args=[row.events.get(action="submit").pk])).status_code
        == 404
    )


def test_receipt_as_pdf(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.lurah)
    response = client.get(reverse("proposals:receipt", args=[row.uuid]), {"format": "pdf"})
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == f'attachment; filename="tanda-terima-{row.reference}-4.pdf"'


def test_receipt_fits_one_page_with_the_longest_title(client):
    world = World(kind="training")
    row = world.draft(title="Perbaikan saluran drainase " * 7, street="Jl. Raya Daan Mogot Gang " * 6)
    for step in ("submit", "endorse"):
        world.step(row, step, **({"ordered": True} if step == "endorse" else {}))
    client.force_login(world.lurah)
    pdf = client.get(reverse("proposals:receipt", args=[row.uuid]), {"format": "pdf"}).content
    assert count_pages(pdf) == 1


def count_pages(pdf: bytes) -> int:
    """How many page objects the packed streams hold."""
    packed = re.findall(rb"/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return sum(len(re.findall(rb"/Type /Page\b(?!s)", zlib.decompress(stream))) for stream in packed)


def test_receipt_falls_back_to_the_print_view(client, world, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    row = world.proposal("kecamatan_review")
    client.force_login(world.lurah)
    response = client.get(reverse("proposals:receipt", args=[row.uuid]), {"format": "pdf"})
    assert response.status_code == 200 and "Unduh PDF" not in response.content.decode()


# The check page


def ask(client, reference, sha256, method="post"):
    return getattr(client, method)(CHECK, {"nomor": reference, "sidik": sha256})


@pytest.mark.parametrize("method", ["get", "post"])
def test_genuine_receipt_is_called_so_without_log_in(client, world, method):
    row = world.proposal("kecamatan_review")
    event = row.events.get(action="endorse")
    grouped = " ".join(event.sha256[i : i + 4] for i in range(0, 64, 4)).upper()
    page = ask(client, f" {row.reference.lower()} ", grouped, method).content.decode()
    assert "Asli." in page and "Tidak cocok." not in page
    assert row.title not in page and world.lurah.full_name not in page and "184.500.000" not in page


def test_other_hash_or_other_number_does_not_match(client, world):
    row, other = world.proposal("kecamatan_review"), world.proposal("kecamatan_review")
    event = row.events.get(action="endorse")
    for reference, sha256 in (
        (row.reference, "0" * 64),
        (other.reference, event.sha256),
        ("2021-36.71.03.1002-0999", event.sha256),
    ):
        page = ask(client, reference, sha256).content.decode()
        assert "Tidak cocok." in page and "Asli." not in page


def test_hash_from_before_the_number_is_not_genuine(client, world):
    row = world.proposal("kecamatan_review")
    assert "Tidak cocok." in ask(client, row.reference, row.events.get(seq=1).sha256).content.decode()


@pytest.mark.parametrize(
    ("reference", "sha256"),
    [("", ""), ("2021-36.71.03.1002-0001", "xyz"), ("apa", "0" * 64), ("\x00", "0" * 64), ("🚧", "０" * 64)],
)
def test_unreadable_input_is_422(client, world, reference, sha256):
    assert ask(client, reference, sha256).status_code == 422


def test_empty_page_asks_nothing(client, world):
    assert client.get(CHECK).status_code == 200
    assert client.put(CHECK).status_code == 405


def test_checks_are_limited_per_address(client, world):
    row = world.proposal("kecamatan_review")
    for _ in range(30):
        assert ask(client, row.reference, "0" * 64).status_code == 200
    response = ask(client, row.reference, "0" * 64)
    assert response.status_code == 429 and response["Retry-After"] == "3600"
    response = client.post(CHECK, {"nomor": row.reference, "sidik": "0" * 64}, REMOTE_ADDR="10.0.0.9")
    assert response.status_code == 200


def test_code_leads_to_the_check_page(client, world):
    row = world.proposal("kecamatan_review")
    event = Event.objects.get(proposal=row, action="endorse")
    svg = str(
        receipts.draw_code("http://testserver/publik/periksa/", reference=row.reference, sha256=event.sha256)
    )
    assert svg.startswith("<svg role=") and "<script" not in svg and "style=" not in svg
