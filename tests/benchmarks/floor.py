"""The floor under a list page: the same session, person and middleware, one query, and the same fifty rows.

`plain` stands in a small page of its own; `framed` stands in the frame of every page of the product.
"""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from bappeda.models import RankedProposal
from proposals.models import Proposal

PAGE = 50
PLAIN = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Daftar</title></head><body>
<header>{{ user.full_name }}, {{ user.office_name }}</header>
<main>{% block content %}@@@{% endblock %}</main></body></html>"""
FRAMED = """{% extends "base.html" %}{% block content %}@@@{% endblock %}"""
QUEUE = """{% load indonesian %}<ol>{% for row in rows %}<li class="row"><a href="/kecamatan/{{ row.uuid }}/">
<span>{{ row.kelurahan.name }} {{ row.reference }}</span> <span>{{ row.endorsed_at|date:"j F Y" }}</span>
<span>{{ row.title }}</span> <span>{{ row.current_budget|rupiah }}</span></a></li>{% endfor %}</ol>"""
BOARD = """{% load indonesian %}<table>{% for row in rows %}<tr class="row"><td>{{ row.position }}</td>
<th><a href="/usulan/{{ row.proposal.uuid }}/">{{ row.proposal.title }}</a> {{ row.proposal.reference }}</th>
<td>{{ row.proposal.kelurahan.name }} {{ row.agency.short_name }}</td><td>{{ row.budget|rupiah }}</td>
<td>{{ row.score }}</td><td>{{ row.tie_rule }}</td><td>{{ row.get_outcome_display }}</td></tr>{% endfor %}</table>"""


def list_queue(request, frame: str):
    if request.user.agency_id:
        rows = Proposal.objects.filter(current_agency=request.user.agency_id, status="opd_review")
        rows = rows.order_by("kecamatan_order", "pk")
    else:
        rows = Proposal.objects.filter(kecamatan=request.user.kecamatan_id, status="kecamatan_review")
        rows = rows.order_by("kelurahan_order", "pk")
    return _answer(request, frame, QUEUE, rows.select_related("kelurahan"))


def list_board(request, frame: str, run: int):
    rows = RankedProposal.objects.filter(run=run).defer("contributions")
    rows = rows.select_related("proposal__kelurahan", "agency")
    return _answer(request, frame, BOARD, rows.order_by("position"))


_templates: dict[tuple[str, str], object] = {}


def _answer(request, frame: str, listed: str, rows) -> HttpResponse:
    if (frame, listed) not in _templates:
        source = {"plain": PLAIN, "framed": FRAMED}[frame].replace("@@@", listed)
        _templates[frame, listed] = engines["django"].from_string(source)
    context = {"rows": rows[:PAGE], "user": request.user}
    return HttpResponse(_templates[frame, listed].render(context, request if frame == "framed" else None))


urlpatterns = [
    path("dasar/antrean/<str:frame>/", list_queue),
    path("dasar/papan/<int:run>/<str:frame>/", list_board),
    path("", include("eplanning.urls")),
]
