"""How money, numbers and moments read in Indonesian."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
UNITS = [
    "",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
]
SCALES = [
    (10**18, "kuintiliun"),
    (10**15, "kuadriliun"),
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (1000, "ribu"),
]


def group(number: int) -> str:
    """Thousands separated by dots: 1250000 → "1.250.000"."""
    return f"{number:,}".replace(",", ".").replace("-", "−")


def rupiah(amount: int | None) -> str:
    """Whole rupiah with a non-breaking space: "Rp 1.250.000"; "–" for nothing."""
    if amount is None:
        return "–"
    sign = "−" if amount < 0 else ""
    return f"{sign}Rp\u00a0{group(abs(int(amount)))}"


def rupiah_short(amount: int) -> str:
    """For charts only: "Rp 28,5 M", "Rp 2,3 T", "Rp 350 jt"."""
    sign = "−" if amount < 0 else ""
    for size, word in ((10**12, "T"), (10**9, "M"), (10**6, "jt")):
        rounds_up = size // 20_000 if size > 10**6 else 0  # 999,95 jt reads 1 M, not 1.000 jt
        if abs(amount) >= size - rounds_up:
            return f"{sign}Rp\u00a0{decimal(Decimal(abs(amount)) / size, places=1)}\u00a0{word}"
    return rupiah(amount)


def decimal(number: Decimal | int | float, *, places: int = 3) -> str:
    """A decimal with comma and without useless zeros: 120.500 → "120,5"."""
    text = fixed(number, places=places)
    return text.rstrip("0").rstrip(",") if "," in text else text


def fixed(number: Fraction | Decimal | int | float, *, places: int) -> str:
    """With exactly so many decimals, half to even: Fraction(75, 2) → "37,5"; nothing is ever "−0,0"."""
    if isinstance(number, Fraction):
        number = Decimal(number.numerator) / number.denominator
    text = f"{abs(Decimal(number)):,.{places}f}"
    sign = "−" if number < 0 and text.strip("0.") else ""
    return sign + text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def coordinates(latitude, longitude) -> str:
    """A position as the form takes it: -6.153420, 106.659380 → "-6,15342; 106,65938"."""
    return f"{decimal(latitude, places=6)}; {decimal(longitude, places=6)}".replace("−", "-")


def spell(number: int) -> str:
    """The number in words (terbilang): 184500000 → "seratus delapan puluh empat juta lima ratus ribu"."""
    if number < 0:
        return f"minus {spell(-number)}"
    return _spell(number) or "nol"


def _spell(number: int) -> str:
    if number < 12:
        return UNITS[number]
    if number < 20:
        return f"{UNITS[number - 10]} belas"
    for size, word in SCALES:
        if number >= size:
            count, rest = divmod(number, size)
            head = "seribu" if size == 1000 and count == 1 else f"{_spell(count)} {word}"
            return f"{head} {_spell(rest)}".strip()
    if number >= 100:
        count, rest = divmod(number, 100)
        head = "seratus" if count == 1 else f"{UNITS[count]} ratus"
    else:
        count, rest = divmod(number, 10)
        head = f"{UNITS[count]} puluh"
    return f"{head} {_spell(rest)}".strip()


def long_date(day: date | datetime) -> str:
    """As in "Jumat, 31 Januari 2020"."""
    day = _local(day)
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def long_moment(moment: datetime) -> str:
    """As in "Jumat, 31 Januari 2020 pukul 16.00 WIB"."""
    moment = _local(moment)
    return f"{long_date(moment)} pukul {moment:%H.%M} WIB"


def short_moment(moment: datetime) -> str:
    """As in "28 Jan 2020, 16.20"."""
    moment = _local(moment)
    return f"{moment.day} {MONTHS[moment.month - 1][:3]} {moment.year}, {moment:%H.%M}"


def duration(seconds: float) -> str:
    """Time left in the two largest units: "2 hari 5 jam", "3 jam 10 menit", "4 menit"."""
    if 0 < seconds < 60:
        return "kurang dari 1 menit"
    minutes = max(0, int(seconds // 60))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        return f"{days} hari {hours} jam" if hours else f"{days} hari"
    if hours:
        return f"{hours} jam {minutes} menit" if minutes else f"{hours} jam"
    return f"{minutes} menit"


def _local(moment):
    return (
        timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment
    )
