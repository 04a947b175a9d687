"""/opd/forum/: the record of the agency's forum, its preview on paper, and issuing its berita acara."""

from django.http import Http404
from django.views.decorators.http import require_http_methods, require_safe

from opd.council import COUNCIL
from opd.desk import DESK
from proposals import cycles
from proposals.desks import sit_down
from proposals.forums import meeting_views
from proposals.models import Proposal


@require_http_methods(["GET", "POST"])
def record(request):
    """The draft; once it is issued, where its berita acara is."""
    return meeting_views.draw_record(request, _open(request))


@require_safe
def preview(request):
    """The draft as it would be printed, without number and hash."""
    return meeting_views.draw_preview(request, _open(request))


@require_http_methods(["GET", "POST"])
def publish(request):
    """What is read before the berita acara is issued; a POST issues exactly that."""
    return meeting_views.draw_issue(request, _open(request))


def _open(request) -> dict:
    code = request.GET.get("kantor", "")
    seat = sit_down(DESK, request.user, prefer=code or None)
    cycle = cycles.current(request)
    if cycle is None or (code and seat.office.code != code):
        raise Http404
    waiting = Proposal.objects.filter(cycle=cycle, current_agency=seat.office, status=DESK.status).count()
    return meeting_views.open_meeting(request, COUNCIL, cycle=cycle, office=seat.office) | {
        "offices": [seat.office, *seat.others],
        "key": "kantor",
        "query": f"?kantor={code}" if code else "",
        "readers": "kantor ini dan Bappeda",
        "arrives": f"{waiting} usulan masih menunggu keputusan Anda." if waiting else "",
    }
