"""A desk's part of the home page: time left, what waits, how far the office is, what it decided last."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from proposals import questions
from proposals.desks import Desk, sit_down
from proposals.models import Review
from proposals.queue_choices import REPAIRED, Choice
from proposals.windows import Windows

SHOWN = 5


def read_home(desk: Desk, user, *, cycle, now: datetime) -> dict[str, Any]:
    """The context of templates/proposals/queue_home.html; six queries and a count."""
    seat = sit_down(desk, user)
    context = {
        "seat": seat,
        "office": seat.office,
        "cycle": cycle,
        "now": now,
        "queue_url": desk.url("queue"),
    }
    if cycle is None:
        return context
    pile, opening = seat.pile(cycle), seat.opening(Windows(cycle), now)
    waiting = pile.scope.filter(status=desk.status).order_by()
    counts = waiting.annotate(was_repaired=REPAIRED).aggregate(
        repaired=Count("pk", filter=Q(was_repaired=True)),
        recommended=Count("pk", filter=Q(is_recommended=True)),
        warned=Count("pk", filter=~Q(position_warning="")),
    )
    decided = Review.objects.filter(proposal__in=pile.scope.order_by().values("pk"), stage=desk.stage)
    return (
        context
        | counts
        | {
            "opening": opening,
            "owed": questions.count_owed(user, cycle),
            "left": (opening.closes_at - now).total_seconds() if opening.is_open else None,
            "progress": pile.count(Choice()),
            "unrecommended_url": desk.url("queue") + Choice().query(rekomendasi="belum"),
            "repaired_url": desk.url("queue") + Choice().query(kembali="1"),
            "decided": list(decided.select_related("proposal", "by").order_by("-pk")[:SHOWN]),
        }
    )
