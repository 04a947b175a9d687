"""Changing the calendar of a cycle: other opening and closing times, or more time for all or for one office.

An extension keeps the first closing time beside it; both kinds need a reason, which is logged and shown.
"""

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.offices import standings
from proposals import clock, text
from proposals.models import StageWindow, WindowExtension
from proposals.refusals import Refusal, Refused
from proposals.refusals import content as content_refusal
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
    if closes_at <= window.closes_at:
        unfit["closes_at"] = (
            f"Perpanjangan harus sesudah {long_moment(window.closes_at)}, waktu tutup yang berlaku."
        )
    elif closes_at <= clock.now():
        unfit["closes_at"] = "Perpanjangan harus sesudah sekarang."
    if unfit:
        raise Refused(content_refusal(unfit))
    extension = WindowExtension.objects.create(
        window=window, closes_at=closes_at, reason=text.clean(reason, lines=False), by=by, **office
    )
    holder = str(next(iter(office.values()), "semua kantor"))
    _log(
        window, by, f"Diperpanjang sampai {long_moment(closes_at)} untuk {holder}. Alasan: {extension.reason}"
    )
    return extension


@transaction.atomic
def reschedule(
    *, window: StageWindow, opens_at: datetime, closes_at: datetime, reason: str, by
) -> StageWindow:
    """Other opening and closing times of a stage for everybody. Raises Refused."""
    window = _lock(window, by)
    unfit = _check_reason(reason)
    if closes_at <= opens_at:
        unfit["closes_at"] = "Waktu tutup harus sesudah waktu buka."
    elif (opens_at, closes_at) == (window.opens_at, window.closes_at):
        unfit["closes_at"] = "Jadwal ini sama dengan yang berlaku. Ubah waktunya, atau batalkan."
    if unfit:
        raise Refused(content_refusal(unfit))
    before = f"{long_moment(window.opens_at)} sampai {long_moment(window.closes_at)}"
    window.opens_at, window.closes_at = opens_at, closes_at
    window.save(update_fields=["opens_at", "closes_at"])
    after = f"{long_moment(opens_at)} sampai {long_moment(closes_at)}"
    _log(
        window, by, f"Jadwal diubah dari {before} menjadi {after}. Alasan: {text.clean(reason, lines=False)}"
    )
    return window


def read_log(cycle) -> list[LogEntry]:
    """What was changed in the calendar of this cycle, newest first."""
    keys = [str(key) for key in StageWindow.objects.filter(cycle=cycle).values_list("pk", flat=True)]
    kind = ContentType.objects.get_for_model(StageWindow)
    entries = LogEntry.objects.filter(content_type=kind, object_id__in=keys, action_flag=CHANGE)
    return list(entries.select_related("user").order_by("-action_time")[:50])


def _lock(window: StageWindow, by) -> StageWindow:
    """The window as it stands, locked; refused for others than Bappeda's administrators and after publication."""
    if not any(standing.role == "bappeda_admin" for standing in standings(by)):
        raise Refused(Refusal(403, "role", "Jadwal hanya diubah oleh Admin Bappeda."))
    window = StageWindow.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=window.pk)
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


def _log(window: StageWindow, by, message: str) -> None:
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(StageWindow),
        object_id=str(window.pk),
        object_repr=str(window)[:200],
        action_flag=CHANGE,
        change_message=message,
        action_time=clock.now(),
    )
