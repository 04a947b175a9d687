"""A lead that is rejected, referred or withdrawn: each merged one follows it or is taken out again, and is told."""

import pytest
from django.urls import reverse

from jobs.models import Notification
from jobs.services import deliver_outbox
from proposals import clock
from proposals.merged import list_parts, read_fate
from proposals.models import Event, Proposal, Review
from proposals.refusals import Refused
from proposals.services.transitions import perform
from proposals.services.verification import find_faults
from tests.crowd import make_many
from tests.factories import World

pytestmark = pytest.mark.django_db
REASON = {"category": "land", "text": "Lahan sengketa."}


@pytest.fixture
def world():
    return World()


def merge(world, lead, *rows, by=None):
    lead.refresh_from_db()
    joint = {"lead": lead.uuid, "volume": "300", "households": 80}
    targets = {row.uuid: row.version for row in rows}
    perform(targets=targets, action="merge", by=by or world.camat, **joint).require()
    for row in (lead, *rows):
        row.refresh_from_db()


def act(row, action, by, **inputs):
    outcome = perform(targets={row.uuid: row.version}, action=action, by=by, **inputs).require()
    row.refresh_from_db()
    return outcome


@pytest.fixture
def merger(world):
    """A lead with two merged ones, all waiting at the kecamatan before."""
    lead, one, other = make_many(world, 3)
    merge(world, lead, one, other)
    return lead, one, other


def test_rejecting_a_lead_asks_about_each_merged_one(world, merger):
    lead, one, other = merger
    for choices in (None, {}, {str(one.uuid): "follow"}, {one.uuid: "follow", other.uuid: "maybe"}):
        with pytest.raises(Refused) as refused:
            act(lead, "reject", world.camat, merged=choices, **REASON)
        assert refused.value.http == 422 and set(refused.value.refusals[0].fields) == {"merged"}
        assert other.reference in str(refused.value)
    for choices in ("follow", {world.proposal().uuid: "release"}):
        with pytest.raises(Refused):
            act(lead, "reject", world.camat, merged=choices, **REASON)
    assert Event.objects.filter(action__in=("reject", "reopen")).count() == 0


@pytest.mark.parametrize("action", ["reject", "refer"])
def test_each_follows_or_leaves_in_one_transaction(world, merger, action):
    lead, one, other = merger
    inputs = {
        "reject": REASON,
        "refer": {"level": "province", "institution": "PUPR Banten", "text": "Jalan provinsi."},
    }
    choices = {one.uuid: "follow", other.uuid: "release"}
    outcome = act(lead, action, world.camat, merged=choices, **inputs[action])
    assert [done.uuid for done in outcome.done] == [lead.uuid]
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.status, one.merged_into) == ("merged", lead)
    assert (other.status, other.merged_into, other.closed_from) == ("kecamatan_review", None, "")
    assert other.act_until > clock.now()
    event = Event.objects.get(proposal=other, action="reopen")
    assert (event.by, event.seq) == (world.camat, other.version)
    assert f'"left":"{lead.reference}"' in event.content
    assert inputs[action]["text"] in Review.objects.get(proposal=other, action="reopen").text
    told = Event.objects.get(proposal=lead, action=action).content
    assert f'"followed":["{one.reference}"]' in told and f'"released":["{other.reference}"]' in told
    assert [fault for fault in find_faults() if "berkas tidak ada" not in fault] == []


def test_withdrawing_a_lead_takes_all_out(world, merger):
    lead, one, other = merger
    act(lead, "return", world.camat, text="Ukur ulang.")
    act(lead, "withdraw", world.operator, text="Salah isi.")
    rows = Proposal.objects.filter(pk__in=[one.pk, other.pk])
    assert set(rows.values_list("status", "merged_into")) == {("kecamatan_review", None)}


def test_nothing_leaves_after_publication(world, merger):
    lead, one, other = merger
    world.cycle.published_at = clock.now()
    world.cycle.save()
    with pytest.raises(Refused) as refused:
        act(lead, "reject", world.camat, merged={one.uuid: "release", other.uuid: "follow"}, **REASON)
    assert (refused.value.http, refused.value.refusals[0].code) == (409, "published")
    act(lead, "return", world.camat, text="Ukur ulang.")
    act(lead, "withdraw", world.operator, text="Salah isi.")
    assert Proposal.objects.filter(merged_into=lead, status="merged").count() == 2


def test_agency_decides_about_what_it_cannot_see(world):
    lead, row = world.proposal(), world.proposal()
    merge(world, lead, row)
    for step in ("recommend", "forward"):
        world.step(lead, step)
    world.step(lead, "redirect")
    dishub = world.person("opd_verifier", world.dishub)
    assert not Proposal.objects.visible_to(dishub).filter(pk=row.pk).exists()
    act(lead, "reject", dishub, merged={row.uuid: "release"}, **REASON)
    row.refresh_from_db()
    assert row.status == "kecamatan_review"


