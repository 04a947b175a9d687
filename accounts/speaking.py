"""How a standing reads, and which deputyship of a person has just ended: so that nobody wonders as what they act."""

from datetime import date, timedelta

from django.utils import timezone

from accounts import roles
from accounts.models import Deputy
from accounts.offices import Standing, standings
from regions.indonesian import long_date
from regions.models import Agency, Kecamatan, Kelurahan

STILL_NEWS = timedelta(days=30)
MODELS = {"kelurahan": Kelurahan, "kecamatan": Kecamatan, "agency": Agency}


def name_standing(standing: Standing) -> str:
    """ "Plh. Camat Batuceper, surat nomor 800/12-Kep/2020"; one query for the name of the office."""
    office = ""
    if standing.office_kind:
        office = MODELS[standing.office_kind].objects.filter(pk=standing.office_id).first()
    return _say(standing.role, office, standing.capacity, standing.letter_number)


def tell_standing(standing: Standing | None, held) -> str:
    """The sentence above a form for whoever could be acting as somebody else; empty for everybody else."""
    if standing is None or (len(held) < 2 and not standing.capacity):
        return ""
    return f"Anda bertindak sebagai {name_standing(standing)}."


def tell_deputyships(user) -> str:
    """What a person stands in for today, besides the own office; for every page. Empty for nearly everybody."""
    named = [name_standing(standing) for standing in standings(user) if standing.capacity]
    return f"Anda juga bertugas sebagai {', dan '.join(named)}." if named else ""


def find_ended(user, *, today: date | None = None) -> Deputy | None:
    """The deputyship of this person that ended last, if that is still news."""
    if not getattr(user, "is_authenticated", False):
        return None
    today = today or timezone.localdate()
    ended = user.deputies.filter(ends_on__lt=today, ends_on__gte=today - STILL_NEWS)
    return ended.select_related("kelurahan", "kecamatan", "agency").order_by("-ends_on", "-pk").first()


def tell_ended(user) -> str:
    """That a deputyship has ended, when, and what to do; empty when none has."""
    deputy = find_ended(user)
    if deputy is None:
        return ""
    office = deputy.kelurahan or deputy.kecamatan or deputy.agency
    named = _say(deputy.role, office, deputy.capacity, deputy.letter_number)
    return (
        f"Penugasan Anda sebagai {named} berakhir {long_date(deputy.ends_on)}, jadi tindakan kantor itu tidak bisa "
        "Anda lakukan lagi. Bila diperpanjang, minta Administrator mencatat suratnya."
    )


def _say(role: str, office, capacity: str, letter: str) -> str:
    label = roles.ROLES[role].label
    named = f"{label} {office.name}" if office else label
    return f"{capacity} {named}, surat nomor {letter}" if capacity else named
