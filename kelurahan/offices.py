"""For which kelurahan a person works at this desk: his or her own, or one held as a deputy."""

from accounts.offices import Standing, standings
from accounts.roles import KELURAHAN
from proposals.refusals import Refusal, Refused
from regions.models import Kelurahan


def find_office(user, code: str = "") -> tuple[Kelurahan, list[Kelurahan]]:
    """The chosen kelurahan (else the first) and all that the person stands for. Raises Refused (403, 404)."""
    keys = [standing.office_id for standing in _held(user)]
    if not keys:
        raise Refused(Refusal(403, "role", "Halaman ini untuk operator kelurahan dan Lurah."))
    offices = sorted(
        Kelurahan.objects.filter(pk__in=keys).select_related("kecamatan"),
        key=lambda office: keys.index(office.pk),
    )
    chosen = next((office for office in offices if office.code == code), None) if code else offices[0]
    if chosen is None:
        raise Refused(Refusal(404, "not_found", "Kelurahan itu bukan kantor Anda."))
    return chosen, offices


def is_lurah(user, office: Kelurahan) -> bool:
    """Whether the person may endorse for this kelurahan, also as a deputy."""
    return any(standing.role == "lurah" and standing.office_id == office.pk for standing in _held(user))


def _held(user) -> list[Standing]:
    return [standing for standing in standings(user) if standing.role in KELURAHAN]
