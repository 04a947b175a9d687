"""Acting as Plh., Plt. or a.n.: shown on every paper, and refused with its sentence once it has ended."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Deputy


def make_deputy(person, role="camat", *, days=(-3, 3), **office) -> Deputy:
    today = timezone.localdate()
    starts, ends = (today + timedelta(days=day) for day in days)
    letter = "800/12-Kep/2020"
    return Deputy.objects.create(
        person=person,
        role=role,
        capacity="Plh.",
        letter_number=letter,
        starts_on=starts,
        ends_on=ends,
        **office,
    )
