"""Ids inside a body start from the same scope as the address: what is not one's own is not found or written to."""

import json
import uuid

import pytest
from django.urls import reverse

from proposals.models import (
    Attachment,
    CatalogueItem,
    Event,
    Message,
    MessageFile,
    PlanningCycle,
    Proposal,
    Review,
)
from proposals.services import asking
from tests.factories import World
from tests.past import make_old

pytestmark = pytest.mark.django_db
URL = "/api/v1/proposals/"


class Neighbours:
    """Two kelurahan in two kecamatan, each with a draft and an endorsed proposal, and a second planning year."""

    def __init__(self):
        self.world = world = World()
        self.other_year = World(year=2022)
        CatalogueItem.objects.create(
            planning_year=2022,
            code="DRN-22",
            name="Hanya tahun 2022",
            kind="physical",
            field=world.field,
            unit="meter",
            unit_price=1,
            price_basis="SSH",
            agency=world.dpupr,
            sub_kegiatan=self.other_year.drainage.sub_kegiatan,
        )
        self.operator, self.officer, self.camat = world.operator, world.officer, world.camat
        self.draft, self.endorsed = world.draft(), world.proposal()
        stranger = world.person("kelurahan_operator", world.belendung)
        there = {"latitude": "-6.131200", "longitude": "106.665500", "title": "Gorong-gorong Belendung"}
        self.foreign_draft = world.draft(by=stranger, **there)
        self.foreign = self._endorse(world.draft(by=stranger, **there))

    def _endorse(self, row: Proposal) -> Proposal:
        world = self.world
        world.operator, world.lurah = row.created_by, world.person("lurah", world.belendung)
        for step in ("submit", "endorse"):
            world.step(row, step)
        return row


@pytest.fixture
def neighbours():
    return Neighbours()


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Proposal, Event, Review, Attachment)]


def send(client, user, method: str, path: str, body: dict):
    client.force_login(user)
    return getattr(client, method)(path, json.dumps(body, default=str), content_type="application/json")


@pytest.mark.parametrize("lead", ["foreign", "foreign_draft", "draft", "nowhere", "text"])
def test_lead_of_a_merge_must_be_in_scope(client, neighbours, lead):
    row, before = neighbours.endorsed, everything()
    key = {"nowhere": uuid.uuid4(), "text": "x' OR 1=1"}.get(lead) or getattr(neighbours, lead).uuid
    inputs = {"lead": key, "volume": "200", "households": 50}
    body = {"action": "merge", "version": row.version, "inputs": inputs}
    answer = send(client, neighbours.officer, "post", f"{URL}{row.uuid}/transitions/", body)
    assert answer.status_code == 400
    assert set(answer.json()["refused"][0]["fields"]) == {"lead"}
    assert everything() == before


def test_answers_for_a_foreign_and_for_no_lead_are_the_same(client, neighbours):
    row = neighbours.endorsed
    told = []
    for key in (neighbours.foreign.uuid, uuid.uuid4()):
        body = {
            "action": "merge",
            "version": row.version,
            "inputs": {"lead": key, "volume": "200", "households": 50},
        }
        told.append(send(client, neighbours.officer, "post", f"{URL}{row.uuid}/transitions/", body).content)
    assert told[0] == told[1]


def test_lead_on_a_page_must_be_in_scope(client, neighbours):
    row, before = neighbours.endorsed, everything()
    client.force_login(neighbours.officer)
    url = reverse("proposals:act", args=[row.uuid, "merge"])
    for lead in (neighbours.foreign.reference, neighbours.foreign.uuid):
        assert (
            neighbours.foreign.title
            not in client.get(url, {"utama": lead}).content.decode().split("<form")[-1]
        )
        data = {
            "version": row.version,
            "lead": lead,
            "lead_version": neighbours.foreign.version,
            "volume": "200",
        }
        assert client.post(url, data | {"households": "50"}).status_code == 422
    assert everything() == before


