"""Questions and answers between the offices that have touched a proposal: who may, what is kept, who is told."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobs.models import Notification
from jobs.services import deliver_outbox
from proposals import clock, questions
from proposals.models import Event, Message, MessageFile
from proposals.refusals import Refused
from proposals.services import asking
from tests.factories import World
from tests.permissions.scene import make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return World()


def ask(row, by, to="agency:DPUPR", text="Apakah ukuran ini sudah termasuk sambungan?", **given) -> Message:
    return asking.ask(uuid=row.uuid, key=given.pop("key", uuid.uuid4()), text=text, to=to, by=by, **given)


def answer(question, by, text="Sudah, panjang 120 m.", **given) -> Message:
    return asking.answer(
        uuid=question.proposal.uuid, key=uuid.uuid4(), text=text, question=question.uuid, by=by, **given
    )


def page_of(row) -> str:
    return reverse("proposals:questions", args=[row.uuid])


def refusal_of(call, *args, **given):
    with pytest.raises(Refused) as refused:
        call(*args, **given)
    return refused.value.refusals[0]


def test_question_and_answer_leave_the_proposal_as_it_was(world):
    row = world.proposal("opd_review")
    events = Event.objects.count()
    question = ask(row, world.officer)
    answer(question, world.verifier)
    assert Event.objects.count() == events
    version = row.version
    row.refresh_from_db()
    assert row.version == version
    talk = questions.read_talk(row, world.camat)
    assert (talk.summary.count, talk.summary.unanswered, talk.summary.unread) == (1, 0, 2)
    assert question.office == "Kecamatan Batuceper" and question.to_office == world.dpupr.name


def test_asked_office_is_told_after_the_request_and_once(client, world):
    row = world.proposal("opd_review")
    deliver_outbox()
    Notification.objects.all().delete()
    verifier, officer = world.verifier, world.officer
    client.force_login(officer)
    data = {"key": uuid.uuid4(), "to": "agency:DPUPR", "text": "Rahasia 0812-3456?"}
    for _ in range(2):  # the same form twice is one message
        assert client.post(page_of(row), data).status_code == 302
    assert Message.objects.count() == 1 and not Notification.objects.exists()
    deliver_outbox()
    told = Notification.objects.get()
    assert told.recipient == verifier and told.level == "action" and told.url.startswith(page_of(row))
    assert "0812" not in told.text and row.reference in told.text
    answer(Message.objects.get(), verifier)
    deliver_outbox()
    assert {n.recipient for n in Notification.objects.exclude(pk=told.pk)} == {officer, world.camat}


def test_other_offices_are_refused_in_the_order_of_the_house(world):
    row = world.proposal("opd_review")
    question = ask(row, world.officer)
    strangers = [
        world.person("lurah", world.batusari),
        world.person("camat", world.benda),
        world.person("opd_verifier", world.dishub),
        world.person("administrator"),
    ]
    for stranger in strangers:
        assert refusal_of(ask, row, stranger, to="bappeda").http == 404
        assert refusal_of(answer, question, stranger).http == 404
    assert refusal_of(ask, row, world.person("leadership"), to="bappeda").http == 403
    assert refusal_of(answer, question, world.lurah).http == 403  # not put to the kelurahan
    assert refusal_of(answer, question, world.officer).http == 403  # nor to oneself
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "to", ["kecamatan", "agency:DISHUB", "agency:", "agency:1", "kelurahan:1", "", "x\x00"]
)
def test_question_goes_to_another_office_of_this_proposal(world, to):
    row = world.proposal("opd_review")
    refusal = refusal_of(ask, row, world.officer, to=to)
    assert (refusal.http, set(refusal.fields)) == (422, {"to"})


def test_former_agency_keeps_its_voice_after_a_redirection(world):
    row = world.proposal("opd_review")
    world.step(row, "redirect")
    assert ask(row, world.verifier, to="agency:DISHUB").to_agency == world.dishub
    assert ask(row, world.officer, to="agency:DPUPR").to_agency == world.dpupr


@pytest.mark.parametrize(
    "text",
    ["", "   \n ", "a\x00b", "x" * 10_001, "\ud800"],
    ids=["empty", "blanks", "nul", "long", "surrogate"],
)
def test_text_that_does_not_fit_is_refused(world, text):
    row = world.proposal("opd_review")
    refusal = refusal_of(ask, row, world.officer, text=text)
    assert (refusal.http, set(refusal.fields)) == (422, {"text"})


def test_withdrawn_is_only_answered_and_a_closed_year_only_read(client, world):
    row = world.proposal("revision")
    question = ask(row, world.officer, to="kelurahan")
    world.step(row, "withdraw")
    assert refusal_of(ask, row, world.officer, to="kelurahan").http == 409
    answer(question, world.operator)
    world.cycle.closed_at = clock.now()
    world.cycle.save()
    assert refusal_of(answer, question, world.operator).http == 409
    client.force_login(world.operator)
    page = client.get(page_of(row)).content.decode()
    assert question.text in page and "<textarea" not in page and "sudah ditutup" in page


def test_nothing_is_asked_before_it_was_endorsed(world):
    assert refusal_of(ask, world.draft(), world.operator, to="kecamatan").http == 409


def test_message_cannot_be_changed_or_taken_back(world):
    message = ask(world.proposal("opd_review"), world.officer, files=[make_photo()])
    for change in (
        lambda: Message.objects.filter(pk=message.pk).update(text="Lain."),
        lambda: Message.objects.filter(pk=message.pk).delete(),
        lambda: MessageFile.objects.update(name="lain.jpg"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_training_messages_go_with_their_cycle_and_files(world, settings, django_capture_on_commit_callbacks):
    training = World(kind="training")
    question = ask(training.proposal("opd_review"), training.officer, files=[make_photo()])
    answer(question, training.verifier)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("reset_training")
    assert not Message.objects.exists() and not MessageFile.objects.exists()
    assert not list(settings.MEDIA_ROOT.glob("lampiran/*/*"))


def test_files_are_checked_private_and_left_nowhere_when_refused(client, world, settings):
    row = world.proposal("opd_review")
    message = ask(row, world.officer, files=[make_photo()])
    url = reverse("proposals:message_file", args=[message.files.get().uuid])
    client.force_login(world.lurah)
    assert client.get(url).headers["Content-Type"] == "image/jpeg"
    client.force_login(world.person("lurah", world.batusari))
    assert client.get(url).status_code == 404
    before = set(settings.MEDIA_ROOT.glob("lampiran/*/*"))
    for files in ([SimpleUploadedFile("a.pdf", b"MZ")], [make_photo() for _ in range(4)]):
        assert refusal_of(ask, row, world.officer, files=files).http == 422
    assert refusal_of(ask, row, world.person("leadership"), to="bappeda", files=[make_photo()]).http == 403
    assert set(settings.MEDIA_ROOT.glob("lampiran/*/*")) == before
    stored = settings.MEDIA_ROOT / message.files.get().file
    stored.write_bytes(b"damaged")
    client.force_login(world.lurah)
    assert client.get(url).status_code == 409


def test_uuid_of_somebody_elses_message_is_refused(world):
    row = world.proposal("opd_review")
    message = ask(row, world.officer)
    refusal = refusal_of(ask, row, world.lurah, to="kecamatan", key=message.uuid)
    assert (refusal.http, refusal.code) == (409, "taken")


def test_page_keeps_what_was_typed_and_marks_what_is_new(client, world):
    row = world.proposal("opd_review")
    question = ask(row, world.officer)
    client.force_login(world.verifier)
    assert client.get(page_of(row)).content.decode().count("Baru</span>") == 1
    assert client.get(page_of(row)).content.decode().count("Baru</span>") == 0
    answered = client.post(page_of(row), {"question": question.uuid, f"{question.uuid}-text": " "})
    assert answered.status_code == 422 and "Tulis jawabannya." in answered.content.decode()
    asked = client.post(page_of(row), {"to": "agency:DPUPR", "text": "Tetap ada"})
    page = asked.content.decode()
    assert asked.status_code == 422 and "Tetap ada" in page and "kantor Anda sendiri" in page
    lost = client.post(page_of(row), {"question": uuid.uuid4(), "text": "x"})
    assert lost.status_code == 422 and "Pertanyaan itu tidak ada" in lost.content.decode()


def test_history_tells_the_talk_in_its_place_and_names_no_reviewer(client, world):
    row = world.proposal("opd_review")
    ask(row, world.officer, text="Sambungan <b>rumah</b>?")
    world.step(row, "verify")
    ask(row, world.reviewer, to="kecamatan", text="Milik siapa lahannya?")
    client.force_login(world.lurah)
    page = client.get(row.get_absolute_url()).content.decode()
    assert page.index("Sambungan &lt;b&gt;rumah") < page.index("Dinyatakan layak") < page.index("Milik siapa")
    assert world.reviewer.full_name not in page and "Penilai Bappeda" in page
    assert "2 belum dijawab" in page
    client.force_login(world.admin)
    assert world.reviewer.full_name in client.get(row.get_absolute_url()).content.decode()


def test_homes_and_list_say_what_the_office_owes(client, world):
    row = world.proposal("opd_review")
    ask(row, world.officer)
    ask(row, world.officer, to="bappeda")
    for person in (world.verifier, world.admin):
        client.force_login(person)
        assert "1 pertanyaan belum dijawab" in client.get("/").content.decode()
        assert row.title in client.get(reverse("proposals:questions_owed")).content.decode()
    client.force_login(world.lurah)
    assert "pertanyaan belum dijawab" not in client.get("/").content.decode()
    ask(row, world.officer, to="kelurahan")
    assert "1 pertanyaan belum dijawab" in client.get("/").content.decode()


def test_pages_take_the_same_queries_for_one_and_three(client, world):
    row = world.proposal("opd_review")
    counts = []
    client.force_login(world.verifier)
    client.get(page_of(row))
    for number in (1, 2):
        for _ in range(number):
            question = ask(row, world.officer, files=[make_photo()])
            answer(question, world.verifier)
            ask(row, world.lurah)
        client.get(page_of(row))  # what is new is marked as read here
        told = []
        for url in (page_of(row), reverse("proposals:questions_owed"), reverse("opd:sheet", args=[row.uuid])):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            told.append(len(queries))
        counts.append(told)
    assert counts[0] == counts[1]


def test_person_of_two_offices_says_for_which_he_asks(client, world):
    from tests.proposals.test_deputies import make_deputy

    row = world.proposal("opd_review")
    person = world.officer
    make_deputy(person, "opd_verifier", agency=world.dpupr)
    client.force_login(person)
    page = client.get(page_of(row)).content.decode()
    assert "Sebagai" in page and "Plh. Verifikator Perangkat Daerah" in page
    message = ask(row, type(person).objects.get(pk=person.pk), to="kelurahan", speaker="agency:DPUPR")
    assert (message.kind, message.capacity, message.letter_number) == ("agency", "Plh.", "800/12-Kep/2020")


def test_api_lists_and_sends(client, world):
    row = world.proposal("opd_review")
    url = f"/api/v1/proposals/{row.uuid}/questions/"
    client.force_login(world.officer)
    body = {"uuid": str(uuid.uuid4()), "text": "Berapa lebarnya?", "to": "agency:DPUPR"}
    made = client.post(url, body, content_type="application/json")
    assert made.status_code == 201 and made.json()["to_party"] == "agency:DPUPR"
    client.force_login(world.verifier)
    body = {
        "uuid": str(uuid.uuid4()),
        "text": "60 cm.",
        "question": made.json()["uuid"],
        "files": [make_photo()],
    }
    assert client.post(url, body).status_code == 201
    rows = client.get(url).json()
    assert [m["text"] for m in rows] == ["Berapa lebarnya?", "60 cm."]
    assert rows[1]["question"] == rows[0]["uuid"] and len(rows[1]["files"]) == 1
    client.force_login(world.person("lurah", world.batusari))
    assert client.get(url).status_code == 404
