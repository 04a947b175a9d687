"""Changing the calendar of a cycle: opening, other times, closing early, or more time for all or for one office.

An extension keeps the first closing time beside it; every change needs a reason, which is logged, shown, and told to
the offices of the stage.
"""

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.offices import standings
from jobs.services.delivering import post
from proposals import clock, text, workflow
from proposals.models import PlanningCycle, StageWindow, WindowExtension
from proposals.refusals import Refusal, Refused
from proposals.refusals import content as content_refusal
from proposals.windows import Windows
from regions.indonesian import long_moment

OFFICES = ("kelurahan", "kecamatan", "agency")
LONGEST_REASON = 300


@transaction.atomic
def extend(*, window: StageWindow, closes_at: datetime, reason: str, by, **office) -> WindowExtension:
    """More time for everybody, or for the one `kelurahan`, `kecamatan` or `agency` given. Raises Refused."""
    window = _lock(window, by)
    unfit = _check_reason(reason)
    office = {name: office.get(name) for name in OFFICES if office.get(name) is not None}
    if len(office) > 1:
        unfit["office"] = "Pilih satu kantor saja, atau semua kantor."
    in_force = _closing_in_force(window, office)
    if closes_at <= in_force:
        unfit["closes_at"] = f"Perpanjangan harus sesudah {long_moment(in_force)}, waktu tutup yang berlaku."
    elif closes_at <= clock.now():
        unfit["closes_at"] = "Perpanjangan harus sesudah sekarang."
    if unfit:
        raise Refused(content_refusal(unfit))
    extension = WindowExtension.objects.create(
        window=window, closes_at=closes_at, reason=text.clean(reason, lines=False), by=by, **office
    )
    holder = str(next(iter(office.values()), "semua kantor"))
    said = f"diperpanjang sampai {long_moment(closes_at)} untuk {holder}. Alasan: {extension.reason}"
    _record(window, by, said, office=office)
    return extension


@transaction.atomic
def reschedule(
    *, window: StageWindow, opens_at: datetime, closes_at: datetime, reason: str, by
) -> StageWindow:
    """Other opening and closing times of a stage for everybody; a window without a row is opened. Raises Refused."""
    window = _lock(window, by)
    before = (window.opens_at, window.closes_at) if window.pk else None
    unfit = _check_reason(reason)
    if closes_at <= opens_at:
        unfit["closes_at"] = "Waktu tutup harus sesudah waktu buka."
    elif (opens_at, closes_at) == before:
        unfit["closes_at"] = "Jadwal ini sama dengan yang berlaku. Ubah waktunya, atau batalkan."
    if unfit:
        raise Refused(content_refusal(unfit))
    window.opens_at, window.closes_at = opens_at, closes_at
    window.save()
    was = f"diubah dari {_span(*before)} menjadi" if before else "diatur"
    said = f"{was} {_span(opens_at, closes_at)}. Alasan: {text.clean(reason, lines=False)}"
    _record(window, by, said)
    return window


@transaction.atomic
def close_now(*, window: StageWindow, reason: str, by) -> StageWindow:
    """Close an open stage for everybody at this moment; extensions in force end with it. Raises Refused.

    What began up to five minutes later still counts, as after every closing.
    """
    window, now = _lock(window, by), clock.now()
    unfit = _check_reason(reason)
    still_open = [e for e in window.extensions.filter(ended_at=None) if e.closes_at > now]
    if not window.opens_at < now or (window.closes_at <= now and not still_open):
        raise Refused(Refusal(409, "window", "Tahap ini sedang tidak dibuka, jadi tidak bisa ditutup."))
    if unfit:
        raise Refused(content_refusal(unfit))
    window.extensions.filter(pk__in=[extension.pk for extension in still_open]).update(ended_at=now)
    window.closes_at = min(window.closes_at, now)
    window.save(update_fields=["closes_at"])
    _record(window, by, f"ditutup {long_moment(now)}. Alasan: {text.clean(reason, lines=False)}")
    return window


def read_log(cycle) -> list[LogEntry]:
    """What was changed in the calendar of this cycle, newest first."""
    keys = [str(key) for key in StageWindow.objects.filter(cycle=cycle).values_list("pk", flat=True)]
    kind = ContentType.objects.get_for_model(StageWindow)
    entries = LogEntry.objects.filter(content_type=kind, object_id__in=keys, action_flag=CHANGE)
    return list(entries.select_related("user").order_by("-action_time")[:50])


def _closing_in_force(window: StageWindow, office: dict) -> datetime:
    """Until when the stage is open for this office already."""
    keys = {name: holder.pk for name, holder in office.items()}
    if "kelurahan" in office:
        keys["kecamatan"] = office["kelurahan"].kecamatan_id
    return Windows(window.cycle).of_stage(window.stage, clock.now(), **keys).closes_at


def _span(opens_at: datetime, closes_at: datetime) -> str:
    return f"{long_moment(opens_at)} sampai {long_moment(closes_at)}"


def _lock(window: StageWindow, by) -> StageWindow:
    """The window as it stands, locked; refused for others than Bappeda's administrators and after publication."""
    if not any(standing.role == "bappeda_admin" for standing in standings(by)):
        raise Refused(Refusal(403, "role", "Jadwal hanya diubah oleh Admin Bappeda."))
    cycle = PlanningCycle.objects.select_for_update().get(pk=window.cycle_id)  # one change after the other
    window = StageWindow.objects.filter(cycle=cycle, stage=window.stage).first() or window
    window.cycle = cycle
    if window.cycle.closed_at:
        raise Refused(
            Refusal(
                409,
                "closed",
                f"Tahun perencanaan {window.cycle} sudah ditutup. Jadwalnya tidak berubah lagi.",
            )
        )
    return window


def _check_reason(reason) -> dict[str, str]:
    try:
        cleaned = text.clean(str(reason or ""), longest=LONGEST_REASON, lines=False)
    except text.UnfitText as unfit:
        return {"reason": str(unfit)}
    return {} if cleaned else {"reason": "Tulis alasannya; alasan ini dibaca semua kantor."}


def _record(window: StageWindow, by, said: str, *, office: dict | None = None) -> None:
    """Log the change and leave the news for the offices of the stage."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(StageWindow),
        object_id=str(window.pk),
        object_repr=str(window)[:200],
        action_flag=CHANGE,
        change_message=f"{said[0].upper()}{said[1:]}",
        action_time=clock.now(),
    )
    training = "Latihan. " if window.cycle.is_training else ""
    news = {
        "window": window.pk,
        "office": {name: holder.pk for name, holder in (office or {}).items()},
        "by": by.pk,
        "text": f"{training}Jadwal tahap {workflow.STAGES[window.stage].label} {said}",
    }
    post(kind="proposals.schedule", payloads=[news])
