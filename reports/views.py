"""The pages of reports: the list, one report with its preview, asking for a file, and fetching it."""

import uuid

from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import AGENCY, BIDANG, KECAMATAN, KELURAHAN
from proposals import cycles
from proposals.models import Forum
from proposals.refusals import Refusal, Refused
from reports import overview_page, registry, services
from reports.lines import lay_out
from reports.models import ReportRun
from reports.narrowing import address, list_menus
from reports.packages.listing import may_read_packages
from reports.showing import show_list, show_table
from reports.snapshot import snapshot
from reports.viewer import roles_of
from reports.writers import CONTENT_TYPES

READ_MINUTES = frozenset((*KELURAHAN, *KECAMATAN, *AGENCY, *BIDANG))
PREVIEW = 50  # rows
RECENT = 10  # files on the list of reports
RECENT_OF_ONE = 3  # files on the page of one report
GONE = "Berkas ini sudah dihapus karena masa simpannya habis. Minta lagi dari halaman laporan."

NO_LONGER_YOURS = (
    "Berkas ini memuat usulan dari kantor yang bukan lagi wewenang Anda. Minta lagi dari halaman laporan."
)


@never_cache
@require_GET
def list_reports(request):
    """The reports for this person, the berita acara, and the own files."""
    cycle = cycles.current(request)
    context = {
        "cycle": cycle,
        "reports": registry.list_reports(request.user),
        "minutes": _list_minutes(request.user, cycle),
        "has_packages": may_read_packages(request.user),
        "runs": _recent_runs(request.user),
    }
    return render(request, "reports/list.html", context)


@never_cache
@require_GET
def show_overview(request):
    """The year in pictures, of what the person may see."""
    cycle = cycles.current(request)
    if not roles_of(request.user) - {"administrator"}:
        raise Refused(Refusal(403, "role", registry.NOT_FOR_ROLE))
    asked = {"cycle": cycle.slug if cycle else "", **request.GET.dict()}
    with snapshot() as moment:
        context = overview_page.build(request.user, asked, moment)
    return render(request, "reports/overview.html", {"cycle": cycle, **context})


@never_cache
@require_GET
def show_report(request, slug):
    """Filters, the first rows, the tables beside them, and the buttons for files."""
    cycle = cycles.current(request)
    recent = _recent_runs(request.user, slug=slug)[:RECENT_OF_ONE]
    in_sight = [run for run in recent if run is recent[0] or not run.job.is_finished]
    context = {"cycle": cycle, "runs": in_sight, "older": [run for run in recent if run not in in_sight]}
    asked = {"cycle": cycle.slug if cycle else "", **request.GET.dict()}
    try:
        with snapshot() as moment:
            context |= _read(slug, request.user, asked)
    except Refused as refusal:
        if refusal.refusals[0].code != "nothing_published":
            raise
        context |= {
            "report": registry.REPORTS[slug],
            "nothing": refusal.refusals[0].message,
            "menus": list_menus(registry.REPORTS[slug], request.user, asked),
        }
    else:
        context |= {"moment": moment, "form_key": uuid.uuid4()}
    return render(request, "reports/report.html", context)


def _read(slug: str, user, asked) -> dict:
    """What the page shows of the report itself."""
    report, subject = registry.open_report(slug, user, asked)
    listing = report.list_rows(subject)
    count, rows = listing.count(), listing.cut(0, PREVIEW)
    lines = lay_out(report, rows, listing.totals(), is_cut=count > len(rows))
    return {
        "report": report,
        "subject": subject,
        "count": count,
        "shown": len(rows),
        "preview": show_list(report, lines),
        "sheets": [(sheet, show_table(sheet.columns, sheet.list_rows(subject))) for sheet in report.sheets],
        "menus": list_menus(report, user, subject.params, subject),
        "formats": [(format, ReportRun.Format(format).label) for format in report.formats],
    }


@require_POST
def request_file(request, slug):
    """Queue a file and come back to the report, where its progress is shown."""
    params = {name: value for name, value in request.POST.items() if name not in ("format", "key")}
    run = services.request_file(
        slug=slug,
        params=params,
        format=request.POST.get("format", ""),
        by=request.user,
        key=request.POST.get("key", "")[:36] or None,
    )
    return redirect(f"{reverse('reports:report', args=[slug])}{address(run.params)}#berkas")


@never_cache
@require_GET
def download(request, pk):
    """Stream the own file; whether its content may still be seen is asked again."""
    run = get_object_or_404(ReportRun.objects.visible_to(request.user).select_related("job"), pk=pk)
    _, subject = registry.open_report(run.slug, request.user, run.params)
    if not set(run.scope) <= set(subject.scope):
        raise Refused(Refusal(404, "scope", NO_LONGER_YOURS))
    if not run.file or not run.path.is_file():
        raise Refused(Refusal(404, "gone", GONE))
    return FileResponse(
        run.path.open("rb"), as_attachment=True, filename=run.filename, content_type=CONTENT_TYPES[run.format]
    )


def _list_minutes(user, cycle) -> list[Forum] | None:
    """The berita acara that were issued and that the person may read, without their contents; one query. None for who
    reads none at all."""
    if not roles_of(user) & READ_MINUTES:
        return None
    issued = Forum.objects.visible_to(user).filter(cycle=cycle, issued_at__isnull=False)
    named = issued.select_related("kelurahan__kecamatan", "kecamatan", "agency")
    return list(
        named.defer("content", "participants", "agreed", "not_agreed", "sessions").order_by("level", "number")
    )


def _recent_runs(user, **narrowed):
    runs = ReportRun.objects.visible_to(user).filter(**narrowed).select_related("job")
    return list(runs.order_by("-job__created_at")[:RECENT])
