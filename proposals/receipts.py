"""A receipt: the printed form of one event, with the facts as they stood then, its hash, and a code to scan."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import segno
from django.utils import timezone
from django.utils.safestring import mark_safe

from accounts.roles import ROLES
from proposals import workflow
from proposals.levels import show
from proposals.models import Attachment, Event, Proposal
from proposals.services.history import chain
from proposals.turns import name_turn
from proposals.windows import Windows
from regions.indonesian import MONTHS, decimal, long_date, spell
from regions.models import Agency

# The acts for which the sender is given a receipt, and what it is called.
GIVEN_FOR = {
    "submit": "Tanda Terima Usulan",
    "endorse": "Tanda Terima Penerusan",
    "register": "Tanda Terima Usulan",
    "forward": "Tanda Terima Penerusan",
    "resubmit": "Tanda Terima Perbaikan",
}
# Other acts can be printed too, as an extract of the record; these are too small for paper.
TOO_SMALL = ("create", "edit", "attach", "mark")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the page prints. `facts` are (label, value, second line)."""

    event: Event
    title: str
    office: str
    author: str
    person: str
    facts: list[tuple[str, str, str]]
    next_steps: str
    day: str  # "Selasa, 28 Januari 2020"
    clock: str
    date: str  # "28 Januari 2020"

    @property
    def reference(self) -> str:
        return self.event.proposal.reference


def find_event(proposal: Proposal, *, seq: int | None = None) -> Event | None:
    """The event with this number, or the latest for which a receipt is given; None when nothing can be printed."""
    if not proposal.reference:
        return None
    events = proposal.events.select_related("by").exclude(action__in=TOO_SMALL)
    if seq is None:
        return events.filter(action__in=GIVEN_FOR).order_by("-seq").first()
    return events.filter(seq=seq).first()


def write(event: Event, proposal: Proposal) -> Receipt:
    """The receipt of an event of this proposal (loaded with its names)."""
    content = json.loads(event.content)
    stated = _values_at(proposal, event.seq) | {
        name.removeprefix("current_"): value for name, value in content["current"].items()
    }
    moment = timezone.localtime(event.at)
    return Receipt(
        event=event,
        title=GIVEN_FOR.get(event.action, "Kutipan Catatan Usulan"),
        office=_letterhead(proposal),
        author=tell_author(content),
        person=event.by.full_name if event.by else "",
        facts=_facts(event, proposal, stated, content),
        next_steps=tell_next(event, proposal, Windows(proposal.cycle)),
        day=long_date(moment),
        clock=f"{moment:%H.%M.%S} WIB",
        date=long_date(moment).split(", ")[1],
    )


def draw_code(address: str, *, reference: str, sha256: str):
    """The QR code of the check page's address, as an SVG to stand in the page."""
    code = segno.make(f"{address}?{urlencode({'nomor': reference, 'sidik': sha256})}", error="m", micro=False)
    svg = code.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None)
    named = svg.replace("<svg ", '<svg role="img" aria-label="Kode QR ke halaman Periksa keaslian" ', 1)
    return mark_safe(named)  # noqa: S308 (drawn here; the address is only modules of the code)


def is_genuine(*, reference: str, sha256: str) -> bool:
    """Whether the record holds an event of this proposal with this hash, and its content still gives that hash."""
    event = Event.objects.filter(sha256=sha256, proposal__reference=reference).first()
    if event is None or chain(event.previous, event.content) != sha256:
        return False
    return json.loads(event.content).get("reference") == reference


def tell_author(content: dict) -> str:
    """In whose name: "Lurah, Kelurahan Batujaya", with Plh. or Plt. in front and the letter behind."""
    role = ROLES[content["role"]].label if content.get("role") in ROLES else "Sistem"
    capacity = f"{content['capacity']} " if content.get("capacity") else ""
    letter = f" (surat nomor {content['letter']})" if content.get("letter") else ""
    return f"{capacity}{role}{letter}, {content['office']}" if content.get("role") else "Sistem"


def tell_next(event: Event, proposal: Proposal, windows: Windows) -> str:
    """What happens after this event, with the days of the stage."""
    status = workflow.STATUSES[event.status]
    if status.final:
        return f"Usulan ini selesai dengan status {status.label}. Alasannya tertulis di halaman usulan."
    if event.status == "revision":
        return "Usulan diperbaiki sampai batas yang tertulis, lalu dikirim ulang."
    if event.status == "draft":
        return "Usulan dilengkapi, lalu diajukan ke lurah."
    who = name_turn(_as_then(proposal, event))
    days = _tell_days(windows.of_stage(status.stage, event.at)) if status.stage else ""
    act = {"awaiting_lurah": "memeriksa dan meneruskan usulan ke kecamatan"}.get(
        event.status, "memeriksa usulan"
    )
    first = (
        f"{who[0].upper()}{who[1:]} {act}{days}."
        if event.status != "scoring"
        else f"Bappeda menilai usulan{days}."
    )
    repair = (
        f"Bila dikembalikan, pengusul mendapat {proposal.cycle.repair_days} hari kerja untuk memperbaiki."
    )
    return f"{first} {repair} Bila ditolak, alasannya tertulis."


