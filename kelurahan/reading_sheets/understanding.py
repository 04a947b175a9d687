"""What one row says: cells into the raw values that the proposal's form takes, with a sentence for what cannot be read.

Nothing is guessed in silence: what was split, rounded or left out stands in `notes`, what must be mended in `problems`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kelurahan.reading_sheets import amounts, places
from kelurahan.reading_sheets.choices import Choices, shorten_agency
from kelurahan.reading_sheets.words import fold

PLAIN = ("title", "problem", "expected_output", "proposer", "justification", "contact")
DEGREES = ("latitude", "longitude")
COUNTS = ("households", "people")
LABELS = {
    "field": "Bidang",
    "rkpd_priority": "Prioritas RKPD",
    "catalogue_item": "Kamus usulan",
    "target_agency": "Perangkat Daerah",
    "kind": "Jenis",
    "price_basis": "Dasar harga",
    "funding": "Sumber dana",
    "land_status": "Status lahan",
}
NO_TITLE = "Isi usulan: apa yang diminta dan di mana."


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is read: column → key, the scale of money columns, and what cells may name.

    `choices` by form field; `units` and `prices` of catalogue items by code; `own_names` fold every name of the office.
    """

    columns: Mapping[int, str]
    scales: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, Choices] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, int] = field(default_factory=dict)
    own_names: frozenset[str] = frozenset()
    own_label: str = ""


@dataclass(slots=True)
class Understood:
    """`values` as they would be typed into the form; `problems` by form field; `reference` of a known proposal."""

    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    reference: str = ""


def understand(cells: Sequence, layout: Layout) -> Understood:
    """Read one row."""
    said = {
        key: cells[place]
        for place, key in layout.columns.items()
        if place < len(cells) and cells[place] is not None
    }
    row = Understood(reference=_text(said.get("reference")))
    for key in PLAIN:
        if key in said:
            row.values[key] = _text(said[key])
    for key in DEGREES:
        if key in said:
            row.values[key] = _write_degrees(_text(said[key]))
    for key in COUNTS:
        if key in said:
            _read_count(row, key, said[key])
    _read_place(row, said, layout)
    _read_choices(row, said, layout)
    _read_amounts(row, said, layout)
    if not row.values.get("title", "").strip():
        row.problems["title"] = NO_TITLE
    return row


def _read_count(row: Understood, key: str, value) -> None:
    """ "34 KK" is 34."""
    found = amounts.read_volume(value) if not isinstance(value, dict) else None
    row.values[key] = amounts.write_plain(found.number) if found else _text(value)


def _read_place(row: Understood, said: Mapping, layout: Layout) -> None:
    place = fold(_text(said.get("kelurahan"))).removeprefix("kelurahan ").removeprefix("kel ")
    if place and place not in layout.own_names:
        shown = _text(said["kelurahan"])[:60]
        row.problems["kelurahan"] = f"Baris ini milik Kelurahan {shown}, bukan {layout.own_label}."
    address = places.Address("")
    if "address" in said:
        address = places.split_address(_text(said["address"]))
        row.values["street"] = address.street
    pair = places.Address("")
    for key in ("rt", "rw", "rt_rw"):
        if isinstance(said.get(key), dict):
            row.problems["rt" if key == "rt_rw" else key] = (
                f"Excel mengubah isian RT/RW menjadi tanggal ({_text(said[key])}). Tulis ulang nomornya."
            )
    if "rt_rw" in said and not isinstance(said["rt_rw"], dict):
        pair = places.split_pair(_text(said["rt_rw"]))
        if not pair.rt and not pair.rw:
            row.problems["rt"] = f"RT/RW “{_text(said['rt_rw'])[:40]}” tidak terbaca. Tulis misalnya 03/05."
    for key in ("rt", "rw"):
        value = _read_numbers(key, said.get(key)) or getattr(pair, key) or getattr(address, key)
        if value and key not in row.problems:
            row.values[key] = value
    if "position" in said and "latitude" not in row.values:
        _read_position(row, _text(said["position"]))


def _read_numbers(key: str, value) -> str:
    """A cell of the column RT or RW, with or without the word in front."""
    if value is None or isinstance(value, dict):
        return ""
    text = _text(value)
    found = places.split_address(text)
    roman = places.read_roman(text) if key == "rw" else None
    return getattr(found, key) or (str(roman) if roman else text)


