"""Proposals of the training cycle in every state that a page can show, made inside the running product.

The small demo seldom has one for each account. `lay_out()`, called from `manage.py shell -c`, prints where they are
as JSON. Everything goes through the services, so that histories and files stay true.
"""

import json
import uuid
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from bappeda.models import Assignment, CriteriaSet, Publication
from bappeda.services import assigning, freezing, marking
from bappeda.services.criteria_drafts import copy_set
from proposals.models import Event, PlanningCycle, Proposal
from proposals.services import asking, uploads
from proposals.services.transitions import perform
from tests.browser.people import ADMIN, AGENCY, CAMAT, LURAH, OFFICER, OPERATOR

VALUES = {
    "problem": "Genangan 20–30 cm setiap hujan lebih dari satu jam.",
    "expected_output": "Saluran 120 m berfungsi.",
    "proposer": "RW 05",
    "field": "infrastruktur",
    "street": "Jl. Kenanga",
    "rt": "03",
    "rw": "05",
    "latitude": "-6.153420",
    "longitude": "106.659380",
    "catalogue_item": "DRN-01",
    "volume": "120",
    "households": "34",
    "people": "142",
    "rkpd_priority": "1",
    "land_status": "city",
}
TO_KECAMATAN = [(OPERATOR, "submit", {}), (LURAH, "endorse", {})]
RECOMMEND = (
    OFFICER,
    "recommend",
    {"volume": "110", "price": "1537500", "text": "Hasil ukur lapangan 110 m."},
)
TO_AGENCY = [*TO_KECAMATAN, RECOMMEND, (CAMAT, "forward", {})]
VERIFY = (
    AGENCY,
    "verify",
    {"volume": "110", "price": "1537500", "sub_kegiatan": "1.03.06.2.01.07", "readiness": 4},
)
REDIRECT = (AGENCY, "redirect", {"agency": "DISPERKIM", "text": "Jalan lingkungan perumahan."})
RETURN = (OFFICER, "return", {"text": "Panjang tidak cocok dengan foto."})
REJECT = (CAMAT, "reject", {"category": "duplicate", "text": "Sudah diusulkan RW 04 di ruas yang sama."})
STATES = {
    "draft": [],
    "waiting": TO_KECAMATAN[:1],
    "waiting_too": TO_KECAMATAN[:1],
    "review_too": TO_KECAMATAN,
    "review": TO_KECAMATAN,
    "recommended": [*TO_KECAMATAN, RECOMMEND],
    "agency": TO_AGENCY,
    "disputed": [*TO_AGENCY, REDIRECT],
    "scoring": [*TO_AGENCY, VERIFY],
    "marked": [*TO_AGENCY, VERIFY],
    "revision": [*TO_KECAMATAN, RETURN],
    "rejected": [*TO_KECAMATAN, REJECT],
}


def lay_out() -> None:
    """Make one proposal for each of STATES, its sheets and a run that nobody has approved; print their addresses."""
    cycle = PlanningCycle.objects.get(kind="training", planning_year=2021)
    people = {person.username: person for person in User.objects.all()}
    rows = {
        name: _bring(cycle, people, f"Perbaikan saluran drainase Jl. Kenanga RW 05 ({number})", steps)
        for number, (name, steps) in enumerate(STATES.items(), start=1)
    }
    asking.ask(
        uuid=rows["agency"].uuid,
        key=uuid.uuid4(),
        text="Apakah sudah termasuk sambungan ke saluran induk?",
        to="agency:DPUPR",
        by=people[OFFICER],
    )
    assigning.assign(cycle=cycle, by=people[ADMIN])
    _mark(rows["marked"])
    run = freezing.freeze(cycle=cycle, by=people[ADMIN], unassessed=_name_unmarked(cycle, but=rows["marked"]))
    listed = Publication.objects.filter(cycle__kind="live").latest("pk").run
    first = listed.ranked.select_related("proposal").order_by("position").first().proposal
    found = {name: str(row.uuid) for name, row in rows.items()} | {
        "run": run.pk,
        "criteria": copy_set(
            criteria_set=CriteriaSet.objects.in_force(cycle), cycle=cycle, by=people[ADMIN]
        ).pk,
        "listed_run": listed.pk,
        "listed": str(first.uuid),
        "reference": first.reference,
        "reviewer": _reviewer_of(rows["scoring"]).username,
        "reviewer_key": _reviewer_of(rows["scoring"]).pk,
        "batch": Event.objects.get(proposal=rows["review"], action="endorse").pk,
    }
    print(json.dumps(found))


def fill_queue(count: int, street: str) -> None:
    """`count` proposals of one street that wait at the kecamatan, in a handful of statements."""
    cycle = PlanningCycle.objects.get(kind="training", planning_year=2021)
    people = {person.username: person for person in User.objects.all()}
    photo = uploads.store(SimpleUploadedFile("lokasi.jpg", _draw_photo(), "image/jpeg"), kind=uploads.PHOTO)
    keys = [uuid.uuid4() for _ in range(count)]
    given = {"values": {"cycle": cycle, **VALUES, "street": street, "title": f"Perbaikan saluran {street}"}}
    for who, action, inputs in (
        (OPERATOR, "create", given),
        (OPERATOR, "attach", {"add": [photo]}),
        *TO_KECAMATAN,
    ):
        versions = dict(Proposal.objects.filter(uuid__in=keys).order_by("pk").values_list("uuid", "version"))
        targets = versions or dict.fromkeys(keys, 0)
        perform(targets=targets, action=action, by=people[who], **inputs).require()


def _bring(cycle, people, title: str, steps) -> Proposal:
    key, operator = uuid.uuid4(), people[OPERATOR]
    perform(
        targets={key: 0}, action="create", by=operator, values={"cycle": cycle, "title": title, **VALUES}
    ).require()
    photo = uploads.store(SimpleUploadedFile("lokasi.jpg", _draw_photo(), "image/jpeg"), kind=uploads.PHOTO)
    perform(targets={key: 1}, action="attach", by=operator, add=[photo]).require()
    row = Proposal.objects.get(uuid=key)
    for who, action, given in steps:
        perform(targets={key: row.version}, action=action, by=people[who], **given).require()
        row.refresh_from_db()
    return row


def _draw_photo() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (320, 240), "#9fa893").save(buffer, "JPEG")
    return buffer.getvalue()


def mark_lowest(key: str) -> None:
    """The second reviewer of a proposal gives the lowest marks."""
    row = Proposal.objects.get(uuid=key)
    second = Assignment.objects.filter(proposal=row).select_related("reviewer").order_by("pk")[1].reviewer
    marks = {criterion.key: 1 for criterion in marking.list_criteria(row)}
    marking.submit_marks(uuid=row.uuid, by=second, version=0, proposal_version=row.version, marks=marks)


def _reviewer_of(row: Proposal) -> User:
    return Assignment.objects.filter(proposal=row).select_related("reviewer").order_by("pk")[0].reviewer


def _mark(row: Proposal) -> None:
    marks = {criterion.key: 4 for criterion in marking.list_criteria(row)}
    marking.submit_marks(
        uuid=row.uuid, by=_reviewer_of(row), version=0, proposal_version=row.version, marks=marks
    )


def _name_unmarked(cycle, *, but: Proposal) -> dict:
    waiting = Proposal.objects.filter(cycle=cycle, status="scoring", assessments__isnull=True)
    return {row.uuid: "Belum dinilai pada latihan ini." for row in waiting.exclude(pk=but.pk)}
