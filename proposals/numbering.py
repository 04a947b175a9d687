"""Public reference numbers, gapless per series: `2021-36.71.03.1002-0007`."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import F

from proposals.models import Counter, Proposal
from regions.models import Agency


def series_of(proposal: Proposal) -> str:
    """The office that counts: the kelurahan, the kecamatan for its own, the city for pokir."""
    if proposal.source == "pokir":
        return f"{proposal.kecamatan.code[:5]}-P"
    return proposal.kelurahan.code if proposal.source == "musrenbang" else proposal.kecamatan.code


def format_reference(*, planning_year: int, series: str, number: int, training: bool) -> str:
    return f"{'L-' if training else ''}{planning_year}-{series}-{number:04d}"


def number_minutes(*, cycle, office) -> str:
    """The next number of a berita acara, counted within the kecamatan: `2021-BA-36.71.03.1002-0004`."""
    number = advance(cycle, minutes_series(office))
    return format_reference(
        planning_year=cycle.planning_year,
        series=f"BA-OPD-{office.code}" if isinstance(office, Agency) else f"BA-{office.code}",
        number=number,
        training=cycle.is_training,
    )


def minutes_series(office) -> str:
    """The kecamatan and its kelurahan count together: a code begins with that of the kecamatan."""
    return f"BO-{office.code}" if isinstance(office, Agency) else f"BA-{office.code[:8]}"


def assign(proposals: Sequence[Proposal]) -> dict[int, str]:
    """Take the next numbers for those that have none, in their order; inside the caller's transaction.

    The counter row is updated first, so that a second writer of the same series waits for the first.
    """
    by_series: dict[tuple, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        if proposal.reference is None:
            by_series[proposal.cycle, series_of(proposal)].append(proposal)
    given = {}
    for (cycle, series), members in sorted(by_series.items(), key=lambda item: (item[0][0].pk, item[0][1])):
        last = advance(cycle, series, by=len(members))
        for number, proposal in enumerate(members, start=last - len(members) + 1):
            given[proposal.pk] = format_reference(
                planning_year=cycle.planning_year, series=series, number=number, training=cycle.is_training
            )
    return given


def advance(cycle, series: str, *, by: int = 1) -> int:
    """The last number of the series after taking `by` more; the caller's transaction holds the row."""
    counters = Counter.objects.filter(cycle=cycle, series=series)
    if not counters.update(last=F("last") + by):
        try:
            with transaction.atomic():
                Counter.objects.create(cycle=cycle, series=series, last=by)
            return by
        except IntegrityError:  # another first submit of this series came first
            counters.update(last=F("last") + by)
    return counters.get().last
