"""The berita acara of a musrenbang: what is frozen when it is issued, its hash, and how it is read for print.

The content is one canonical text, as with an event. Paper and PDF are made from that text alone, so that they are the
same whenever they are made again, whatever has happened to the proposals since.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from proposals import priority_form
from proposals.models import Field, Forum, Proposal
from proposals.services.history import canonical
from regions.indonesian import decimal

# The shape of the content; a later shape gets a later number.
FORM, FORM_KECAMATAN, FORM_OPD = "berita-acara/1", "berita-acara-kecamatan/1", "berita-acara-opd/1"
FORMS = {
    Forum.Level.KELURAHAN: FORM,
    Forum.Level.KECAMATAN: FORM_KECAMATAN,
    Forum.Level.OPD: FORM_OPD,
}
NUMBER = re.compile(r"^(L-)?\d{4}-BA-(OPD-[A-Z0-9.]{2,20}|\d\d\.\d\d\.\d\d(\.\d{4})?)-\d{4,}\Z")
GROUPS = {
    "kelurahan": "Perangkat kelurahan",
    "rt_rw": "Ketua RT dan RW",
    "lpm": "LPM",
    "pkk": "PKK dan Posyandu",
    "karang_taruna": "Karang Taruna dan pemuda",
    "tokoh": "Tokoh agama dan masyarakat",
    "perempuan": "Kelompok perempuan",
    "disabilitas": "Penyandang disabilitas dan lansia",
    "pemerintah": "Kecamatan dan Perangkat Daerah",
    "lainnya": "Lainnya",
}


def draw_up(
    forum: Forum,
    *,
    agreed: Sequence[Proposal],
    not_agreed: Sequence[tuple[Proposal, str]],
    fields: dict[str, str] | None = None,
    programs: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Everything that a berita acara says, but its number and who issued it. `not_agreed` carry their reasons.

    `fields` are the names of the bidang by code, `programs` those of the programmes; asked for when not given.
    """
    names = Field.objects.in_bulk(field_name="code") if fields is None and forum.sessions else {}
    names = fields or {code: field.name for code, field in names.items()}
    form, office = FORMS[forum.level], forum.kelurahan
    kecamatan = office.kecamatan if office else forum.kecamatan
    if form == FORM_KECAMATAN and programs is None:
        programs = priority_form.find_programs(forum.cycle.planning_year)
    return {
        "form": form,
        "level": forum.level,
        "cycle": forum.cycle.slug,
        "planning_year": forum.cycle.planning_year,
        "kelurahan": {"code": office.code, "name": office.name} if office else None,
        "kecamatan": {"code": kecamatan.code, "name": kecamatan.name} if kecamatan else None,
        **({"agency": {"code": forum.agency.code, "name": forum.agency.name}} if forum.agency else {}),
        "held_on": _write(forum.held_on),
        "starts_at": _write(forum.starts_at),
        "ends_at": _write(forum.ends_at),
        "place": forum.place,
        "chair": forum.chair,
        "speakers": forum.speakers,
        "attendance": [
            {"group": label, "men": forum.attendance[key][0], "women": forum.attendance[key][1]}
            for key, label in GROUPS.items()
            if any(forum.attendance.get(key, ()))
        ],
        "sessions": [
            {"field": names.get(code, code), "result": text} for code, text in forum.sessions.items() if text
        ],
        "participants": forum.participants,
        "agreed": [_snapshot(row, number, form, programs) for number, row in enumerate(agreed, start=1)],
        "not_agreed": [
            {**_snapshot(row, number, form, programs), "reason": reason}
            for number, (row, reason) in enumerate(not_agreed, start=1)
        ],
    }


def seal(forum: Forum, content: dict[str, Any], *, number: str, at: datetime, by, standing) -> None:
    """Put the last words into the record and close it; the caller saves it, once."""
    content = content | {
        "number": number,
        "issued_at": at,
        "issued_by": {
            "username": by.username,
            "name": by.full_name,
            "role": standing.role,
            "capacity": standing.capacity,
        },
    }
    forum.content = canonical(content)
    forum.sha256 = digest(forum.content)
    forum.number, forum.issued_at, forum.issued_by = number, at, by
    forum.agreed, forum.not_agreed = content["agreed"], content["not_agreed"]


def digest(content: str | dict[str, Any]) -> str:
    """The sha256 of the canonical text."""
    text = content if isinstance(content, str) else canonical(content)
    return hashlib.sha256(text.encode()).hexdigest()


def is_genuine(*, number: str, sha256: str) -> bool:
    """Whether this berita acara was issued with this hash, and its content still gives that hash."""
    forum = Forum.objects.filter(number=number, sha256=sha256).only("content").first()
    return forum is not None and digest(forum.content) == sha256


