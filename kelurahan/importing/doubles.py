"""What the preview points out of likely doubles: proposals that are there already, and rows of the same sheet."""

from collections.abc import Mapping, Sequence

from kelurahan.importing.drawing import Line
from kelurahan.models import ImportFile, ImportRow
from proposals import twins
from proposals.duplicates import Candidate, Known, Subject

MOST_ROWS = 1000  # of one sheet that are compared with one another
SHOWN = 2  # of each kind at one row
Verdict = ImportRow.Verdict


def point_out(lines: Sequence[Line], *, file: ImportFile, user) -> Sequence[Line]:
    """The lines of a page with a note for each likely double; four queries whatever the page holds."""
    subjects = {
        line.row.number: _describe(line.row.values)
        for line in lines
        if line.row.verdict in (Verdict.GOOD, Verdict.BAD) and line.row.values.get("title")
    }
    if not subjects:
        return lines
    there = twins.find_for_many(user, cycle=file.cycle, kelurahan_id=file.kelurahan_id, subjects=subjects)
    here = _read_sheet(file)
    for line in lines:
        number = line.row.number
        if number not in subjects:
            continue
        line.notes += [_say_there(twin) for twin in there[number][:SHOWN]]
        found = here.find_twins(subjects[number], but=number, most=SHOWN)
        line.notes += [f"Mirip baris {twin.key} lembar ini: {twin.reason}." for twin in found]
    return lines


def _read_sheet(file: ImportFile) -> Known:
    rows = file.rows.filter(verdict__in=[Verdict.GOOD, Verdict.BAD]).values_list("number", "values")
    return Known([Candidate(number, _describe(values)) for number, values in rows[:MOST_ROWS]])


def _say_there(twin: twins.Shown) -> str:
    year = f" tahun {twin.year}, belum didanai" if twin.year else ""
    return f"Mungkin sudah ada{year}: {twin.title} ({twin.reference or 'draf'}), {twin.reason}."


def _describe(values: Mapping[str, str]) -> Subject:
    return Subject(
        title=str(values.get("title", "")),
        street=str(values.get("street", "")),
        rw=str(values.get("rw", "")),
        latitude=_read_degrees(values.get("latitude")),
        longitude=_read_degrees(values.get("longitude")),
        item=str(values.get("catalogue_item", "")),
    )


def _read_degrees(text) -> float | None:
    try:
        return float(str(text))
    except ValueError:
        return None
