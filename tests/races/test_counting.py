"""Things that are counted stay right when several people count at once: forms, numbers, money, merges."""

import uuid
from collections import Counter

import pytest
from django.db.models import F, Sum

from proposals.models import Ceiling, Event, Proposal
from tests.crowd import make_many
from tests.factories import World
from tests.races.racing import Person, race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_same_form_sent_twice_at_once_is_one_row(server):
    world = World()
    operator = Person(server.port, world.operator)
    for number in range(10):
        key, title = uuid.uuid4(), f"Perbaikan gorong-gorong {number}"
        form = {"usulan": key, "title": title, "problem": "Genangan setiap hujan.", "ke": "lokasi"}
        answers = race(*[operator.send_form("/usulan/baru/?langkah=masalah", form)] * 2)
        assert [answer.status for answer in answers] == [302, 302], [a.body[:500] for a in answers]
        assert Proposal.objects.get(uuid=key).title == title
        assert Event.objects.filter(proposal__uuid=key, action="create").count() == 1
    assert Proposal.objects.count() == 10


def test_same_uuid_over_api_at_once_is_one_row(server):
    world = World()
    operator = Person(server.port, world.operator)
    for _ in range(10):
        body = {"uuid": uuid.uuid4(), "cycle": "2021", "values": {"title": "Jalan lingkungan"}}
        answers = race(*[operator.send_json("/api/v1/proposals/", body)] * 2)
        assert [answer.status for answer in answers] == [201, 201], [a.body[:500] for a in answers]
        assert {answer.json["uuid"] for answer in answers} == {str(body["uuid"])}
    assert (Proposal.objects.count(), Event.objects.count()) == (10, 10)


def test_same_submit_twice_at_once_takes_one_number(server):
    world = World()
    people = Person(server.port, world.operator), Person(server.port, world.lurah)
    for number, row in enumerate(make_many(world, 10, "draft"), start=1):
        answers = race(*(person.decide(row, "submit") for person in people))
        assert sorted(answer.status for answer in answers) == [200, 409]
        row.refresh_from_db()
        assert row.reference == f"2021-36.71.03.1002-{number:04d}"


def test_eight_parallel_submits_leave_no_gap(server):
    """Also the very first number of the series, and with refused submits between the others."""
    world = World()
    people = [Person(server.port, world.person("kelurahan_operator")) for _ in range(8)]
    rows = make_many(world, 30, "draft")
    for start in range(0, len(rows), 6):
        incomplete = [world.draft(title="", photo=False), world.draft(households="")]
        group = [*rows[start : start + 6], *incomplete]
        answers = race(*(person.decide(row, "submit") for person, row in zip(people, group, strict=True)))
        assert [answer.status for answer in answers] == [200] * 6 + [400] * 2
    numbers = sorted(
        int(reference.rsplit("-", 1)[1])
        for reference in Proposal.objects.exclude(reference=None).values_list("reference", flat=True)
    )
    assert numbers == list(range(1, len(rows) + 1))


def test_dana_kelurahan_is_never_overspent(server):
    """Two who may decide, two proposals, money for one."""
    world = World()
    people = Person(server.port, world.camat), Person(server.port, world.person("camat"))
    rows = make_many(world, 40)
    budget = rows[0].current_budget
    ceiling = Ceiling.objects.create(
        cycle=world.cycle,
        kind=Ceiling.Kind.DANA_KELURAHAN,
        kelurahan=world.batujaya,
        amount=0,
        reason="Uji",
        effective_on="2020-01-02",
        by=world.admin,
    )
    for pair in zip(rows[::2], rows[1::2], strict=True):
        Ceiling.objects.update(amount=F("amount") + budget)
        answers = race(
            *(
                p.decide(row, "fund_local", sub_kegiatan="7.01.03.2.02.02")
                for p, row in zip(people, pair, strict=True)
            )
        )
        assert sorted(answer.status for answer in answers) == [200, 409]
        refused = next(answer for answer in answers if answer.status == 409).json["refused"][0]
        assert (refused["code"], "sisa Dana Kelurahan Batujaya Rp\u00a00" in refused["message"]) == (
            "ceiling",
            True,
        )
        ceiling.refresh_from_db()
        assert (
            Proposal.objects.filter(status="local").aggregate(n=Sum("current_budget"))["n"] == ceiling.amount
        )


def test_two_proposals_are_never_merged_into_each_other(server):
    world = World()
    people = Person(server.port, world.camat), Person(server.port, world.officer)
    rows, answered = make_many(world, 40), Counter()
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        joint = {"volume": 150, "households": 40}
        answers = race(
            people[0].decide(one, "merge", lead=other.uuid, **joint),
            people[1].decide(other, "merge", lead=one.uuid, **joint),
        )
        answered.update(answer.status for answer in answers)
        one.refresh_from_db()
        other.refresh_from_db()
        merged = [row for row in (one, other) if row.status == "merged"]
        assert len(merged) == 1
        lead = other if merged == [one] else one
        assert (merged[0].merged_into, lead.merged_into) == (lead, None)
        assert (lead.current_volume, lead.current_households) == (150, 40)
    assert answered == {200: 20, 409: 20}


def test_nothing_is_merged_into_a_lead_that_is_rejected_at_that_moment(server):
    """Whoever rejects a lead has been asked about everything that is in it."""
    world = World()
    people, answered = (Person(server.port, world.camat), Person(server.port, world.officer)), Counter()
    rows = make_many(world, 30)
    for lead, row in zip(rows[::2], rows[1::2], strict=True):
        answers = race(
            people[0].decide(lead, "reject", category="land", text="Lahan sengketa."),
            people[1].decide(row, "merge", lead=lead.uuid, volume=150, households=40),
        )
        answered.update(answer.status for answer in answers)
        lead.refresh_from_db()
        row.refresh_from_db()
        assert (lead.status, row.status) in {
            ("rejected", "kecamatan_review"),
            ("kecamatan_review", "merged"),
        }
    assert answered == {200: 15, 409: 15}


def test_two_edits_at_once_overwrite_nothing(server):
    """The later one is told, and what the first wrote stays."""
    world = World()
    people = Person(server.port, world.operator), Person(server.port, world.lurah)
    for row in make_many(world, 10, "draft"):
        edits = ({"title": "Judul operator"}, {"problem": "Masalah menurut lurah."})
        answers = race(
            *(
                person.send_json(
                    f"/api/v1/proposals/{row.uuid}/", {"version": row.version, "values": values}, "PATCH"
                )
                for person, values in zip(people, edits, strict=True)
            )
        )
        assert sorted(answer.status for answer in answers) == [200, 409]
        first = [answer.status for answer in answers].index(200)
        before = row.title, row.problem
        row.refresh_from_db()
        after = (row.title, row.problem)
        assert after[first] == next(iter(edits[first].values()))
        assert after[1 - first] == before[1 - first]
