"""The list of those present: what is understood, and what is refused with its line."""

import pytest

from proposals.forums.participants import MOST, read, write


@pytest.mark.parametrize(
    "line",
    [
        "Siti Aminah; 43; P; PKK RW 05; Jl. Melati RT 03/RW 05",
        "1\tSiti Aminah\t43\tperempuan\tPKK RW 05\tJl. Melati RT 03/RW 05",
        "  12. ; Siti Aminah ;43; Pr. ;PKK RW 05;Jl. Melati RT 03/RW 05;;",
    ],
)
def test_line_is_read_as_typed_or_pasted(line):
    people, wrong = read(f"\n{line}\n")
    assert wrong == []
    assert people == [
        {
            "name": "Siti Aminah",
            "age": 43,
            "sex": "P",
            "institution": "PKK RW 05",
            "address": "Jl. Melati RT 03/RW 05",
        }
    ]


def test_age_institution_and_address_may_be_missing():
    people, wrong = read("Ujang Hamid; ; L")
    assert wrong == [] and people[0]["age"] is None and people[0]["address"] == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Ujang; 40; L; RW 05; Jl. Melati 0812-3456-7890", "nomor telepon atau NIK"),
        ("3671031234560001; 40; L", "nomor telepon atau NIK"),
        ("; 40; L", "nama belum ada"),
        ("Ujang; empat puluh; L", "usia"),
        ("Ujang; 7; L", "usia"),
        ("Ujang; 40", "jenis kelamin"),
        ("Ujang; 40; L; a; b; c", "terlalu banyak kolom"),
        (f"{'U' * 121}; 40; L", "terlalu panjang"),
    ],
)
def test_line_that_cannot_be_read_is_named(line, words):
    people, wrong = read(f"Siti; 30; P\n{line}")
    assert len(people) == 1
    assert wrong[0].startswith("Baris 2: ") and words in wrong[0]


def test_list_has_an_end():
    people, wrong = read("Siti; 30; P\n" * (MOST + 1))
    assert len(wrong) == 1 and str(MOST) in wrong[0]


def test_written_list_reads_the_same():
    people, _ = read("Siti Aminah; 43; P; PKK; Jl. Melati\nUjang; ; L")
    assert read(write(people)) == (people, [])
