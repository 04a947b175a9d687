"""Which planning cycle a person works in (in the session, switched with `?tahun=latihan-2021`), and which are past."""

from django.db.models import Q

from proposals.models import PlanningCycle

SESSION_KEY = "cycle"


def current(request) -> PlanningCycle | None:
    """The chosen cycle, else the newest live one, else the newest; None when there is none. One query."""
    cached = getattr(request, "_cycle", False)
    if cached is not False:
        return cached
    request._cycles = cycles = list(PlanningCycle.objects.all())
    by_slug = {cycle.slug: cycle for cycle in cycles}
    wanted = request.GET.get("tahun")
    if wanted in by_slug and request.session.get(SESSION_KEY) != wanted:
        request.session[SESSION_KEY] = wanted
    chosen = by_slug.get(request.session.get(SESSION_KEY, ""))
    request._cycle = chosen or next((c for c in cycles if not c.is_training), cycles[0] if cycles else None)
    return request._cycle


def find_named(request, slug: str) -> PlanningCycle | None:
    """The cycle that a form was made for, else the one at hand: the session may have been renewed meanwhile."""
    here = current(request)
    return next((cycle for cycle in request._cycles if cycle.slug == slug), here)


def find_counterpart(request) -> PlanningCycle | None:
    """The training of the year one works in, or the real year while training; None before `current` was asked."""
    here = getattr(request, "_cycle", None)
    if here is None:
        return None
    return next(
        (c for c in request._cycles if c.planning_year == here.planning_year and c.kind != here.kind), None
    )


def list_past(cycle: PlanningCycle, *, most: int = 3) -> list[PlanningCycle]:
    """The real years whose outcome is known to this one, the newest first: announced or closed, and older.

    For a training year the real year of the same number counts as past, so that the training shows it.
    """
    past = PlanningCycle.objects.filter(kind=PlanningCycle.Kind.LIVE).exclude(pk=cycle.pk)
    past = past.filter(Q(published_at__isnull=False) | Q(closed_at__isnull=False))
    newest = cycle.planning_year if cycle.is_training else cycle.planning_year - 1
    return list(past.filter(planning_year__lte=newest).order_by("-planning_year")[:most])
