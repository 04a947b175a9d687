"""Who is told of the calendar: the offices of a stage when it changes, and what they left undone when it has closed."""

from collections.abc import Sequence

from django.urls import NoReverseMatch, reverse

from accounts.roles import AGENCY, KECAMATAN, KELURAHAN
from accounts.services.recipients import people_of
from jobs.models import Outbox
from jobs.registry import delivers
from jobs.services.notifying import Notice, notify
from proposals import waiting, workflow
from proposals.models import StageClosing, StageWindow
from proposals.recipients import find_people
from regions.indonesian import long_moment

# Where each kind of place finds what it left.
LISTS = {
    "kelurahan": "&status=draft&status=awaiting_lurah",
    "kecamatan": "&status=kecamatan_review&status=draft",
    "agency": "&status=opd_review",
}
WORKERS = {
    "kelurahan": KELURAHAN,
    "kecamatan": KECAMATAN,
    "opd": AGENCY,
    "bappeda": ("bappeda_reviewer", "bappeda_admin", "bappeda_head"),
    "publication": ("bappeda_admin", "bappeda_head"),
}


@delivers("proposals.closing")
def deliver_closings(rows: Sequence[Outbox]) -> None:
    """Tell each place what it left undone, and Bappeda the sum."""
    closings = StageClosing.objects.select_related("window__cycle").in_bulk(
        {row.payload["closing"] for row in rows}
    )
    notices = []
    for row in rows:
        closing, kind, pk = closings.get(row.payload["closing"]), row.payload["kind"], row.payload["pk"]
        if closing is None:  # its training cycle was reset meanwhile
            continue
        text, url = _say_left(closing, kind, row.payload["left"]), _find_list(closing, kind)
        notices += [
            Notice(
                recipient_id=person.pk, key=f"closing:{closing.pk}", text=text, url=url, level="warning", at=closing.at
            )
            for person in find_people(kind, pk)
        ]  # fmt: skip
    notify(notices=notices)


@delivers("proposals.schedule")
def deliver_changes(rows: Sequence[Outbox]) -> None:
    """Tell the offices of a stage that its times changed; an extension for one office goes to that office alone."""
    windows = StageWindow.objects.select_related("cycle").in_bulk({row.payload["window"] for row in rows})
    notices = []
    for row in rows:
        window, office = windows.get(row.payload["window"]), row.payload["office"]
        if window is None:
            continue
        people = (
            people_of(role=WORKERS[window.stage], **office)
            if office
            else people_of(role=WORKERS[window.stage])
        )
        url = f"{reverse('proposals:schedule')}?tahun={window.cycle.slug}"
        notices += [
            Notice(
                recipient_id=person.pk,
                key=f"schedule:{row.pk}",
                text=row.payload["text"],
                url=url,
                level="warning",
            )
            for person in people
            if person.pk != row.payload["by"]
        ]
    notify(notices=notices)


def _say_left(closing: StageClosing, kind: str, left: waiting.Counts) -> str:
    window = closing.window
    training = "Latihan. " if window.cycle.is_training else ""
    closed = f"{training}Tahap {workflow.STAGES[window.stage].label} sudah ditutup {long_moment(closing.closes_at)}."
    told = waiting.tell(left)
    if kind == "bappeda":
        return (
            f"{closed} Tertinggal di semua kantor: {told}."
            if told
            else f"{closed} Tidak ada yang tertinggal."
        )
    kept = " Draf tetap tersimpan." if left.get("draft") or left.get("own_draft") else ""
    return f"{closed} Yang tertinggal: {told}.{kept} Perpanjangan diminta ke Bappeda."


def _find_list(closing: StageClosing, kind: str) -> str:
    year = f"?tahun={closing.window.cycle.slug}"
    if kind in LISTS:
        return f"{reverse('proposals:list')}{year}{LISTS[kind]}"
    if kind == "person":
        try:
            return f"{reverse('bappeda:marking')}{year}"
        except NoReverseMatch:
            return ""
    return f"{reverse('proposals:schedule')}{year}"
