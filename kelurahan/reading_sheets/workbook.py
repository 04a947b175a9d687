"""Reads a workbook into plain rows and writes them as JSON: the program that runs confined.

`python -m kelurahan.reading_sheets.workbook FILE [SHEET]` answers `{"error": code}` or what `read` gives. Formulas
are never computed: such a cell says the result that was last stored with it. Nothing outside the file is opened.
"""

import json
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from kelurahan.reading_sheets import gate, headings

MEGABYTES, SECONDS = 512, 20  # address space and processor time that a workbook within the gate never needs
MOST_CHARACTERS = 20_000_000  # of all cells together: one long text may be named by every cell
LONGEST_TEXT = 10_050  # a little more than a proposal takes, so that its form still says so


def read(path: Path, sheet: str = "") -> dict[str, Any]:
    """{sheet, sheets, rows, merged, has_formulas, hidden}: the named sheet, or the one most like a list of proposals.

    A row is a list of texts, numbers, None, or {"date": "2020-01-31"}; `merged` are ranges
    [first row, first column, last row, last column] from 0. Raises gate.Unfit.
    """
    with path.open("rb") as file:
        gate.recognise(file.read(gate.LARGEST_FILE + 1))
        gate.look_inside(file)
        contents = gate.unpack(file)
    try:
        return _read_sheets(path, sheet) | {"has_formulas": contents.has_formulas}
    except PasswordError as fault:
        raise gate.Unfit("locked") from fault
    except (CalamineError, ValueError, OSError) as fault:
        if isinstance(fault, gate.Unfit):
            raise
        raise gate.Unfit("broken") from fault


def _read_sheets(path: Path, wanted: str) -> dict[str, Any]:
    with CalamineWorkbook.from_path(path) as book:
        known = [info for info in book.sheets_metadata if info.typ == SheetTypeEnum.WorkSheet]
        if len(known) > gate.MOST_SHEETS:
            raise gate.Unfit("sheets")
        shown = [info.name for info in known if info.visible == SheetVisibleEnum.Visible]
        found, left = {}, MOST_CHARACTERS
        for name in shown:
            found[name], used = _read_rows(book.get_sheet_by_name(name), left)
            left -= used
        filled = [name for name in shown if found[name]]
        if not filled:
            raise gate.Unfit("nothing")
        chosen = wanted if wanted in filled else max(filled, key=lambda name: headings.rate(found[name]))
        merged = book.get_sheet_by_name(chosen).merged_cell_ranges or []
    return {
        "sheet": chosen,
        "sheets": filled,
        "hidden": len(known) - len(shown),
        "rows": found[chosen],
        "merged": [[*first, *last] for first, last in merged[:1000]],
    }


def _read_rows(sheet, left: int) -> tuple[list[list], int]:
    """The rows without empty ones at the end, and how many characters they hold."""
    rows, used = [], 0
    for row in sheet.to_python(skip_empty_area=False):
        cells = [_plain(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(cells)
        used += sum(len(cell) for cell in cells if isinstance(cell, str)) + 8 * len(cells)
        if used > left:
            raise gate.Unfit("heavy")
    while rows and not rows[-1]:
        rows.pop()
    return rows, used


def _plain(value):
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float):  # Excel keeps 15 digits; what is behind them is noise
        return int(value) if value.is_integer() and abs(value) < 10**15 else float(f"{value:.15g}")
    if isinstance(value, datetime | date):
        return {"date": (value.date() if isinstance(value, datetime) else value).isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, str):
        return value[:LONGEST_TEXT] if value.strip() else None
    return value


def main(arguments: list[str]) -> None:
    try:
        answer = read(Path(arguments[0]), *arguments[1:2])
    except gate.Unfit as unfit:
        answer = {"error": unfit.code}
    except MemoryError:
        answer = {"error": "heavy"}
    json.dump(answer, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main(sys.argv[1:])
