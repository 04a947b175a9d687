"""The city of the permission matrix: a row per status and origin, a person per role and office, inputs that fit."""

from datetime import timedelta

from django.test import Client

from accounts.roles import ROLES
from bappeda.models import Assignment
from proposals import clock, workflow
from proposals.models import Addressee, Attachment, Event, Proposal, Review
from proposals.services.transitions import perform
from regions.models import Agency
from tests.factories import World, stored_photo
from tests.permissions import allowed

OFFICES = ("own", "sibling", "foreign")
WATCHED = [field.attname for field in Proposal._meta.concrete_fields]


class Matrix:
    """One row for each status and origin, and one person for each role and office."""

    def __init__(self):
        self.world = world = World()
        self.dlh = Agency.objects.create(code="DLH", name="Dinas Lingkungan Hidup", short_name="DLH")
        self.lead = world.proposal("kecamatan_review")
        self.rows = {
            (status, origin): self._row(status, origin)
            for origin in allowed.ORIGINS
            for status in workflow.STATUSES
            if (status, origin) not in {("awaiting_lurah", "kecamatan"), ("awaiting_lurah", "pokir")}
        }
        self.people = {
            (role, office): world.person(role, self._office(role, office))
            for role in ROLES
            for office in (OFFICES if ROLES[role].office else OFFICES[:1])
        }
        for row in self.rows.values():
            Addressee.objects.get_or_create(
                proposal=row, agency=world.dishub, defaults={"since": row.created_at}
            )
            Assignment.objects.create(
                proposal=row,
                reviewer=self.people["bappeda_reviewer", "own"],
                by=world.admin,
                at=row.created_at,
            )

    def _row(self, status: str, origin: str) -> Proposal:
        """A complete proposal, put into the status behind the workflow's back: how it came there does not matter."""
        world = self.world
        row = world.proposal("revision") if status == "revision" else world.proposal("kecamatan_review")
        submitted = status not in ("draft",)
        Proposal.objects.filter(pk=row.pk).update(
            status=status,
            source=origin,
            endorsed_at=row.endorsed_at if status not in ("draft", "awaiting_lurah") else None,
            is_recommended=True,
            returned_from="kecamatan_review",
            closed_from="kecamatan_review",
            act_until=clock.now() + timedelta(days=3),
            submitted_at=row.submitted_at if submitted else None,
            councillor="Anggota DPRD",
            faction="Fraksi",
            current_sub_kegiatan=world.drainage.sub_kegiatan,
        )
        if status == "revision":
            perform(
                targets={row.uuid: row.version},
                action="attach",
                by=_owner(world, origin),
                add=[stored_photo()],
            ).require()
        row.refresh_from_db()
        return row

    def _office(self, role: str, office: str):
        world = self.world
        return {
            "kelurahan": {"own": world.batujaya, "sibling": world.batusari, "foreign": world.belendung},
            "kecamatan": {"own": world.batuceper, "sibling": world.benda, "foreign": world.benda},
            "agency": {"own": world.dpupr, "sibling": world.dishub, "foreign": self.dlh},
            None: {"own": None},
        }[ROLES[role].office][office]


def _owner(world: World, origin: str):
    return {"musrenbang": world.operator, "kecamatan": world.officer, "pokir": world.admin}[origin]


def make_inputs(matrix: Matrix, action: str) -> dict:
    row = matrix.lead
    return {
        "edit": {"values": {"problem": "Masalah yang ditulis ulang."}},
        "attach": {"add": [stored_photo()]},
        "send_back": {"text": "Lengkapi."},
        "withdraw": {"text": "Batal."},
        "recommend": {"volume": row.current_volume, "price": row.current_price},
        "fund_local": {"sub_kegiatan": "7.01.03.2.02.02"},
        "verify": {
            "volume": row.current_volume,
            "price": row.current_price,
            "sub_kegiatan": "1.03.06.2.01.05",
        },
        "redirect": {"agency": "DLH", "text": "Urusan lain."},
        "refer": {"level": "province", "institution": "Provinsi Banten", "text": "Jalan provinsi."},
        "merge": {"lead": row.uuid, "volume": "130", "households": 40},
        "return": {"text": "Ukur ulang."},
        "reject": {"category": "duplicate", "text": "Ganda."},
        "reopen": {"text": "Keliru."},
        "mark": {"assessment": {"sheet_version": 1}},
        "publish": {"results": {r.uuid: "reserve" for r in matrix.rows.values()}},
        "supersede": {
            "results": {r.uuid: "reserve" for r in matrix.rows.values()},
            "category": "correction",
            "text": "Koreksi.",
        },
    }.get(action, {})


def sees(role: str, office: str, status: str, origin: str) -> bool:
    """DESIGN §6, by hand."""
    endorsed = status not in ("draft", "awaiting_lurah")
    if role in ("kelurahan_operator", "lurah"):
        return office == "own" and (origin == "musrenbang" or endorsed)
    if role in ("kecamatan_officer", "camat"):
        return office == "own" and (origin == "kecamatan" or endorsed)
    if role == "opd_verifier":
        return office != "foreign" and endorsed
    if role == "administrator":
        return False
    return endorsed or (role == "bappeda_admin" and origin == "pokir")


def read_state(rows) -> dict:
    keys = [row.pk for row in rows]
    values = {row["id"]: row for row in Proposal.objects.filter(pk__in=keys).values(*WATCHED)}
    events = dict.fromkeys(keys, 0)
    for key in Event.objects.filter(proposal__in=keys).values_list("proposal", flat=True):
        events[key] += 1
    return {key: (values[key], events[key]) for key in keys}


def count_written() -> tuple[int, ...]:
    """How many rows stand in the tables that an act may add to."""
    return tuple(model.objects.count() for model in (Event, Review, Addressee, Attachment))


def log_in(matrix: Matrix) -> dict[tuple[str, str], Client]:
    """A browser for every person."""
    clients = {who: Client() for who in matrix.people}
    for who, client in clients.items():
        client.force_login(matrix.people[who])
    return clients
