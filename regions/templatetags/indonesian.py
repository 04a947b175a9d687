"""Template filters for money, numbers and moments in Indonesian."""

from django import template

from regions import indonesian

register = template.Library()


@register.filter
def rupiah(amount):
    return indonesian.rupiah(amount) if amount not in ("", None) else "–"


@register.filter
def rupiah_singkat(amount):
    return indonesian.rupiah_short(amount) if amount not in ("", None) else "–"


@register.filter
def terbilang(amount):
    return indonesian.spell(int(amount)) if amount not in ("", None) else ""


@register.filter
def angka(number):
    """A volume or score with decimal comma and no useless zeros."""
    return indonesian.decimal(number) if number not in ("", None) else "–"


@register.filter
def titik(latitude, longitude):
    """A position; a dash while one of both is missing."""
    return indonesian.coordinates(latitude, longitude) if None not in (latitude, longitude) else "–"


@register.filter
def ribuan(number):
    return indonesian.group(int(number)) if number not in ("", None) else "–"


@register.filter
def tanggal(day):
    return indonesian.long_date(day) if day else "–"


@register.filter
def waktu(moment):
    return indonesian.long_moment(moment) if moment else "–"


@register.filter
def waktu_singkat(moment):
    return indonesian.short_moment(moment) if moment else "–"


@register.filter
def lama(seconds):
    return indonesian.duration(seconds) if seconds not in ("", None) else ""


@register.filter
def sidik(digest):
    """A sha256 in groups of four, as printed on a receipt."""
    return " ".join(digest[i : i + 4] for i in range(0, len(digest or ""), 4))
