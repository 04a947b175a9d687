"""What is compared at one office: what waits there, and beside it what else is under way and may be the lead."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from proposals import clusters, cycles
from proposals.clusters import Cluster, Item
from proposals.desks import Desk, sit_down
from proposals.models import Proposal
from proposals.querysets import visible_to
from proposals.services.merging import POSSIBLE
from proposals.twins import COLUMNS, read_subject

AT_ONCE = 3000  # rows that are compared, those that wait here first


@dataclass(frozen=True)
class Office:
    """One office with its pages. `waiting` may be merged here; of `around`, what it sees, the rest may only lead."""

    name: str
    namespace: str
    stage: str
    place: dict[str, int]  # as `Windows.of_stage` takes it
    cycle: Any
    waiting: QuerySet
    around: QuerySet
    back_url: str
    back_text: str

    def url(self, view: str) -> str:
        return reverse(f"{self.namespace}:{view}")

    @cached_property
    def clusters(self) -> list[Cluster]:
        """The groups in which something waits here; two queries."""
        rows = list(self.waiting.order_by("-pk").values(*COLUMNS, "kecamatan_id")[:AT_ONCE])
        here = {row["pk"] for row in rows}
        if len(rows) < AT_ONCE:
            others = self.around.filter(status__in=POSSIBLE).order_by("-pk").values(*COLUMNS, "kecamatan_id")
            rows += [row for row in others[:AT_ONCE] if row["pk"] not in here]
        return [
            cluster
            for cluster in clusters.find_clusters(_describe(rows[:AT_ONCE]))
            if not here.isdisjoint(cluster.keys)
        ]

    def read(self, *, keys: Iterable[int] = (), uuids: Iterable[UUID] = ()) -> list[Proposal]:
        """Visible rows with what is shown of them; `waits_here` and `may_lead` say what can be done with each."""
        wanted = Q(pk__in=list(keys)) | Q(uuid__in=list(uuids))
        here = set(self.waiting.filter(wanted).values_list("pk", flat=True))
        rows = self.around.filter(wanted).select_related("kelurahan", "kecamatan", "current_agency", "cycle")
        found = list(rows.order_by("pk"))
        for row in found:
            row.waits_here, row.may_lead = row.pk in here, row.status in POSSIBLE
        return found


Opener = Callable[[Any], Office]  # from a request; raises PermissionDenied or Http404


def at_desk(desk: Desk) -> Opener:
    """The office of a person at a desk with a queue."""

    def open_office(request) -> Office:
        seat = sit_down(desk, request.user, prefer=request.GET.get("kantor"))
        cycle = read_cycle(request)
        around = visible_to(request.user).filter(cycle=cycle)
        if desk.place == "kecamatan":
            around = around.filter(kecamatan=seat.office.pk)
        return Office(
            name=seat.office.name,
            namespace=desk.name,
            stage=desk.stage,
            place={desk.place: seat.office.pk},
            cycle=cycle,
            waiting=seat.pile(cycle).scope.filter(status=desk.status),
            around=around,
            back_url=desk.url("queue"),
            back_text="Ke daftar Verifikasi",
        )

    return open_office


def read_cycle(request):
    cycle = cycles.current(request)
    if cycle is None:
        raise Http404("Belum ada tahun perencanaan.")
    return cycle


def _describe(rows: Iterable[dict]) -> Iterable[Item]:
    for row in rows:
        areas = [("kecamatan", row["kecamatan_id"])]
        if row["kelurahan_id"]:
            areas.insert(0, ("kelurahan", row["kelurahan_id"]))
        yield Item(row["pk"], read_subject(row), tuple(areas))
