"""Which planning cycle a person works in: kept in the session, switched with `?tahun=latihan-2021`."""

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


def find_counterpart(request) -> PlanningCycle | None:
    """The training of the year one works in, or the real year while training; None before `current` was asked."""
    here = getattr(request, "_cycle", None)
    if here is None:
        return None
    return next(
        (c for c in request._cycles if c.planning_year == here.planning_year and c.kind != here.kind), None
    )
