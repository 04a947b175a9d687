"""The workbook that an office downloads and fills in: columns, drop-downs and hints from the one column list."""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kelurahan.reading_sheets.choices import SEPARATOR
from kelurahan.reading_sheets.rows import EXAMPLE
from proposals.models import CatalogueItem, Field, Proposal, RkpdPriority
from proposals.sipd import TEMPLATE
from regions.models import Agency

HEADING_ROW, FIRST_EXAMPLE = 3, 4
LAST_ROW = 1000  # drop-downs reach so far
TITLE, HEADING = Font(bold=True, size=14), Font(bold=True)
HEADING_FILL, EXAMPLE_FILL = (
    PatternFill("solid", start_color="FFE3F0EF"),
    PatternFill("solid", start_color="FFF3F3EE"),
)
WRAPPED = Alignment(wrap_text=True, vertical="top")
INSTRUCTION = (
    "Satu baris untuk satu usulan, mulai di bawah judul kolom. Yang belum diketahui boleh dikosongkan dan dilengkapi "
    f"nanti di formulir. Baris “{EXAMPLE}” tidak ikut dibaca. Harga pada lembar Kamus Usulan adalah harga contoh."
)
EXAMPLES = (
    {
        "title": "Perbaikan saluran drainase Jl. Melati",
        "problem": "Saluran retak sepanjang 120 m, genangan 20–30 cm setiap hujan.",
        "expected_output": "Saluran 120 m berfungsi.",
        "proposer": "RW 05",
        "address": "Jl. Melati",
        "rt": "02, 03, 09",
        "rw": "05",
        "volume": 120,
        "households": 34,
        "people": 142,
        "land_status": Proposal.LandStatus.CITY.label,
        "contact": "Ketua RW 05, 0812xxxxxxx",
    },
    {
        "title": "Pelatihan menjahit bagi ibu rumah tangga RW 02",
        "problem": "Dua belas ibu rumah tangga belum mempunyai penghasilan sendiri.",
        "expected_output": "Dua belas orang terampil menjahit.",
        "proposer": "PKK RW 02",
        "justification": "Tidak ada di kamus usulan.",
        "address": "Balai warga RW 02",
        "rw": "02",
        "kind": "Nonfisik",
        "volume": 12,
        "unit": "orang",
        "unit_price": 750_000,
        "price_basis": CatalogueItem.PriceBasis.ESTIMATE.label,
        "households": 12,
        "people": 12,
    },
)


def build_template(cycle) -> bytes:
    """The workbook of a planning year."""
    items = list(
        CatalogueItem.objects.filter(planning_year=cycle.planning_year, is_active=True).select_related(
            "agency", "field"
        )
    )
    book = Workbook()
    book.properties.creator, book.properties.title = "E-Planning Kota Tangerang", f"Templat usulan {cycle}"
    sheet = book.active
    sheet.title = "Usulan"
    _write_catalogue(book.create_sheet("Kamus Usulan"), items)
    lists = _write_lists(book.create_sheet("Daftar"), _list_choices(cycle, items))
    _write_head(sheet, cycle)
    _write_examples(sheet, items)
    _add_hints(sheet, lists)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _list_choices(cycle, items: list[CatalogueItem]) -> dict[str, list[str]]:
    """What the drop-down of each column offers."""
    priorities = RkpdPriority.objects.filter(planning_year=cycle.planning_year)
    return {
        "catalogue_item": [f"{item.code}{SEPARATOR}{item.name}" for item in items],
        "field": list(Field.objects.order_by("name").values_list("name", flat=True)),
        "rkpd_priority": [f"{row.number}{SEPARATOR}{row.priority}" for row in priorities],
        "unit": sorted({item.unit for item in items}),
        "target_agency": list(
            Agency.objects.filter(is_active=True).order_by("name").values_list("name", flat=True)
        ),
        "kind": [label for _, label in CatalogueItem.Kind.choices],
        "price_basis": [label for _, label in CatalogueItem.PriceBasis.choices],
        "land_status": [label for _, label in Proposal.LandStatus.choices],
    }


