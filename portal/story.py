"""The path of one published proposal for everybody: offices, dates, figures and public reasons; no names of people."""

import json
from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html

from bappeda.models import Publication, RankedProposal
from bappeda.wording import RULE_LABELS, label_ceilings, say_outcome, say_points, say_value
from proposals import workflow
from proposals.levels import show
from proposals.models import Event, Proposal, Review
from regions.indonesian import MONTHS, group, rupiah

# What the public is told of, and how: {office} did it.
TOLD = {
    "endorse": "{office} mengajukan",
    "register": "{office} mengajukan",
    "forward": "{office} meneruskan",
    "verify": "{office} menyatakan layak",
    "redirect": "{office} mengalihkan ke Perangkat Daerah lain",
    "return": "{office} mengembalikan",
    "resubmit": "{office} memperbaiki",
    "take_back": "Batas perbaikan lewat tanpa perubahan",
    "reject": "{office} menolak",
    "merge": "{office} menggabungkan ke usulan lain",
    "refer": "{office} mengusulkan ke Provinsi/Pusat",
    "fund_local": "{office} mendanai dengan Dana Kelurahan",
    "reopen": "{office} membuka kembali",
}
ICONS = {
    "endorse": "person-lines-fill", "register": "person-lines-fill", "return": "arrow-return-left",
    "take_back": "clock-history", "reject": "x-lg", "merge": "sign-merge-left", "redirect": "arrow-left-right",
    "refer": "arrow-up-right-circle", "reopen": "arrow-repeat",
}  # fmt: skip
TONES = {"return": "warning", "take_back": "warning", "reject": "bad", "fund_local": "good"}
WITH_NOTE = ("verify", "forward", "fund_local")
ANNOUNCED = {"prioritised": "good", "reserve": "reserve", "rejected": "bad"}


def tell(proposal: Proposal, publication: Publication) -> list[dict]:
    """Steps for components/path.html, oldest first; three queries."""
    events = list(Event.objects.filter(proposal=proposal).order_by("seq"))
    reviews = {
        review.seq: review for review in Review.objects.filter(proposal=proposal).select_related("agency")
    }
    place = RankedProposal.objects.filter(proposal=proposal, run=publication.run_id).first()
    steps, before = [], {}
    for event in events:
        if event.action in TOLD:
            steps.append(_tell_decision(event, reviews.get(event.seq), before, proposal))
        elif event.action in ("publish", "supersede"):
            if place is not None and event.action == "publish":
                steps.append(_tell_ranking(place, publication))
            steps.append(_tell_result(event, place, publication))
    return steps


def count_days(steps_from: datetime, until: datetime) -> int:
    return (timezone.localdate(until) - timezone.localdate(steps_from)).days


def _tell_decision(event: Event, review: Review | None, before: dict, proposal: Proposal) -> dict:
    office = json.loads(event.content).get("office") or "Bappeda"
    reason = review.text if review else ""
    label = "Catatan" if event.action in WITH_NOTE else "Alasan"
    if review and review.category:
        label = workflow.REASON_CATEGORIES[review.category]
    return {
        "title": TOLD[event.action].format(office=office),
        "moment": _day(event.at),
        "icon": ICONS.get(event.action, "check-lg"),
        "tone": TONES.get(event.action, ""),
        "text": _tell_figures(review, before, proposal.unit),
        "reason_label": label,
        "reason": reason,
    }


def _tell_figures(review: Review | None, before: dict, unit: str):
    if review is None or review.volume is None:
        return ""
    known = bool(before)
    parts = []
    for name in ("volume", "budget"):
        value = getattr(review, name)
        words = show(name, value, unit)
        changed = known and value != before.get(name)
        parts.append(format_html('<span class="changed">{}</span>', words) if changed else words)
        before[name] = value
    return format_html("Volume {}, {}", *parts)


def _tell_ranking(place: RankedProposal, publication: Publication) -> dict:
    run = publication.run
    decider = RULE_LABELS[place.tie_rule].lower()
    tie = ""
    if place.tied > 1:
        tie = f"Seri dengan {group(place.tied - 1)} usulan lain."
        if place.tie_rule != "score":
            own, other = (
                say_value(place.tie_rule, value) for value in (place.own_value, place.neighbour_value)
            )
            tie += f" Diputus oleh {decider}: {own} terhadap {other}."
    return {
        "title": "Bappeda menilai",
        "moment": _day(run.made_at),
        "icon": "ui-checks",
        "tone": "",
        "text": f"Skor {say_points(place.score)}, urutan {group(place.position)} dari {group(run.proposal_count)}",
        "reason_label": "Penentu",
        "reason": tie,
    }


def _tell_result(event: Event, place: RankedProposal | None, publication: Publication) -> dict:
    status = workflow.STATUSES[event.status]
    title = "Diumumkan sebagai" if event.action == "publish" else "Perubahan diumumkan:"
    data = json.loads(event.content)["data"]
    why = data.get("text", "")
    if not why and place is not None:
        why = say_outcome(place, label_ceilings(publication.run)) or "Muat dalam semua pagu yang mengikatnya."
    return {
        "title": f"{title} {status.label}",
        "moment": _day(event.at),
        "icon": "flag-fill",
        "tone": ANNOUNCED.get(event.status, ""),
        "text": rupiah(place.budget) if place is not None else "",
        "reason_label": "Mengapa",
        "reason": why,
    }


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"
