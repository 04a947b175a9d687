"""What the pages of an import show: columns with samples, rows with their verdict and a small form, the receipt."""

from dataclasses import dataclass, field

from django.db.models import Count
from openpyxl.utils import get_column_letter

from kelurahan.models import ImportFile, ImportRow
from kelurahan.reading_sheets.rows import tell
from proposals.forms import ProposalForm
from proposals.models.proposal import say_address
from proposals.querysets import visible_to
from proposals.sipd import COLUMNS, TAKEN

PAGE = 25
SAMPLES, LOOKED_AT = 3, 200
SHOWN_TAKEN = 200
Verdict = ImportRow.Verdict
FILTERS = (
    ("perbaiki", "Perlu diperbaiki", Verdict.BAD),
    ("baik", "Baik", Verdict.GOOD),
    ("ada", "Sudah ada", Verdict.KNOWN),
    ("dilewati", "Dilewati", Verdict.OMITTED),
)
LONG_LINE = 70  # characters that a one-line input shows
AREAS = ("problem", "expected_output", "justification")


@dataclass(slots=True)
class ColumnChoice:
    """One column of the sheet with what it was taken for; `ignored` says why nothing of it is used."""

    place: int
    letter: str
    heading: str
    samples: list[str]
    chosen: str
    ignored: str = ""


@dataclass(slots=True)
class Input:
    """One field of a row's small form; `options` of a list are (value, label)."""

    name: str
    label: str
    value: str
    sentence: str
    kind: str = "text"
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """One row on the preview. What a later check has to say about it (likely twins) joins `notes`."""

    row: ImportRow
    title: str
    facts: list[str]
    notes: list[str]
    inputs: list[Input] = field(default_factory=list)
    unmendable: list[str] = field(default_factory=list)


def draw_columns(file: ImportFile) -> list[ColumnChoice]:
    """Every column that has a heading or holds something."""
    samples: dict[int, list[str]] = {}
    rows = file.rows.exclude(verdict=Verdict.OMITTED).values_list("cells", flat=True)[:LOOKED_AT]
    for cells in rows:
        for place, cell in enumerate(cells):
            text = show_cell(cell)
            found = samples.setdefault(place, [])
            if text and len(found) < SAMPLES and text not in found:
                found.append(text)
    choices = []
    for place, heading in enumerate(file.headings):
        if not heading and not samples.get(place):
            continue
        key = file.columns.get(str(place), "")
        taken = COLUMNS[key].is_taken if key else False
        choices.append(
            ColumnChoice(
                place,
                get_column_letter(place + 1),
                heading or "(tanpa judul)",
                samples.get(place, []),
                key if taken else "",
                "" if taken or not key else "Kolom ini tidak diimpor: keputusan tidak dibaca dari lembar.",
            )
        )
    return choices


def list_meanings() -> list[tuple[str, str]]:
    return [("", "Jangan dipakai"), *((column.key, column.label) for column in TAKEN)]


def count_verdicts(file: ImportFile) -> dict[str, int]:
    counts = dict(file.rows.order_by().values_list("verdict").annotate(Count("pk")))
    return {verdict: counts.get(verdict, 0) for verdict in Verdict.values}


def draw_lines(file: ImportFile, verdict: str, page: int) -> list[Line]:
    """The rows of one verdict, a page of them."""
    rows = file.rows.filter(verdict=verdict)[(page - 1) * PAGE : page * PAGE]
    form = ProposalForm(cycle=file.cycle)
    options: dict[str, list[tuple[str, str]]] = {}
    return [_draw_line(row, form, options) for row in rows]


def draw_taken(file: ImportFile, user) -> list[dict]:
    """The drafts that came of it, as they stand now, in the order of the sheet."""
    taken = list(
        file.rows.filter(verdict=Verdict.TAKEN).values_list("number", "key", "missing")[:SHOWN_TAKEN]
    )
    known = {row.uuid: row for row in visible_to(user).filter(uuid__in=[key for _, key, _ in taken])}
    return [
        {"number": number, "proposal": known[key], "missing": " ".join(missing)}
        for number, key, missing in taken
        if key in known
    ]


def draw_left(file: ImportFile) -> list[dict]:
    """What was not taken in, with why."""
    left = file.rows.filter(verdict__in=[Verdict.BAD, Verdict.KNOWN])[:SHOWN_TAKEN]
    return [
        {
            "number": row.number,
            "title": row.values.get("title", ""),
            "why": " ".join(row.problems.values()) or row.reason,
            "key": row.key if row.verdict == Verdict.KNOWN else None,
        }
        for row in left
    ]


def draw_omitted(file: ImportFile) -> list[dict]:
    """What was taken for no proposal, and why."""
    omitted = file.rows.filter(verdict=Verdict.OMITTED)[:SHOWN_TAKEN]
    return [{"number": row.number, "why": row.reason, "text": tell(row.cells)} for row in omitted]


def show_cell(cell, *, longest: int = 60) -> str:
    """A cell as a person reads it, short."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        return cell["date"]
    if isinstance(cell, float):
        return f"{cell:.15g}".replace(".", ",")
    text = " ".join(str(cell).split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _draw_line(row: ImportRow, form: ProposalForm, options: dict) -> Line:
    said = row.values
    place = say_address(*(said.get(name, "") for name in ("street", "rt", "rw")))
    amount = " ".join(part for part in (said.get("volume", ""), said.get("unit", "")) if part)
    facts = [part for part in (place, amount) if part]
    title = said.get("title") or " | ".join(filter(None, map(show_cell, row.cells))) or "Baris kosong"
    line = Line(row, title, facts, [*row.notes])
    for name, sentence in row.problems.items():
        if name in form.fields and name != "kelurahan":
            line.inputs.append(_draw_input(row, name, sentence, form, options))
        else:
            line.unmendable.append(sentence)
    return line


def _draw_input(row: ImportRow, name: str, sentence: str, form: ProposalForm, options: dict) -> Input:
    known = form.fields[name]
    drawn = Input(name, str(known.label), str(row.edits.get(name, row.values.get(name, ""))), sentence)
    if hasattr(known, "choices"):
        if name not in options:
            options[name] = [(str(value), str(label)) for value, label in known.choices]
        drawn.kind, drawn.options = "select", options[name]
    elif name in AREAS or len(drawn.value) > LONG_LINE:
        drawn.kind = "area"
    return drawn
