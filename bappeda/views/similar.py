"""/bappeda/serupa/: likely doubles among what waits for scoring, across the city."""

from django.urls import reverse

from bappeda.views.access import require_any
from proposals.querysets import visible_to
from proposals.similar.pool import Office, read_cycle
from proposals.similar.views import build_views


def open_office(request) -> Office:
    """Bappeda's administrator merges what is being scored; refuses (403) everybody else."""
    require_any(request.user, "bappeda_admin")
    cycle = read_cycle(request)
    around = visible_to(request.user).filter(cycle=cycle)
    return Office(
        name="Bappeda, seluruh kota",
        namespace="bappeda",
        stage="bappeda",
        place={},
        cycle=cycle,
        waiting=around.filter(status="scoring"),
        around=around,
        back_url=reverse("home"),
        back_text="Ke beranda",
    )


similar, similar_merge = build_views(open_office)
