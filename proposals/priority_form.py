"""Form T-D.4, the kecamatan's priorities: what it says of a proposal, and one table for each agency."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from proposals.models import Proposal
from regions.models import Nomenclature


@dataclass(slots=True)
class AgencyTable:
    """The agreed proposals that one agency would carry out; a line keeps its number in the kecamatan's list."""

    agency: str
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def budget(self) -> int:
        """Whole rupiah."""
        return sum(line["budget"] or 0 for line in self.lines)


def find_programs(planning_year: int) -> dict[str, str]:
    """The programmes of the year by code."""
    programs = Nomenclature.objects.filter(planning_year=planning_year, level=Nomenclature.Level.PROGRAM)
    return dict(programs.values_list("code", "name"))


def describe(row: Proposal, programs: dict[str, str]) -> dict[str, str]:
    """The columns of the form that no other list has."""
    priority = row.rkpd_priority
    return {
        "priority": priority.priority if priority else "–",
        "target": priority.target if priority else "–",
        "program": _find_program(row, programs),
        "output": row.expected_output or "–",
        "village": row.kelurahan.name if row.kelurahan else "–",
    }


def say_program(code: str, programs: dict[str, str]) -> str:
    """Code and name of the programme that a sub kegiatan belongs to."""
    code = ".".join(code.split(".")[:3])
    return f"{code} {programs[code]}" if code in programs else code


def group(lines: Iterable[dict[str, Any]]) -> list[AgencyTable]:
    """One table per agency, in the order in which they first stand in the list."""
    tables: dict[str, AgencyTable] = {}
    for line in lines:
        tables.setdefault(line["agency"], AgencyTable(line["agency"])).lines.append(line)
    return list(tables.values())


def _find_program(row: Proposal, programs: dict[str, str]) -> str:
    """By the code of the sub kegiatan: that of the agency's check, before it that of the catalogue."""
    item = row.catalogue_item
    sub_kegiatan = row.current_sub_kegiatan or (item.sub_kegiatan if item else None)
    return say_program(sub_kegiatan.code, programs) if sub_kegiatan else "–"
