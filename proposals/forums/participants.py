"""The list of those present as it is typed or pasted from a sheet: one person a line. Pure.

Name; age; sex; institution; address, separated by semicolons or tabs. Telephone and identity numbers are refused:
they are not needed, and what is not kept cannot leak.
"""

import re

COLUMNS = ("name", "age", "sex", "institution", "address")
LONGEST = {"name": 120, "institution": 80, "address": 160}
MOST = 400
_SEX = {
    "l": "L", "lk": "L", "laki": "L", "laki-laki": "L", "pria": "L",
    "p": "P", "pr": "P", "perempuan": "P", "wanita": "P",
}  # fmt: skip
_PRIVATE = re.compile(r"(?:\d[\s.-]?){9,}")
_NUMBERED = re.compile(r"^\d{1,3}[.)]?\s*$")
EXAMPLE = "Siti Aminah; 43; P; PKK RW 05; Jl. Melati RT 03/RW 05"


def read(text: str) -> tuple[list[dict], list[str]]:
    """The people, and one sentence for each line that cannot be read."""
    people, wrong = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            people.append(_read_line(line))
        except ValueError as reason:
            wrong.append(f"Baris {number}: {reason}")
    if len(people) > MOST:
        wrong.append(f"Daftar hadir berisi {len(people)} orang; paling banyak {MOST}.")
    return people, wrong


def write(people: list[dict]) -> str:
    """The list as it can be typed again."""
    return "\n".join(
        "; ".join(str(person[name] if person[name] is not None else "") for name in COLUMNS)
        for person in people
    )


def _read_line(line: str) -> dict:
    cells = [cell.strip() for cell in re.split(r"\t|;", line)]
    if _NUMBERED.match(cells[0]) and len(cells) > 1:  # the running number of a sheet
        cells = cells[1:]
    if _PRIVATE.search(line):
        raise ValueError("nomor telepon atau NIK tidak disimpan di sini. Hapus nomornya.")
    if len(cells) > len(COLUMNS) and any(cells[len(COLUMNS) :]):
        raise ValueError(f"terlalu banyak kolom. Tulis seperti: {EXAMPLE}")
    name, age, sex, institution, address = (*cells, "", "", "", "", "")[: len(COLUMNS)]
    if not re.search(r"[^\W\d]", name):
        raise ValueError(f"nama belum ada. Tulis seperti: {EXAMPLE}")
    if age and not (age.isascii() and age.isdigit() and 10 <= int(age) <= 120):
        raise ValueError(f"usia “{age[:20]}” tidak terbaca. Tulis angkanya saja, misalnya 43.")
    if sex.lower().rstrip(".") not in _SEX:
        raise ValueError("jenis kelamin belum ada. Tulis L atau P sesudah usia.")
    said = {"name": name, "institution": institution, "address": address}
    for key, longest in LONGEST.items():
        if len(said[key]) > longest:
            raise ValueError(f"terlalu panjang; paling banyak {longest} huruf untuk satu kolom.")
    return said | {"age": int(age) if age else None, "sex": _SEX[sex.lower().rstrip(".")]}
