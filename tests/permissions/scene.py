"""One of everything that has an address: what the walk over all addresses opens, and what it must not find."""

import io
import uuid
from functools import cached_property

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.roles import ROLES
from bappeda.services.criteria_drafts import copy_set
from jobs import services as jobs
from jobs.models import Notification
from jobs.services.notifying import Notice
from proposals.bulk.deciding import Task
from proposals.bulk.work import ask
from proposals.services.transitions import perform
from proposals.services.uploads import store
from reports.models import Package
from reports.services.requesting import request_file
from tests.bappeda.factories import assign_sheet, make_marked, make_published_run, make_scenario, make_world
from tests.factories import World
from tests.kelurahan.imports import make_import
from tests.meetings import KECAMATAN, OPD, hold_meeting, issue_minutes
from tests.messages import make_message_file

ABSENT_NUMBER, ABSENT_WORD = 999_999_999, "tidak-ada"


def make_photo() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(data, "JPEG")
    return SimpleUploadedFile("genangan.jpg", data.getvalue(), "image/jpeg")


class Scene:
    """Things by the word that the table of addresses uses. `foreign` is a draft of another kelurahan and kecamatan."""

    def __init__(self):
        self.world = world = make_world()
        self.people = {role: world.person(role) for role in ROLES}
        self.ranked = make_marked(world)
        self.run = make_published_run(world)
        self.ranked.refresh_from_db()
        self.assigned = world.proposal("scoring")  # too late for the list, and waiting for a sheet
        assign_sheet(world, self.assigned, self.people["bappeda_reviewer"])
        self.draft, self.forwarded = world.draft(), world.proposal("opd_review")
        self.row = world.proposal("draft", photo=False)
        perform(
            targets={self.row.uuid: 1}, action="attach", by=world.operator, add=[store(make_photo())]
        ).require()
        for step in ("submit", "endorse"):
            world.step(self.row, step)
        hold_meeting(world)
        hold_meeting(world, council=KECAMATAN)
        hold_meeting(world, council=OPD)
        training = World(kind="training")  # an issued berita acara beside the draft of the same office
        training.proposal()
        self.minutes = issue_minutes(training)
        self.criteria = copy_set(criteria_set=world.criteria_set, cycle=world.cycle, by=world.admin)
        self.foreign = world.draft(by=world.person("kelurahan_operator", world.belendung))
        operator = self.people["kelurahan_operator"]
        self._pack(world.batuceper)  # while it waits, the page asks again
        self.job = jobs.enqueue(kind="reports.build", params={}, by=operator, title="Berkas")
        jobs.notify(notices=[Notice(recipient_id=operator.pk, key="uji", text="Kabar.")])

    @cached_property
    def own(self) -> dict:
        """What the operator and the offices above may see."""
        row, report = self.row, {"slug": "daftar-prioritas", "by": self.people["kelurahan_operator"]}
        return {
            "row": row.uuid,
            "draft": self.draft.uuid,
            "forwarded": self.forwarded.uuid,
            "assigned": self.assigned.uuid,
            "ranked": self.ranked.uuid,
            "reviewer": self.people["bappeda_reviewer"].pk,
            "reference": row.reference,
            "published": self.ranked.reference,
            "attachment": row.attachments.get().uuid,
            "message_file": make_message_file(row, store(make_photo())).uuid,
            "event": row.events.get(action="endorse").pk,
            "seq": row.version,
            "act": "return",
            "step": "masalah",
            "import": make_import(self.world.batujaya, self.world, by=self.people["kelurahan_operator"]).uuid,
            "import_done": make_import(
                self.world.batujaya, self.world, by=self.people["lurah"], state="done"
            ).uuid,
            "stage": "kelurahan",
            "minutes": self.minutes.number,
            "job": self.job.pk,
            "bulk_kecamatan": self._decide("kecamatan", "kecamatan_officer"),
            "bulk_opd": self._decide("opd", "opd_verifier"),
            "notice": Notification.objects.get(key="uji").pk,
            "run": self.run.pk,
            "scenario": make_scenario(self.world, self.run).pk,
            "criteria": self.criteria.pk,
            "criterion": "rkpd",
            "report": "daftar-prioritas",
            "file": jobs.run(request_file(params={"cycle": "2021"}, format="csv", **report).pk).pk,
            "package": jobs.run(self._pack(self.world.batuceper)).pk,
        }

    def _pack(self, kecamatan):
        """A package of a kecamatan, not made yet."""
        job = jobs.enqueue(kind="reports.package", params={}, by=None, title="Paket")
        return Package.objects.create(
            job=job, cycle=self.world.cycle, contents="rekap", occasion="night", kecamatan=kecamatan
        ).pk

    def _decide(self, desk: str, role: str):
        return ask(Task("return", {}, {}), desk=desk, by=self.people[role]).pk

    @cached_property
    def foreign_things(self) -> dict:
        """The same kinds of things, of an office that has nothing to do with this one or another person."""
        row, other = self.foreign, self.people["lurah"]
        job = jobs.enqueue(kind="reports.build", params={}, by=other, title="Berkas orang lain")
        jobs.notify(notices=[Notice(recipient_id=other.pk, key="lain", text="Kabar orang lain.")])
        file = request_file(slug="daftar-prioritas", params={"cycle": "2021"}, format="csv", by=other)
        jobs.run(file.pk)
        return self.own | {
            **dict.fromkeys(("row", "draft", "forwarded", "assigned", "ranked"), row.uuid),
            "reference": "2021-36.71.04.1001-0001",
            "published": self.row.reference,
            "attachment": row.attachments.get().uuid,
            "message_file": make_message_file(row, store(make_photo())).uuid,
            "event": row.events.first().pk,
            **dict.fromkeys(
                ("import", "import_done"),
                make_import(self.world.belendung, self.world, by=row.created_by).uuid,
            ),
            "minutes": "2021-BA-36.71.04.1001-0001",
            "job": job.pk,
            **dict.fromkeys(("bulk_kecamatan", "bulk_opd"), job.pk),
            "notice": Notification.objects.get(key="lain").pk,
            "file": file.pk,
            "package": self._pack(
                self.world.benda
            ),  # not made: Bappeda, whose it is too, finds nothing either
        }

    @cached_property
    def garbage(self) -> dict:
        """Addresses of the right form that lead to nothing."""
        by_kind = {uuid.UUID: uuid.uuid4(), int: ABSENT_NUMBER, str: ABSENT_WORD}
        return {name: by_kind[type(value)] for name, value in self.own.items()}