def _write_head(sheet, cycle) -> None:
    sheet["A1"], sheet["A1"].font = f"Daftar usulan kelurahan, tahun perencanaan {cycle}", TITLE
    sheet["A2"], sheet["A2"].alignment = INSTRUCTION, Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=8)
    sheet.row_dimensions[2].height = 34
    for number, column in enumerate(TEMPLATE, start=1):
        cell = sheet.cell(HEADING_ROW, number, column.heading)
        cell.font, cell.fill, cell.alignment = HEADING, HEADING_FILL, WRAPPED
        sheet.column_dimensions[get_column_letter(number)].width = max(column.width, 8)
    sheet.freeze_panes = sheet.cell(HEADING_ROW + 1, 3)


def _write_examples(sheet, items: list[CatalogueItem]) -> None:
    first = items[0] if items else None
    for row, example in enumerate(EXAMPLES, start=FIRST_EXAMPLE):
        values = example | {"number": EXAMPLE}
        if row == FIRST_EXAMPLE and first:
            values["catalogue_item"] = f"{first.code}{SEPARATOR}{first.name}"
        for number, column in enumerate(TEMPLATE, start=1):
            cell = sheet.cell(row, number, values.get(column.key))
            cell.fill, cell.alignment = EXAMPLE_FILL, WRAPPED


def _add_hints(sheet, lists: dict[str, str]) -> None:
    """A hint on every column that has one, and the drop-down; other values are allowed, the import says what it makes
    of them. RT and RW are text, so that Excel makes no date of 03/05.
    """
    for number, column in enumerate(TEMPLATE, start=1):
        letter = get_column_letter(number)
        if column.key in ("rt", "rw", "contact"):
            for row in range(FIRST_EXAMPLE, LAST_ROW + 1):
                sheet.cell(row, number).number_format = "@"
        if column.key == "unit_price":
            for row in range(FIRST_EXAMPLE, LAST_ROW + 1):
                sheet.cell(row, number).number_format = "#,##0"
        source = lists.get(column.key)
        if source is None and not column.hint:
            continue
        rule = DataValidation(type="list" if source else None, formula1=source, allow_blank=True)
        rule.showErrorMessage = False
        if column.hint:
            rule.promptTitle, rule.prompt, rule.showInputMessage = column.heading[:32], column.hint, True
        rule.add(f"{letter}{FIRST_EXAMPLE}:{letter}{LAST_ROW}")
        sheet.add_data_validation(rule)


def _write_catalogue(sheet, items: list[CatalogueItem]) -> None:
    heads = ("Kode", "Nama", "Satuan", "Harga Satuan (Rp)", "Jenis", "Bidang", "Perangkat Daerah", "Harga")
    _write_table(
        sheet,
        heads,
        (
            (
                item.code,
                item.name,
                item.unit,
                item.unit_price,
                item.get_kind_display(),
                item.field.name,
                item.agency.name if item.agency else "Kecamatan sendiri",
                "contoh" if item.price_is_example else item.get_price_basis_display(),
            )
            for item in items
        ),
        widths=(12, 52, 12, 18, 12, 26, 44, 22),
    )
    for row in range(2, len(items) + 2):
        sheet.cell(row, 4).number_format = "#,##0"


def _write_lists(sheet, choices: dict[str, list[str]]) -> dict[str, str]:
    """The sheet that drop-downs read from; key → range."""
    ranges = {}
    for number, (key, values) in enumerate(choices.items(), start=1):
        letter = get_column_letter(number)
        head = next(column.heading for column in TEMPLATE if column.key == key)
        sheet.cell(1, number, head).font = HEADING
        sheet.column_dimensions[letter].width = 34
        for row, value in enumerate(values, start=2):
            sheet.cell(row, number, value)
        if values:
            ranges[key] = f"Daftar!${letter}$2:${letter}${len(values) + 1}"
    return ranges


def _write_table(sheet, heads: tuple[str, ...], rows: Iterable[tuple], *, widths: tuple[int, ...]) -> None:
    sheet.append(heads)
    for number, width in enumerate(widths, start=1):
        head = sheet.cell(1, number)
        head.font, head.fill = HEADING, HEADING_FILL
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in rows:
        sheet.append(row)
    sheet.freeze_panes = "A2"