@dataclass(frozen=True, slots=True)
class Paper:
    """A berita acara as its templates print it, read from the content; `number` is empty while it is a draft."""

    said: dict[str, Any]
    sha256: str = ""

    @property
    def number(self) -> str:
        return self.said.get("number", "")

    @property
    def is_kecamatan(self) -> bool:
        return self.said["level"] == Forum.Level.KECAMATAN

    @property
    def is_opd(self) -> bool:
        return self.said["level"] == Forum.Level.OPD

    @property
    def place(self) -> str:
        """The office whose forum it was, in the words of the title."""
        said = self.said
        if self.is_opd:
            return said["agency"]["name"]
        if self.is_kecamatan:
            return f"Kecamatan {said['kecamatan']['name']}"
        return f"Kelurahan {said['kelurahan']['name']}"

    @property
    def forum(self) -> str:
        return f"{'Forum Perangkat Daerah' if self.is_opd else 'Musrenbang'} {self.place}"

    @property
    def issuing(self) -> str:
        """The office of the one who signs."""
        if self.is_opd:
            return f"Verifikator {self.place}"
        return f"{'Camat' if self.is_kecamatan else 'Lurah'} {self.town}"

    @property
    def town(self) -> str:
        """Where it was signed."""
        if self.is_opd:
            return "Tangerang"
        return self.said["kecamatan" if self.is_kecamatan else "kelurahan"]["name"]

    @property
    def agencies(self) -> list[priority_form.AgencyTable]:
        """Form T-D.4: the agreed list, one table per agency."""
        return priority_form.group(self.said["agreed"])

    @property
    def is_training(self) -> bool:
        return self.said["cycle"].startswith("latihan-")

    @property
    def held_on(self) -> date | None:
        return date.fromisoformat(self.said["held_on"]) if self.said["held_on"] else None

    @property
    def hours(self) -> str:
        """As in "09.00 sampai 12.30 WIB"."""
        times = [self.said[name].replace(":", ".") for name in ("starts_at", "ends_at") if self.said[name]]
        return f"{' sampai '.join(times)} WIB" if times else ""

    @property
    def issued_at(self) -> datetime | None:
        return datetime.fromisoformat(self.said["issued_at"]) if self.number else None

    @property
    def men(self) -> int:
        return sum(group["men"] for group in self.said["attendance"])

    @property
    def women(self) -> int:
        return sum(group["women"] for group in self.said["attendance"])

    @property
    def present(self) -> int:
        return self.men + self.women

    @property
    def budget(self) -> int:
        """What the agreed list costs, in whole rupiah."""
        return sum(row["budget"] or 0 for row in self.said["agreed"])

    @property
    def issuer(self) -> dict[str, str]:
        return self.said.get("issued_by", {})


def read(forum: Forum) -> Paper:
    """The paper of an issued berita acara."""
    return Paper(json.loads(forum.content), forum.sha256)


def find_faults(cycle=None) -> Iterator[str]:
    """One sentence per issued berita acara that is not what was sealed."""
    issued = Forum.objects.filter(issued_at__isnull=False).order_by("pk")
    for forum in (issued.filter(cycle=cycle) if cycle is not None else issued).iterator(chunk_size=50):
        if digest(forum.content) != forum.sha256:
            yield f"{forum.number}: sidik berita acara tidak cocok."
            continue
        said = json.loads(forum.content)
        columns = {"number": forum.number, "agreed": forum.agreed, "not_agreed": forum.not_agreed}
        if columns != {name: said[name] for name in columns} or said["participants"] != forum.participants:
            yield f"{forum.number}: berita acara tidak sama dengan isinya."


def _snapshot(row: Proposal, number: int, form: str, programs: dict[str, str] | None) -> dict[str, Any]:
    """One proposal as Lampiran II and III print it, by the values that count; the kecamatan's with form T-D.4."""
    volume = f"{decimal(row.current_volume)} {row.unit}".strip() if row.current_volume is not None else "–"
    said = {
        "no": number,
        "uuid": str(row.uuid),
        "reference": row.reference or "",
        "field": row.field.name if row.field else "–",
        "problem": row.problem,
        "title": row.title,
        "location": row.address or "–",
        "volume": volume,
        "budget": row.current_budget,
        "agency": row.current_agency.name if row.current_agency else "–",
    }
    if form == FORM_KECAMATAN:
        return said | priority_form.describe(row, programs)
    if form == FORM_OPD:
        place = f"{row.kelurahan.name}, " if row.kelurahan else ""
        return said | {"village": f"{place}Kec. {row.kecamatan.name}"}
    return said


def _write(value: date | time | None) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if value else ""