def _read_position(row: Understood, text: str) -> None:
    parts = [part for part in text.replace(";", " ").replace(", ", " ").split() if part]
    if len(parts) == 1:
        parts = text.split(",")
    if len(parts) != 2 or not all(re.fullmatch(r"-?\d+(?:[.,]\d+)?,?", part.strip()) for part in parts):
        row.problems["latitude"] = (
            f"Koordinat “{text[:40]}” tidak terbaca. Tulis misalnya -6.153420, 106.659380."
        )
        return
    row.values["latitude"], row.values["longitude"] = (_write_degrees(part.rstrip(",")) for part in parts)


def _write_degrees(text: str) -> str:
    """With a point and six decimals, about ten centimetres; what is no number stays for the form to refuse."""
    plain = text.strip().replace(",", ".")
    return f"{Decimal(plain):.6f}" if re.fullmatch(r"-?\d{1,3}\.\d{1,20}", plain) else text


def _read_choices(row: Understood, said: Mapping, layout: Layout) -> None:
    for key, label in LABELS.items():
        text = _text(said.get(key))
        if not text.strip() or text.strip() in ("-", "–"):
            continue
        choices = layout.choices.get(key) or Choices()
        code = choices.find(text)
        if code is None and key == "target_agency":
            code = choices.find(shorten_agency(text))
        if code is None:
            row.problems[key] = (
                f"{label} “{text[:60]}” tidak ada di daftar. Pilih yang sesuai, atau kosongkan."
            )
        else:
            row.values[key] = code


def _read_amounts(row: Understood, said: Mapping, layout: Layout) -> None:
    item = row.values.get("catalogue_item", "")
    volume = _read_volume(row, said, layout.units.get(item, ""))
    price = _read_money(row, said, "unit_price", layout)
    total = _read_money(row, said, "budget", layout)
    if price is not None:
        row.values["unit_price"] = str(price)
    if total is None or total <= 0:
        return
    if volume is None or volume <= 0:
        if "volume" not in row.problems:
            row.notes.append(f"Anggaran {_rupiah(total)} belum dipakai karena volume kosong.")
        return
    if price is None and layout.prices.get(item):
        price = layout.prices[item]
        same = abs(price * volume - total) <= volume
        if not same:  # the sheet's own figure is what the office asks
            price = None
    if price is None:
        price = max(1, int((Decimal(total) * 2 / volume + 1) // 2))
        row.values["unit_price"] = str(price)
        exact = price * volume == total
        row.notes.append(
            f"Harga satuan {_rupiah(price)} dihitung dari anggaran dibagi volume"
            + (
                "."
                if exact
                else f", dibulatkan ke rupiah; anggaran menjadi {_rupiah(_times(volume, price))}."
            )
        )
    elif abs(price * volume - total) > max(volume, Decimal(1)):
        row.notes.append(
            f"Anggaran di lembar {_rupiah(total)} berbeda dari volume × harga satuan "
            f"({_rupiah(_times(volume, price))}); yang dipakai volume × harga satuan."
        )


def _read_volume(row: Understood, said: Mapping, usual_unit: str) -> Decimal | None:
    unit = amounts.clean_unit(_text(said.get("unit")), like=usual_unit) if "unit" in said else ""
    value, number = said.get("volume"), None
    if value is not None:
        found = None if isinstance(value, dict) else amounts.read_volume(value)
        if found is None:
            text = _text(value)[:40]
            row.problems["volume"] = (
                f"Volume “{text}” tidak terbaca. Tulis satu angka, misalnya 120 atau 12,5."
            )
        else:
            number = found.number
            row.values["volume"] = amounts.write_plain(number)
            unit = unit or amounts.clean_unit(found.unit, like=usual_unit)
    if unit:
        row.values["unit"] = unit
    return number


def _read_money(row: Understood, said: Mapping, key: str, layout: Layout) -> int | None:
    value = said.get(key)
    if value is None or (isinstance(value, str) and value.strip() in ("-", "–", "Rp -", "Rp-")):
        return None
    found = None if isinstance(value, dict) else amounts.read_rupiah(value, scale=layout.scales.get(key, 1))
    if found is None:
        what = "Anggaran" if key == "budget" else "Harga satuan"
        row.problems["unit_price"] = (
            f"{what} “{_text(value)[:40]}” tidak terbaca. Tulis harga satuan dalam rupiah, misalnya 1.537.500."
        )
    return found


def _times(volume: Decimal, price: int) -> int:
    return int((volume * price * 2 + 1) // 2)


def _rupiah(amount: int) -> str:
    return f"Rp {amount:,}".replace(",", ".")


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        year, month, day = value["date"].split("-")
        return f"{int(day)}-{int(month)}-{year}"
    if isinstance(value, float):
        return amounts.write_plain(Decimal(str(value)))
    return str(value)