def test_foreign_attachment_cannot_be_removed(client, neighbours):
    row, before = neighbours.draft, everything()
    client.force_login(neighbours.operator)
    for key in (
        neighbours.foreign_draft.attachments.get().uuid,
        neighbours.endorsed.attachments.get().uuid,
        uuid.uuid4(),
    ):
        data = {"version": row.version, "hapus": [str(key)]}
        assert client.post(reverse("proposals:attachments", args=[row.uuid]), data).status_code == 422
    assert everything() == before


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"kelurahan": "36.71.04.1001"}, "kelurahan"),
        ({"kelurahan": "36.71.03.1003"}, "kelurahan"),
        ({"catalogue_item": "DRN-22"}, "catalogue_item"),
        ({"target_agency": "36.71.99"}, "target_agency"),
        ({"rkpd_priority": 2}, "rkpd_priority"),
        ({"uuid": str(uuid.uuid4())}, "uuid"),
        ({"kecamatan": "36.71.04"}, "kecamatan"),
        ({"source": "pokir"}, "source"),
        ({"version": 99}, "version"),
        ({"created_by": 1}, "created_by"),
        ({"merged_into": 1}, "merged_into"),
    ],
)
def test_values_stay_in_the_own_office_and_year(client, neighbours, values, name):
    row, before = neighbours.draft, everything()
    body = {"version": row.version, "values": values}
    answer = send(client, neighbours.operator, "patch", f"{URL}{row.uuid}/", body)
    assert answer.status_code == 400
    assert set(answer.json()["refused"][0]["fields"]) == {name}
    assert everything() == before


def test_kecamatan_enters_only_for_its_own_kelurahan(client, neighbours):
    before = everything()
    for code in ("36.71.04.1001", "36.71.99.9999", "x"):
        body = {"uuid": uuid.uuid4(), "cycle": "2021", "values": {"title": "Jalan", "kelurahan": code}}
        assert send(client, neighbours.officer, "post", URL, body).status_code == 400
    assert everything() == before


def test_catalogue_of_another_year_does_not_open_a_draft(client, neighbours):
    before = everything()
    body = {"uuid": uuid.uuid4(), "cycle": "2021", "values": {"catalogue_item": "DRN-22"}}
    assert send(client, neighbours.operator, "post", URL, body).status_code == 400
    for cycle in ("2031", "latihan-2021", "", "1", str(PlanningCycle.objects.first().pk)):
        body = {"uuid": uuid.uuid4(), "cycle": cycle, "values": {}}
        assert send(client, neighbours.operator, "post", URL, body).status_code == 400, cycle
    assert everything() == before


def test_uuid_of_a_foreign_draft_opens_nothing(client, neighbours):
    before = everything()
    body = {"uuid": neighbours.foreign_draft.uuid, "cycle": "2021", "values": {"title": "Ambil alih"}}
    assert send(client, neighbours.operator, "post", URL, body).status_code == 404
    assert everything() == before


def test_foreign_proposals_in_a_batch_are_not_found(client, neighbours):
    foreign, own, nowhere = neighbours.foreign, neighbours.endorsed, uuid.uuid4()
    before = Proposal.objects.filter(pk=foreign.pk).values().get()
    targets = [{"uuid": key, "version": 1} for key in (foreign.uuid, nowhere, neighbours.foreign_draft.uuid)]
    targets.append({"uuid": own.uuid, "version": own.version})
    inputs = {"volume": "120", "price": own.current_price}
    body = {"action": "recommend", "targets": targets, "inputs": inputs}
    answer = send(client, neighbours.officer, "post", f"{URL}transitions/", body)
    assert [done["uuid"] for done in answer.json()["done"]] == [str(own.uuid)]
    refused = {item["uuid"]: (item["http"], item["message"]) for item in answer.json()["refused"]}
    assert set(refused) == {str(foreign.uuid), str(nowhere), str(neighbours.foreign_draft.uuid)}
    assert len(set(refused.values())) == 1  # not to be told apart
    assert Proposal.objects.filter(pk=foreign.pk).values().get() == before


def test_batch_of_foreign_proposals_alone_is_404(client, neighbours):
    before = everything()
    body = {
        "action": "recommend",
        "targets": [{"uuid": neighbours.foreign.uuid, "version": neighbours.foreign.version}],
        "inputs": {"volume": "120", "price": 1_537_500},
    }
    assert send(client, neighbours.officer, "post", f"{URL}transitions/", body).status_code == 404
    assert everything() == before


def test_inputs_of_one_target_may_not_name_another_scope(client, neighbours):
    """The inputs that each target brings are cleaned as strictly as those for all."""
    row, before = neighbours.endorsed, everything()
    targets = [{"uuid": row.uuid, "version": row.version, "inputs": {"by": 1}}]
    body = {
        "action": "recommend",
        "targets": targets,
        "inputs": {"volume": "120", "price": row.current_price},
    }
    assert send(client, neighbours.officer, "post", f"{URL}transitions/", body).status_code == 400
    assert everything() == before


