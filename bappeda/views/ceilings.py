"""The ceilings in force with what is used, their versions, and a new version with its reason."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bappeda.forms import CeilingForm
from bappeda.money import list_uses
from bappeda.services.authority import require_role
from bappeda.views.reading import require_cycle
from proposals import clock, cycles
from proposals.models import Ceiling
from proposals.refusals import Refused
from proposals.services.ceilings import set_ceiling
from regions.indonesian import rupiah

OPEN = ("city", "kecamatan", "agency")  # the kinds that stand open on the page


@never_cache
@require_http_methods(["GET", "POST"])
def show(request):
    """`ubah=jenis:kode` in the address fills the form with that ceiling."""
    require_role(request.user, "bappeda_admin")
    cycle = require_cycle(cycles.current(request))
    if request.method == "GET":
        initial = {"target": request.GET.get("ubah", ""), "effective_on": localdate(clock.now())}
        return _draw(request, cycle, CeilingForm(initial=initial))
    form = CeilingForm(request.POST)
    if not form.is_valid():
        return _draw(request, cycle, form, status=422)
    kind, holder = form.read_target()
    values = {name: form.cleaned_data[name] for name in ("amount", "reason", "effective_on")}
    try:
        ceiling = set_ceiling(cycle=cycle, kind=kind, holder=holder, by=request.user, **values)
    except Refused as refused:
        if refused.http != 422:
            raise
        for name, sentence in refused.refusals[0].fields.items():
            form.add_error(name if name in form.fields else "target", sentence)
        return _draw(request, cycle, form, status=422)
    messages.success(
        request,
        f"Pagu {ceiling} menjadi {rupiah(ceiling.amount)}, versi {ceiling.version}. Kantor terkait diberi tahu.",
    )
    return redirect("bappeda:ceilings")


def _draw(request, cycle, form, *, status=200):
    labels = dict(Ceiling.Kind.choices)
    groups = [
        {"kind": kind, "label": labels[kind], "uses": uses, "open": kind in OPEN}
        for kind, uses in list_uses(cycle).items()
    ]
    context = {"cycle": cycle, "form": form, "groups": groups}
    return render(request, "bappeda/ceilings.html", context, status=status)