def _facts(
    event: Event, proposal: Proposal, stated: dict[str, Any], content: dict
) -> list[tuple[str, str, str]]:
    budget = stated.get("budget")
    agency = stated.get("agency")
    agency_name = Agency.objects.filter(code=agency).values_list("name", flat=True).first() if agency else ""
    volume = (
        f"{decimal(Decimal(stated['volume']))} {stated.get('unit', '')}".strip()
        if stated.get("volume")
        else "–"
    )
    households, people = stated.get("households"), stated.get("people")
    reached = [f"{households} KK" if households else "", f"{people} jiwa" if people else ""]
    facts = [
        ("Usulan", stated.get("title") or proposal.title, ""),
        ("Lokasi", _address(stated, proposal), ""),
        ("Volume", volume, ""),
        ("Anggaran", show("budget", budget), f"{spell(budget)} rupiah" if budget is not None else ""),
        ("Perangkat Daerah", agency_name or "–", ""),
        ("Penerima manfaat", ", ".join(part for part in reached if part) or "–", ""),
        ("Lampiran", _count_files(proposal, event.at), ""),
    ]
    if event.action == "endorse" and proposal.kelurahan_order:
        among = Proposal.objects.filter(
            cycle=proposal.cycle_id, kelurahan=proposal.kelurahan_id, kelurahan_order__isnull=False
        ).count()
        facts.append(("Urutan kelurahan", f"{proposal.kelurahan_order} dari {among}, saat dicetak", ""))
    person = event.by.full_name if event.by else ""
    facts.append((workflow.ACTIONS[event.action].done, f"oleh {tell_author(content)}", person))
    return facts


def _values_at(proposal: Proposal, seq: int) -> dict[str, Any]:
    """What the form said at that event: the row, overwritten by the values told in the events up to it."""
    names = ("title", "street", "rt", "rw", "unit", "people", "proposer")
    stated = {name: getattr(proposal, name) for name in names}
    written = Event.objects.filter(proposal=proposal, seq__lte=seq, action__in=("create", "edit")).order_by(
        "seq"
    )
    for text in written.values_list("content", flat=True):
        told = json.loads(text)["data"].get("values", {})
        stated |= {name: told[name] for name in names if name in told}
    return stated


def _as_then(proposal: Proposal, event: Event) -> Proposal:
    """The proposal with the status of the event, for asking whose turn it then was."""
    ghost = Proposal(status=event.status, source=proposal.source)
    ghost.kelurahan, ghost.kecamatan = proposal.kelurahan, proposal.kecamatan
    ghost.current_agency = proposal.current_agency
    return ghost


def _letterhead(proposal: Proposal) -> str:
    if proposal.source == "pokir":
        return "Bappeda"
    parts = [f"Kecamatan {proposal.kecamatan.name}"]
    if proposal.kelurahan and proposal.source == "musrenbang":
        parts.append(f"Kelurahan {proposal.kelurahan.name}")
    return ", ".join(parts)


def _address(stated: dict[str, Any], proposal: Proposal) -> str:
    numbers = [f"{label} {stated[name]}" for label, name in (("RT", "rt"), ("RW", "rw")) if stated.get(name)]
    street = " ".join([*([stated["street"]] if stated.get("street") else []), *numbers])
    around = [
        f"Kelurahan {proposal.kelurahan.name}" if proposal.kelurahan else "",
        f"Kecamatan {proposal.kecamatan.name}",
    ]
    return ", ".join(part for part in [street, *around] if part)


def _count_files(proposal: Proposal, at: datetime) -> str:
    files: Sequence[Attachment] = proposal.attachments.filter(at__lte=at)
    there = [a for a in files if a.removed_at is None or a.removed_at > at]
    photos = sum(a.kind == Attachment.Kind.PHOTO for a in there)
    parts = [
        f"{photos} foto" if photos else "",
        f"{len(there) - photos} dokumen" if len(there) > photos else "",
    ]
    return ", ".join(part for part in parts if part) or "tidak ada"


def _tell_days(opening) -> str:
    """As in " tanggal 3–14 Februari 2020"."""
    if not opening.opens_at or not opening.closes_at:
        return ""
    first, last = timezone.localtime(opening.opens_at), timezone.localtime(opening.closes_at)
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f" tanggal {first.day}–{end}"
    year = f" {first.year}" if first.year != last.year else ""
    return f" tanggal {first.day} {MONTHS[first.month - 1]}{year} sampai {end}"
