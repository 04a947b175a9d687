"""When an office is reminded and in which words: plain values, no database."""

from datetime import UTC, datetime, timedelta

import pytest

from kelurahan.deadlines import Waiting, find_distance, say_closing, say_left, say_repair
from proposals.working_days import subtract_working_days

END = datetime(2020, 1, 31, 16, 59, tzinfo=UTC)  # Friday 23.59 WIB


@pytest.mark.parametrize(
    ("left", "distance"),
    [
        (timedelta(days=3, seconds=1), None),
        (timedelta(days=3), 3),
        (timedelta(days=1, seconds=1), 3),
        (timedelta(days=1), 1),
        (timedelta(seconds=1), 1),
        (timedelta(0), None),
        (-timedelta(days=1), None),
    ],
)
def test_reminder_is_the_nearest_one(left, distance):
    assert find_distance(left) == distance


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=3), "3 hari"),
        (timedelta(days=2, hours=23, minutes=59), "3 hari"),
        (timedelta(hours=13), "1 hari"),
        (timedelta(hours=12), "12 jam"),
        (timedelta(minutes=70), "1 jam 10 menit"),
    ],
)
def test_time_left_is_said_shortly(left, said):
    assert say_left(left) == said


def test_closing_says_how_many_and_what_to_do():
    words = say_closing(
        Waiting(2, 1, 3), office="Batujaya", cycle="", closes_at=END, now=END - timedelta(days=3)
    )
    assert words.subject == "Tahap kelurahan ditutup 3 hari lagi"
    assert words.text == (
        "Yth. petugas Kelurahan Batujaya,\n\n"
        "Tahap kelurahan ditutup 3 hari lagi, Jumat, 31 Januari 2020 pukul 23.59 WIB.\n\n"
        "Yang belum sampai ke kecamatan:\n"
        "- 2 draf belum lengkap: lengkapi isiannya, lalu ajukan ke Lurah.\n"
        "- 1 draf siap diajukan: ajukan ke Lurah.\n"
        "- 3 usulan menunggu Lurah: Lurah memeriksa dan meneruskannya ke kecamatan."
    )
    assert words.sentence.endswith(
        "Belum sampai ke kecamatan: 2 draf belum lengkap, 1 draf siap diajukan, 3 usulan menunggu Lurah. "
        "Kirim sebelum ditutup."
    )


def test_training_is_marked_and_empty_kinds_are_left_out():
    words = say_closing(
        Waiting(awaiting=1),
        office="Batujaya",
        cycle="Latihan 2021",
        closes_at=END,
        now=END - timedelta(hours=2),
    )
    assert words.subject == "[Latihan 2021] Tahap kelurahan ditutup 2 jam lagi"
    assert "draf" not in words.text and words.sentence.startswith("[Latihan 2021] ")
    assert Waiting().is_nothing and not Waiting(complete=1).is_nothing


def test_repair_says_until_when_and_what_else_happens():
    words = say_repair(2, office="Batujaya", cycle="", until=END)
    assert words.subject == "2 usulan harus segera diperbaiki"
    assert "2 usulan harus diperbaiki sebelum Jumat, 31 Januari 2020 pukul 23.59 WIB." in words.text
    assert "isian yang lama" in words.text and "Lurah mengirimkannya ulang" in words.sentence


def test_day_before_is_a_working_day():
    monday = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)  # 16.00 WIB
    assert subtract_working_days(monday, 1, ()) == datetime(2020, 1, 31, 9, 0, tzinfo=UTC)
    assert subtract_working_days(monday, 1, {END.date()}) == datetime(2020, 1, 30, 9, 0, tzinfo=UTC)
