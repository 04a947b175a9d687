"""The end of a planning year: what will lapse, and the question before it does."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bappeda.services.authority import require_role
from proposals import cycles, workflow
from proposals.models import Proposal
from proposals.refusals import Refusal, Refused
from proposals.services.closing import close_cycle


@never_cache
@require_http_methods(["GET", "POST"])
def close(request):
    require_role(request.user, "bappeda_admin")
    cycle = cycles.current(request)
    if cycle is None:
        raise Refused(Refusal(409, "no_cycle", "Belum ada tahun perencanaan yang dapat ditutup."))
    if request.method == "POST":
        lapsed = close_cycle(cycle=cycle, by=request.user)
        messages.success(
            request, f"Tahun perencanaan {cycle} ditutup. {lapsed} usulan menjadi Tidak Terproses."
        )
        return redirect("bappeda:runs")
    counts = dict(
        Proposal.objects.filter(cycle=cycle, status__in=workflow.OPEN)
        .order_by()
        .values_list("status")
        .annotate(Count("pk"))
    )
    context = {
        "cycle": cycle,
        "rows": [(status, counts[key]) for key, status in workflow.STATUSES.items() if counts.get(key)],
        "total": sum(counts.values()),
        "blocked": _explain_block(cycle),
    }
    return render(request, "bappeda/close.html", context)


def _explain_block(cycle) -> str:
    if cycle.closed_at:
        return f"Tahun perencanaan {cycle} sudah ditutup."
    if not cycle.is_training and cycle.published_at is None:
        return "Umumkan hasil pemeringkatan lebih dulu, lalu tutup tahun ini."
    return ""
