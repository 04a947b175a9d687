"""What goes into a package: which workbooks under which names, in whose eyes, and which berita acara."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from accounts.roles import KECAMATAN
from proposals.minutes import read
from proposals.models import Forum
from regions.models import Kecamatan
from reports.declaration import Report, Version
from reports.layouts import rekap_kecamatan, rekap_kelurahan
from reports.models import Package
from reports.registry import REPORTS
from reports.scope import WHOLE_CITY
from reports.viewer import SYSTEM, as_kecamatan, roles_of

UNFIT = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')
LONGEST = 120  # characters of a name; with its folder it stays below what Windows opens
PLACES = ("kelurahan", "kecamatan", "office")  # versions that choose whose list it is


@dataclass(frozen=True, slots=True)
class Entry:
    """One workbook. `name` is its path in the zip without ending; `optional`: left out while it has no rows.

    `narrowed`: for one office, so tables that filters do not narrow stay out.
    """

    name: str
    report: Report
    params: dict[str, str]
    viewer: Any
    optional: bool = False
    narrowed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The files of one office: `kecamatan` is None for what belongs to the whole city. `folder` ends with a slash."""

    folder: str
    viewer: Any
    kecamatan: Kecamatan | None = None

    @property
    def place(self) -> str:
        return f"Kecamatan {self.kecamatan.name}" if self.kecamatan else WHOLE_CITY


def list_entries(package: Package) -> list[Entry]:
    """The workbooks of a package, in the order of their folders; no two of one name."""
    if package.contents == Package.Contents.RECAP:
        return list(_list_recaps(package))
    return [entry for part in _list_parts(package) for entry in _list_reports(package, part)]


def list_minutes(package: Package) -> list[tuple[str, Forum]]:
    """(path in the zip without ending, forum) of every berita acara that was issued and belongs into it."""
    if package.contents == Package.Contents.RECAP:
        return []
    found = []
    for part in _list_parts(package):
        issued = Forum.objects.visible_to(part.viewer).filter(cycle=package.cycle, issued_at__isnull=False)
        if part.kecamatan:
            issued = issued.filter(Q(kecamatan=part.kecamatan) | Q(kelurahan__kecamatan=part.kecamatan))
        else:
            issued = issued.filter(kecamatan=None, kelurahan=None)
        for forum in issued.order_by("level", "number"):
            found.append(
                (f"{part.folder}{name_file('Berita acara', read(forum).forum, forum.number)}", forum)
            )
    return found


def name_file(*words: str) -> str:
    """A file name for people that every system takes, without ending."""
    return UNFIT.sub("-", " ".join(words)).strip(" .")[:LONGEST]


def _list_recaps(package: Package) -> Iterator[Entry]:
    """The recap of the city by kecamatan, and of each kecamatan by kelurahan."""
    cycle = package.cycle
    yield Entry(
        name_file("Rekap", WHOLE_CITY, str(cycle)), rekap_kecamatan.REPORT, {"cycle": cycle.slug}, SYSTEM
    )
    for kecamatan in Kecamatan.objects.order_by("code"):
        name = name_file("Rekap Kecamatan", kecamatan.name, str(cycle))
        yield Entry(name, rekap_kelurahan.REPORT, {"cycle": cycle.slug, "kecamatan": kecamatan.code}, SYSTEM)


def _list_parts(package: Package) -> list[Part]:
    if package.kecamatan:
        return [Part("", as_kecamatan(package.kecamatan), package.kecamatan)]
    below = [
        Part(f"{name_file('Kecamatan', one.name)}/", SYSTEM, one)
        for one in Kecamatan.objects.order_by("code")
    ]
    return [Part(f"{WHOLE_CITY}/", SYSTEM), *below]


def _list_reports(package: Package, part: Part) -> Iterator[Entry]:
    """Every report that the office's people may open, one of each version."""
    roles = frozenset(KECAMATAN) if part.kecamatan else roles_of(part.viewer)
    for report in REPORTS.values():
        if not roles & report.roles:
            continue
        params = {"cycle": package.cycle.slug}
        if part.kecamatan and any(narrowing.key == "kecamatan" for narrowing in report.filters):
            params["kecamatan"] = part.kecamatan.code
        versions = [version for version in report.versions if version.every]
        for chosen, labels in _expand(versions, part, params):
            words = [report.title, *labels]
            if not any(version.key in PLACES for version in versions):
                words.append(part.place)
            yield Entry(
                f"{part.folder}{name_file(' - '.join(words), str(package.cycle))}",
                report,
                chosen,
                part.viewer,
                optional=bool(versions),
                narrowed=part.kecamatan is not None,
            )


def _expand(
    versions: list[Version], part: Part, params: dict[str, str], labels: tuple[str, ...] = ()
) -> Iterator[tuple[dict[str, str], tuple[str, ...]]]:
    """(parameters, labels) of each choice of each version that belongs to the part."""
    if not versions:
        yield params, labels
        return
    version, *rest = versions
    for value, label in version.list_choices(part.viewer, params):
        if version.key not in PLACES or _belongs(part, params.get("level", version.key), value):
            yield from _expand(rest, part, params | {version.key: value}, (*labels, label))


def _belongs(part: Part, kind: str, code: str) -> bool:
    """Whether the list of this office stands in this folder: those of agencies stand in the city's."""
    if kind == "agency" or part.kecamatan is None:
        return kind == "agency" and part.kecamatan is None
    return code == part.kecamatan.code or code.startswith(f"{part.kecamatan.code}.")


def narrow(report: Report) -> Report:
    """Without the tables beside the list that say something about everybody."""
    return replace(report, sheets=tuple(sheet for sheet in report.sheets if sheet.narrowed))
