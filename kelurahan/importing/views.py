"""The pages of an import: upload, progress, columns, preview with small forms, taking in, receipt."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kelurahan.importing import correcting, doubles, drawing, keeping, receiving, taking_in
from kelurahan.importing.problem_list import build_problem_list
from kelurahan.importing.template import build_template
from kelurahan.models import ImportFile
from kelurahan.offices import find_office
from kelurahan.reading_sheets import gate
from proposals import cycles
from proposals.refusals import Refusal, Refused

LARGEST_FORM = gate.LARGEST_FILE + gate.MEGABYTE
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT = 10
State = ImportFile.State


@csrf_exempt  # only so that an oversized body is refused before it is read; `_start` is protected
@require_http_methods(["GET", "POST"])
def start(request):
    """Upload a workbook, get the template, find the imports of late."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and length.isdigit() and int(length) > LARGEST_FORM:
        return _draw_start(request, Refusal(413, "large", gate.SENTENCES["large"]))
    return _start(request)


@csrf_protect
def _start(request):
    if request.method == "GET":
        return _draw_start(request)
    office, _ = find_office(request.user, request.POST.get("kelurahan", ""))
    cycle = _require_cycle(request)
    try:
        file = receiving.receive(
            upload=request.FILES.get("berkas"), kelurahan=office, cycle=cycle, by=request.user
        )
    except Refused as refused:
        if refused.http not in (409, 422):
            raise
        return _draw_start(request, refused.refusals[0])
    return redirect(file)


@require_safe
def template(request):
    """The workbook to fill in."""
    find_office(request.user)
    cycle = _require_cycle(request)
    return _download(build_template(cycle), f"templat-usulan-{cycle.slug}.xlsx")