def test_several_rejected_at_once_refuse_only_the_leads(world, merger):
    lead, _, _ = merger
    plain = world.proposal()
    outcome = perform(
        targets={lead.uuid: lead.version, plain.uuid: plain.version},
        action="reject",
        by=world.camat,
        **REASON,
    )
    assert [done.uuid for done in outcome.done] == [plain.uuid]
    assert [refusal.uuid for refusal in outcome.refused] == [lead.uuid]


def test_page_asks_and_keeps_what_was_chosen(client, world, merger):
    lead, one, other = merger
    client.force_login(world.camat)
    url = reverse("proposals:act", args=[lead.uuid, "reject"])
    page = client.get(url).content.decode()
    assert "Yang digabung ke usulan ini" in page and other.reference in page
    data = {"version": lead.version, **REASON, f"merged-{one.uuid}": "follow"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert f"Pilih nasib usulan yang digabung ke sini: {other.reference}." in answer.content.decode()
    assert 'value="follow" id="id_merged_0" checked' in answer.content.decode()
    assert client.post(url, data | {f"merged-{other.uuid}": "release"}).status_code == 302
    assert Proposal.objects.get(pk=other.pk).status == "kecamatan_review"


def test_desk_asks_too(client, world, merger):
    lead, one, other = merger
    client.force_login(world.camat)
    url = reverse("kecamatan:sheet", args=[lead.uuid])
    page = client.get(url).content.decode()
    assert "reject-merged-" in page and "Digabung ke sini" in page
    data = {
        "version": lead.version,
        "tindakan": "reject",
        "reject-category": "land",
        "reject-text": "Sengketa.",
    }
    assert client.post(url, data).status_code == 422
    chosen = {f"reject-merged-{row.uuid}": "follow" for row in (one, other)}
    assert client.post(url, data | chosen).status_code == 302


def test_api_asks_too(client, world, merger):
    lead, one, other = merger
    client.force_login(world.camat)
    url = f"/api/v1/proposals/{lead.uuid}/transitions/"
    body = {
        "action": "reject",
        "version": lead.version,
        "inputs": {**REASON, "merged": {str(one.uuid): "follow"}},
    }
    answer = client.post(url, body, content_type="application/json")
    assert (answer.status_code, set(answer.json()["refused"][0]["fields"])) == (400, {"merged"})
    body["inputs"]["merged"][str(other.uuid)] = "release"
    assert client.post(url, body, content_type="application/json").status_code == 200
    assert client.get(f"/api/v1/proposals/{one.uuid}/").json()["merged_into"] == lead.reference


# What both sides are told


def test_senders_of_merged_ones_are_told_once_when_the_lead_is_decided(world):
    lead = world.proposal()
    stranger = world.person("kelurahan_operator", world.batusari)
    sarilurah = world.person("lurah", world.batusari)
    row = world.draft(by=stranger, latitude="-6.166200", longitude="106.662800")
    for by, action in ((stranger, "submit"), (sarilurah, "endorse")):
        row.refresh_from_db()
        act(row, action, by)
    merge(world, lead, row)
    deliver_outbox()
    Notification.objects.all().delete()
    act(lead, "reject", world.camat, merged={row.uuid: "follow"}, **REASON)
    deliver_outbox()
    told = Notification.objects.filter(recipient=stranger).values_list("text", "url")
    assert len(told) == 1 and told[0][1] == row.get_absolute_url()
    assert "usulan utama dari usulan Anda" in told[0][0] and "Lahan sengketa." in told[0][0]
    assert Notification.objects.filter(recipient=world.operator).count() == 1
    fate = read_fate(row, stranger)
    assert (fate.lead, fate.url, fate.reason) == (lead, "", "Lahan sengketa.")
    assert [(part.row, part.url, part.sender) for part in list_parts(lead, world.operator)] == [
        (row, "", "Kelurahan Batusari")
    ]


def test_fate_follows_a_lead_that_was_merged_itself(client, world, merger):
    lead, one, _ = merger
    further = world.proposal()
    merge(world, further, lead)
    assert read_fate(one, world.operator).lead == further
    client.force_login(world.operator)
    page = client.get(one.get_absolute_url()).content.decode()
    assert "Nasib usulan ini mengikuti" in page and further.reference in page
    deliver_outbox()
    desk = client.get("/kelurahan/").content.decode()
    assert f"Mengikuti {further.reference}: Verifikasi Kecamatan" in desk


def test_merged_one_that_knows_no_way_back_follows(world, merger):
    lead, one, other = merger
    Proposal.objects.filter(pk=one.pk).update(closed_from="")
    act(lead, "reject", world.camat, merged={one.uuid: "release", other.uuid: "release"}, **REASON)
    content = Event.objects.get(proposal=lead, action="reject").content
    assert f'"followed":["{one.reference}"]' in content and f'"released":["{other.reference}"]' in content
    assert Proposal.objects.get(pk=one.pk).status == "merged"


def test_reopening_a_merged_one_says_what_it_leaves(world, merger):
    lead, one, _ = merger
    act(one, "reopen", world.admin, text="Bukan ruas yang sama.")
    assert f'"left":"{lead.reference}"' in Event.objects.get(proposal=one, action="reopen").content
