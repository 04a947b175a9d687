"""Who is told of a new ceiling: the office it binds and the one above it, and those who watch over the city."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.services.recipients import people_of
from jobs.models import Outbox
from jobs.registry import delivers
from jobs.services.notifying import Notice, notify
from proposals.models import Ceiling
from regions.indonesian import long_date, rupiah

CITY_READERS = ("bappeda_admin", "bappeda_head", "leadership")


@delivers("proposals.ceiling")
def deliver_ceilings(rows: Sequence[Outbox]) -> None:
    """Write the notifications of a set of changes; doing it twice adds nothing."""
    ceilings = Ceiling.objects.select_related("kecamatan", "kelurahan", "agency", "field").in_bulk(
        {row.payload["ceiling"] for row in rows}
    )
    notices = []
    for row in rows:
        ceiling = ceilings.get(row.payload["ceiling"])
        if ceiling is not None:
            notices += _tell(ceiling, row.payload["was"])
    notify(notices=notices)


def _tell(ceiling: Ceiling, was: int | None) -> list[Notice]:
    people = {person.pk: person for person in people_of(role=CITY_READERS)}
    if ceiling.kecamatan_id or ceiling.agency_id or ceiling.kelurahan_id:
        office = {"kecamatan": ceiling.kecamatan, "agency": ceiling.agency, "kelurahan": ceiling.kelurahan}
        people |= {person.pk: person for person in people_of(**office)}
    if ceiling.kelurahan_id:
        above = people_of(kecamatan=ceiling.kelurahan.kecamatan_id)
        people |= {person.pk: person for person in above}
    people.pop(ceiling.by_id, None)
    before = f" (semula {rupiah(was)})" if was is not None else ""
    name = f"{ceiling.get_kind_display()} {ceiling.holder}".strip()
    said = (
        f"Pagu {name} menjadi {rupiah(ceiling.amount)}{before}, berlaku {long_date(ceiling.effective_on)}. "
        f"Alasan: {ceiling.reason}"
    )
    key, url = f"ceiling:{ceiling.pk}", reverse("home")
    return [
        Notice(recipient_id=pk, key=key, text=said, url=url, level="warning", at=ceiling.at)
        for pk in sorted(people)
    ]