@never_cache
@require_safe
def show(request, uuid):
    """Where the import stands: being read, waiting, over, or given up."""
    file = find(request.user, uuid)
    if file.state == State.READY:
        return redirect("kelurahan:import_preview" if file.columns_seen else "kelurahan:import_columns", uuid)
    context = {"file": file, "cycle": file.cycle, "job": file.job, "own": file.by_id == request.user.pk}
    if file.state != State.DONE:
        return render(request, "kelurahan/import/state.html", context)
    counts = drawing.count_verdicts(file)
    context |= {
        "counts": counts,
        "taken": drawing.draw_taken(file, request.user),
        "left": drawing.draw_left(file),
        "omitted": drawing.draw_omitted(file),
    }
    return render(request, "kelurahan/import/receipt.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def columns(request, uuid):
    """Which column is what, each with samples; or another sheet, or another heading row."""
    file = find(request.user, uuid)
    if file.state != State.READY:
        return redirect(file)
    refusal = None
    if request.method == "POST":
        try:
            if "baca" in request.POST:
                row = _read_number(request.POST.get("baris_judul", ""))
                sheet = request.POST.get("lembar", file.sheet)
                return redirect(
                    correcting.read_again(file=file, sheet=sheet, header_row=row, by=request.user)
                )
            correcting.correct_columns(file=file, columns=_read_columns(request.POST), by=request.user)
            return redirect("kelurahan:import_preview", uuid)
        except Refused as refused:
            if refused.http != 422:
                raise
            refusal = refused.refusals[0]
    choices = drawing.draw_columns(file)
    if refusal is not None:
        given = _read_columns(request.POST)
        for choice in choices:
            choice.chosen = given.get(choice.place, "")
    context = {
        "file": file,
        "cycle": file.cycle,
        "choices": choices,
        "meanings": drawing.list_meanings(),
        "counts": drawing.count_verdicts(file),
        "refusal": refusal,
    }
    return render(request, "kelurahan/import/columns.html", context, status=422 if refusal else 200)


@never_cache
@require_safe
def preview(request, uuid):
    """Every row with its verdict; those to be mended first."""
    file = find(request.user, uuid)
    if file.state != State.READY:
        return redirect(file)
    return _draw_preview(request, file)


@require_POST
def mend(request, uuid, number):
    """What was typed into the small form of one row, or that it is a proposal after all."""
    file = find(request.user, uuid)
    if "ikutkan" in request.POST:
        correcting.include_row(file=file, number=number, by=request.user)
        messages.success(request, f"Baris {number} sekarang ikut dibaca sebagai usulan.")
    else:
        row = correcting.mend_row(file=file, number=number, edits=request.POST.dict(), by=request.user)
        if row.problems:
            messages.warning(request, f"Baris {number} masih perlu diperbaiki.")
        else:
            messages.success(request, f"Baris {number} sekarang baik.")
    shown, page = request.GET.get("tampil", ""), _read_number(request.GET.get("hal", "1")) or 1
    shown = shown if shown in {key for key, _, _ in drawing.FILTERS} else ""
    address = reverse("kelurahan:import_preview", args=[uuid])
    return redirect(f"{address}?tampil={shown}&hal={page}" if shown else address)


@require_POST
def take(request, uuid):
    """All rows, or the good ones, become drafts."""
    file = find(request.user, uuid)
    try:
        taking_in.take_in(file=file, by=request.user, all_rows=request.POST.get("mana") == "semua")
    except Refused as refused:
        if refused.http not in (409, 422) or file.state != State.READY:
            raise
        return _draw_preview(request, file, refused.refusals[0])
    return redirect(file)


@require_POST
def drop(request, uuid):
    """Give it up."""
    keeping.drop(file=find(request.user, uuid), by=request.user)
    messages.info(request, "Impor dibatalkan. Tidak ada usulan yang dibuat.")
    return redirect("kelurahan:import")


@require_safe
def problems(request, uuid):
    """The rows to be mended as a workbook."""
    file = find(request.user, uuid)
    return _download(build_problem_list(file), f"perlu-diperbaiki-{file.name}")


def find(user, uuid) -> ImportFile:
    """The import of an own kelurahan. Raises Refused (404)."""
    known = ImportFile.objects.visible_to(user).select_related(
        "kelurahan__kecamatan__agency", "cycle", "by", "finished_by", "job"
    )
    file = known.filter(uuid=uuid).first()
    if file is None:
        raise Refused(Refusal(404, "not_found", "Impor ini tidak ada di kantor Anda."))
    return file


def _draw_start(request, refusal: Refusal | None = None):
    unread = refusal is not None and refusal.http == 413  # its body is never looked at
    asked = request.GET if request.method == "GET" or unread else request.POST
    office, offices = find_office(request.user, asked.get("kelurahan", ""))
    cycle = cycles.current(request)
    if cycle is None:
        return render(request, "kelurahan/no_cycle.html", {"office": office})
    closed = receiving.find_refusal(kelurahan=office, cycle=cycle, by=request.user)
    recent = ImportFile.objects.visible_to(request.user).filter(kelurahan=office, cycle=cycle)
    context = {
        "office": office,
        "offices": offices,
        "cycle": cycle,
        "refusal": refusal,
        "closed": closed.message if closed else "",
        "recent": recent.exclude(state=State.DROPPED).select_related("by")[:RECENT],
    }
    return render(request, "kelurahan/import/start.html", context, status=refusal.http if refusal else 200)


def _draw_preview(request, file: ImportFile, refusal: Refusal | None = None):
    counts = drawing.count_verdicts(file)
    verdicts = {key: verdict for key, _, verdict in drawing.FILTERS}
    wanted = request.GET.get("tampil", "")
    first = next((key for key, _, verdict in drawing.FILTERS if counts[verdict]), "baik")
    shown = wanted if wanted in verdicts else first
    count = counts[verdicts[shown]]
    last = max(1, -(-count // drawing.PAGE))
    page = min(max(1, _read_number(request.GET.get("hal", "1"))), last)
    closed = receiving.find_refusal(kelurahan=file.kelurahan, cycle=file.cycle, by=request.user)
    context = {
        "file": file,
        "cycle": file.cycle,
        "counts": counts,
        "read": sum(counts[v] for v in ("good", "bad", "known")),
        "shown": shown,
        "chips": [(key, label, counts[verdict]) for key, label, verdict in drawing.FILTERS],
        "lines": doubles.point_out(
            drawing.draw_lines(file, verdicts[shown], page), file=file, user=request.user
        ),
        "page": page,
        "previous_url": f"?tampil={shown}&hal={page - 1}" if page > 1 else "",
        "next_url": f"?tampil={shown}&hal={page + 1}" if page < last else "",
        "range_text": f"Halaman {page} dari {last}" if last > 1 else "",
        "closed": closed.message if closed else "",
        "refusal": refusal,
        "same": _find_same(file) if counts["known"] else None,
    }
    return render(request, "kelurahan/import/preview.html", context, status=refusal.http if refusal else 200)


def _find_same(file: ImportFile) -> ImportFile | None:
    """An earlier import of the very same bytes that was taken in."""
    same = ImportFile.objects.filter(
        kelurahan=file.kelurahan, cycle=file.cycle, sha256=file.sha256, state=State.DONE
    )
    return same.select_related("finished_by").first()


def _require_cycle(request):
    cycle = cycles.current(request)
    if cycle is None:
        raise Refused(Refusal(409, "cycle", "Belum ada tahun perencanaan. Tanyakan ke Bappeda."))
    return cycle


def _read_columns(post) -> dict[int, str]:
    return {
        int(name.removeprefix("kolom-")): key
        for name, key in post.items()
        if name.startswith("kolom-") and _is_number(name.removeprefix("kolom-"))
    }


def _read_number(text: str) -> int:
    return int(text) if _is_number(text.strip()) else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
