"""When an office is reminded of a deadline, and in which words: plain values in, sentences out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from regions.indonesian import duration, long_moment

DISTANCES = (1, 3)  # days before the stage closes
ALMOST = timedelta(hours=12)  # from here on the hours are said


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an office has to send before its stage closes, as numbers of proposals."""

    incomplete: int = 0
    complete: int = 0
    awaiting: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.incomplete or self.complete or self.awaiting)


@dataclass(frozen=True, slots=True)
class Words:
    """One reminder: the subject and the text of the mail, and the sentence of the notification."""

    subject: str
    text: str
    sentence: str


def find_distance(left: timedelta) -> int | None:
    """Which of the reminders is due so long before the end: the nearest one; None while it is too early or over."""
    if left <= timedelta(0):
        return None
    return next((days for days in DISTANCES if left <= timedelta(days=days)), None)


def say_closing(waiting: Waiting, *, office: str, cycle: str, closes_at: datetime, now: datetime) -> Words:
    """The stage of the kelurahan ends; `cycle` is "" or "Latihan 2021"."""
    left = say_left(closes_at - now)
    mark = f"[{cycle}] " if cycle else ""
    parts = _list_waiting(waiting)
    closing = f"Tahap kelurahan ditutup {left} lagi, {long_moment(closes_at)}."
    counts = ", ".join(count for count, _ in parts)
    return Words(
        subject=f"{mark}Tahap kelurahan ditutup {left} lagi",
        text=_write(office, closing, "Yang belum sampai ke kecamatan:", parts),
        sentence=f"{mark}{closing} Belum sampai ke kecamatan: {counts}. Kirim sebelum ditutup.",
    )


def say_repair(count: int, *, office: str, cycle: str, until: datetime) -> Words:
    """The time to repair what was returned ends."""
    mark = f"[{cycle}] " if cycle else ""
    ending = f"{count} usulan harus diperbaiki sebelum {long_moment(until)}."
    what = "Perbaiki isiannya, lalu Lurah mengirimkannya ulang."
    return Words(
        subject=f"{mark}{count} usulan harus segera diperbaiki",
        text=f"Yth. petugas Kelurahan {office},\n\n{ending}\n{what}\n"
        "Bila tidak diperbaiki, usulan kembali diproses dengan isian yang lama.",
        sentence=f"{mark}{ending} {what}",
    )


def say_left(left: timedelta) -> str:
    """Time left, rounded up to days: "3 hari"; in the last half day "5 jam 10 menit"."""
    if left <= ALMOST:
        return duration(left.total_seconds())
    return f"{ceil(left / timedelta(days=1))} hari"


def _list_waiting(waiting: Waiting) -> list[tuple[str, str]]:
    """(how many of what, what to do) for each kind that there is."""
    kinds = (
        (waiting.incomplete, "draf belum lengkap", "lengkapi isiannya, lalu ajukan ke Lurah"),
        (waiting.complete, "draf siap diajukan", "ajukan ke Lurah"),
        (waiting.awaiting, "usulan menunggu Lurah", "Lurah memeriksa dan meneruskannya ke kecamatan"),
    )
    return [(f"{count} {what}", todo) for count, what, todo in kinds if count]


def _write(office: str, opening: str, heading: str, parts: list[tuple[str, str]]) -> str:
    lines = "\n".join(f"- {count}: {todo}." for count, todo in parts)
    return f"Yth. petugas Kelurahan {office},\n\n{opening}\n\n{heading}\n{lines}"