@pytest.mark.parametrize("code", ["7.01.03.2.02.99", "1.03", "' OR 1=1", "DPUPR"])
def test_sub_kegiatan_must_be_of_the_year(client, neighbours, code):
    row, before = neighbours.endorsed, everything()
    body = {"action": "fund_local", "version": row.version, "inputs": {"sub_kegiatan": code}}
    answer = send(client, neighbours.camat, "post", f"{URL}{row.uuid}/transitions/", body)
    assert answer.status_code == 400
    assert everything() == before


def test_old_proposals_to_take_up_must_be_the_own_office(client, neighbours):
    old = make_old(neighbours.world, by=neighbours.foreign_draft.created_by)
    before = everything()
    client.force_login(neighbours.operator)
    assert client.post("/kelurahan/usulan-lama/", {"pilih": [old.uuid, uuid.uuid4()]}).status_code == 404
    assert client.post(reverse("proposals:carry", args=[old.uuid])).status_code == 404
    assert client.get(reverse("proposals:similar"), {"usulan": neighbours.foreign.uuid}).status_code == 404
    client.force_login(neighbours.officer)
    assert client.post("/kelurahan/usulan-lama/", {"pilih": [old.uuid]}).status_code == 403
    assert everything() == before


def test_a_stranger_s_draft_is_not_named_when_taking_up(client, neighbours):
    old = make_old(neighbours.world)
    client.force_login(neighbours.operator)
    answer = client.post(
        reverse("proposals:carry", args=[old.uuid]), {"usulan": neighbours.foreign_draft.uuid}, follow=True
    )
    assert "Draf yang tadi" not in answer.content.decode()


def test_lineage_cannot_be_claimed_over_the_api(client, neighbours):
    old = make_old(neighbours.world)
    before = everything()
    for values in ({"carried_from": str(old.uuid)}, {"carried_from": old.pk}):
        body = {"uuid": uuid.uuid4(), "cycle": "2021", "values": values}
        assert send(client, neighbours.operator, "post", URL, body).status_code == 400
    assert everything() == before


def count_messages() -> tuple[int, int]:
    return Message.objects.count(), MessageFile.objects.count()


@pytest.mark.parametrize(
    "to", ["kelurahan:36.71.04.1001", "agency:36.71.04", "agency:DISHUB", "nowhere", "'"]
)
def test_question_goes_only_to_offices_of_the_proposal(client, neighbours, to):
    body = {"uuid": uuid.uuid4(), "text": "Sejak kapan?", "to": to}
    answer = send(client, neighbours.officer, "post", f"{URL}{neighbours.endorsed.uuid}/questions/", body)
    assert (answer.status_code, set(answer.json()["refused"][0]["fields"])) == (400, {"to"})
    assert count_messages() == (0, 0)


def test_answer_belongs_to_a_question_of_the_same_proposal(client, neighbours):
    world, row, foreign = neighbours.world, neighbours.endorsed, neighbours.foreign
    lurah = foreign.created_by
    question = asking.ask(uuid=foreign.uuid, key=uuid.uuid4(), text="Di mana?", to="kecamatan", by=lurah)
    before, told = count_messages(), []
    for key in (question.uuid, uuid.uuid4()):
        body = {"uuid": uuid.uuid4(), "text": "Di sini.", "question": key}
        answer = send(client, world.officer, "post", f"{URL}{row.uuid}/questions/", body)
        assert answer.status_code == 400
        told.append(answer.content)
        page = {"question": str(key), f"{key}-text": "Di sini."}
        assert client.post(reverse("proposals:questions", args=[row.uuid]), page).status_code == 422
    assert told[0] == told[1] and count_messages() == before
    body = {"uuid": uuid.uuid4(), "text": "x", "to": "bappeda", "speaker": "kelurahan"}
    assert send(client, world.officer, "post", f"{URL}{row.uuid}/questions/", body).status_code == 400
    body = {"uuid": question.uuid, "text": "x", "to": "bappeda"}
    assert send(client, world.officer, "post", f"{URL}{row.uuid}/questions/", body).status_code == 409
    assert count_messages() == before
