"""The pages of likely doubles, the same at every office: the groups, and one of them with the way to merge it."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from proposals import clock
from proposals.similar.members import line_up
from proposals.similar.merging import MergeForm, Wish, carry_out, try_out
from proposals.similar.pool import Office, Opener
from proposals.windows import Windows

PAGE = 10  # groups
MOST = 10  # members that one address may name
CHANGED = "Pilihan atau isian berubah sejak diperiksa. Lihat hasilnya sekali lagi di bawah; belum ada yang digabung."
GONE = "Usulan yang akan dibandingkan tidak ditemukan di kantor Anda. Pilih dari kelompok di bawah."


def draw_list(request, open_office: Opener):
    """The groups, the likeliest first."""
    office = open_office(request)
    found = office.clusters
    page = min(_read_page(request), max(0, (len(found) - 1) // PAGE))
    shown = found[page * PAGE : (page + 1) * PAGE]
    rows = {row.pk: row for row in office.read(keys=[key for cluster in shown for key in cluster.keys])}
    groups = []
    for cluster in shown:
        members = line_up([rows[key] for key in cluster.keys if key in rows], cluster)
        groups.append({"members": members, "url": _merge_url(request, office, [m.row for m in members])})
    context = _context(request, office) | {
        "groups": groups,
        "total": len(found),
        "range_text": f"Kelompok {page * PAGE + 1}–{page * PAGE + len(shown)} dari {len(found)}"
        if shown
        else "",
        "previous_url": _page_url(request, page - 1) if page else "",
        "next_url": _page_url(request, page + 1) if (page + 1) * PAGE < len(found) else "",
    }
    return render(request, "proposals/similar.html", context)


def draw_merge(request, open_office: Opener):
    """GET: the members named by the address. POST: try it out (`periksa`) or do it (`putuskan`)."""
    office = open_office(request)
    rows = office.read(uuids=_read_uuids(request.GET.getlist("u")))
    if len(rows) < 2:
        if request.GET.getlist("u"):
            messages.warning(request, GONE)
        return redirect(office.url("similar") + _own_query(request))
    posted = request.POST if request.method == "POST" else None
    wish, form = Wish.read(rows, posted), MergeForm(posted, auto_id="id_%s")
    context = _context(request, office) | {"members": line_up(rows), "wish": wish, "form": form}
    if posted is None:
        return render(request, "proposals/similar_merge.html", context)
    if wish.complaint:
        return _draw(request, context | {"general": wish.complaint}, 422)
    trial = try_out(wish, by=request.user)
    if trial.http == 200 and "putuskan" in request.POST:
        if request.POST.get("cap") != wish.stamp:
            return _draw(request, context | {"trial": trial, "general": CHANGED}, 409)
        trial = carry_out(wish, by=request.user)
        if trial is None:
            messages.success(request, _tell(wish))
            return redirect(office.url("similar") + _own_query(request))
    for name, sentence in (trial.fields or {}).items():
        form.add_error(name if name in form.fields else None, sentence)
    return _draw(request, context | {"trial": trial, "general": trial.general}, trial.http)


def build_views(open_office: Opener):
    """(similar, similar_merge) for the addresses of an office."""

    @require_safe
    def similar(request):
        return draw_list(request, open_office)

    @never_cache
    @require_http_methods(["GET", "POST"])
    def similar_merge(request):
        return draw_merge(request, open_office)

    return similar, similar_merge


def _draw(request, context: dict, status: int):
    for member in context["members"]:
        member.row.sentence = (getattr(context.get("trial"), "sentences", None) or {}).get(
            member.row.uuid, ""
        )
    return render(request, "proposals/similar_merge.html", context, status=status)


def _context(request, office: Office) -> dict:
    opening = Windows(office.cycle).of_stage(office.stage, clock.now(), **office.place)
    list_url = office.url("similar") + _own_query(request)
    return {"office": office, "cycle": office.cycle, "opening": opening, "list_url": list_url}


def _own_query(request) -> str:
    """At which desk somebody sits who stands for several offices."""
    office = request.GET.get("kantor", "")
    return f"?{urlencode({'kantor': office})}" if office else ""


def _merge_url(request, office: Office, rows) -> str:
    query = [("u", row.uuid) for row in rows]
    if request.GET.get("kantor"):
        query.append(("kantor", request.GET["kantor"]))
    return f"{office.url('similar_merge')}?{urlencode(query)}"


def _page_url(request, page: int) -> str:
    query = {"halaman": page + 1} | ({"kantor": request.GET["kantor"]} if request.GET.get("kantor") else {})
    return f"?{urlencode(query)}"


def _read_page(request) -> int:
    typed = request.GET.get("halaman", "1")
    return max(1, int(typed)) - 1 if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _read_uuids(typed: list[str]) -> list[UUID]:
    found = []
    for one in typed[:MOST]:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found


def _tell(wish: Wish):
    return format_html(
        '{} usulan digabung ke <a href="{}">{}</a>. Pengusulnya diberi tahu.',
        len(wish.chosen),
        wish.lead.get_absolute_url(),
        wish.lead.reference,
    )
