"""Public pages: the published list with its map, the path of one proposal, and how proposals are judged."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bappeda.wording import PUBLIC_NOTE, RULE_LABELS
from portal import bubble_map, story
from portal.reading import (
    OUTCOMES,
    Choice,
    find_public,
    find_publication,
    list_kelurahan,
    read_page,
    read_sums,
)
from proposals import workflow
from regions.indonesian import decimal, rupiah_short
from regions.models import Agency

SOURCES = {
    "mark": "dinilai penilai Bappeda, tingkat 1 sampai 5",
    "catalogue": "ditetapkan kamus usulan menurut jenis pekerjaan",
    "field": "dihitung dari data usulan",
    "order": "dihitung dari urutan Musrenbang kecamatan",
}
TIES = {
    "score": "Skor lebih tinggi lebih dulu.",
    "kecamatan_order": "Bila sama, urutan Musrenbang kecamatan yang lebih kecil lebih dulu; tanpa urutan paling akhir.",
    "kelurahan_order": "Bila masih sama, urutan kelurahan yang lebih kecil lebih dulu.",
    "households": "Bila masih sama, penerima manfaat (KK) yang lebih banyak lebih dulu.",
    "budget": "Bila masih sama, anggaran yang lebih kecil lebih dulu.",
    "reference": "Bila masih sama, nomor usulan yang lebih kecil lebih dulu.",
}
SUMMARY = ("prioritised", "reserve", "rejected", "merged", "local", "referred")
TONE = {"prioritised": "good", "reserve": "reserve", "rejected": "bad"}


@login_not_required
@require_safe
def show_results(request):
    """The list in force of the live year: sums, map, filters, 50 rows."""
    publication = find_publication()
    if publication is None:
        return render(request, "portal/nothing.html", {"note": PUBLIC_NOTE})
    choice = Choice.read(request.GET)
    page = read_page(
        publication, choice, after=request.GET.get("setelah", ""), before=request.GET.get("sebelum", "")
    )
    sums, places = read_sums(publication), list_kelurahan()
    kecamatan = {place.kecamatan.code: place.kecamatan for place in places}
    context = {
        "publication": publication,
        "cycle": publication.cycle,
        "choice": choice,
        "page": page,
        "sums": sums,
        "summary": _summarise(sums),
        "parts": [
            {"value": sums.by_status.get(key, (0, 0))[0], "tone": TONE.get(key, "neutral")} for key in SUMMARY
        ],
        "map": _draw_map(places, kecamatan, sums, choice.kelurahan),
        "places": _list_places(kecamatan, sums, choice),
        "spots": _list_spots(places, sums),
        "menus": _list_menus(places, kecamatan, choice),
        "next_url": _address(choice, setelah=page.after) if page.after else "",
        "previous_url": _address(choice, sebelum=page.before) if page.before else "",
        "note": PUBLIC_NOTE,
    }
    return render(request, "portal/results.html", context)


@login_not_required
@require_safe
def show_proposal(request, reference):
    """One published proposal's path; everything else does not exist here (404)."""
    publication = find_publication()
    proposal = find_public(publication, reference) if publication else None
    if proposal is None:
        raise Http404
    steps = story.tell(proposal, publication)
    decided = proposal.decided_at or publication.at
    context = {
        "publication": publication,
        "cycle": publication.cycle,
        "proposal": proposal,
        "tone": TONE.get(proposal.status, ""),
        "steps": steps,
        "days": story.count_days(proposal.endorsed_at, decided),
        "origin": workflow.ORIGINS[proposal.source],
        "note": PUBLIC_NOTE,
    }
    return render(request, "portal/proposal.html", context)


@login_not_required
@require_safe
def show_method(request):
    """Criteria, weights, tie rules and ceilings of the list in force, in words."""
    publication = find_publication()
    context = {"publication": publication, "ties": list(TIES.values()), "note": PUBLIC_NOTE}
    if publication:
        run = publication.run
        meanings = {criterion.key: criterion for criterion in run.criteria_set.criteria.all()}
        context |= {
            "cycle": publication.cycle,
            "criteria": [_describe(row, meanings.get(row["key"])) for row in run.criteria["criteria"]],
            "ties": [TIES[rule] for rule in run.rules["ties"] if rule in RULE_LABELS],
            "skips": run.rules["allocation"] == "skip",
            "ceilings": run.ceilings,
        }
    return render(request, "portal/method.html", context)


def _describe(row: dict, criterion) -> dict:
    descriptors = criterion.descriptors if criterion else {}
    return {
        "label": row["label"],
        "question": criterion.question if criterion else "",
        "weight": f"{decimal(float(row['weight']) * 100, places=1)}%",
        "source": SOURCES.get(row["source"], ""),
        "levels": sorted(descriptors.items()),
    }


def _summarise(sums) -> list[dict]:
    rows = []
    for key in SUMMARY:
        count, amount = sums.by_status.get(key, (0, 0))
        if count:
            rows.append(
                {"status": workflow.STATUSES[key], "count": count, "amount": amount, "tone": TONE.get(key)}
            )
    return rows


def _draw_map(places, kecamatan, sums, chosen: str):
    spots = [
        bubble_map.Spot(
            place.code, place.name, float(place.latitude), float(place.longitude), place.kecamatan.code,
            *reversed(sums.by_kelurahan.get(place.code, (0, 0))),
        )
        for place in places
    ]  # fmt: skip
    hubs = {
        code: bubble_map.Spot(code, row.name, float(row.latitude), float(row.longitude))
        for code, row in kecamatan.items()
    }
    return bubble_map.draw(spots, hubs, chosen=chosen)


def _list_places(kecamatan, sums, choice: Choice) -> list[dict]:
    """Rows of the table beside the map, most rupiah first."""
    rows = [
        {
            "label": row.name,
            "value": sums.by_kecamatan.get(code, (0, 0))[1],
            "text": rupiah_short(sums.by_kecamatan.get(code, (0, 0))[1]),
            "url": f"{_address(choice, kecamatan=code, kelurahan='')}#daftar",
        }
        for code, row in kecamatan.items()
    ]
    return sorted(rows, key=lambda row: (-row["value"], row["label"]))


def _list_spots(places, sums) -> list[dict]:
    return [
        {"place": place, "count": count, "amount": amount}
        for place in places
        for count, amount in (sums.by_kelurahan.get(place.code, (0, 0)),)
    ]


def _list_menus(places, kecamatan, choice: Choice) -> list[dict]:
    names = {code: row.name for code, row in sorted(kecamatan.items(), key=lambda item: item[1].name)}
    inside = {p.code: p.name for p in places if choice.kecamatan in ("", p.kecamatan.code)}
    agencies = dict(Agency.objects.order_by("short_name").values_list("code", "short_name"))
    outcomes = {key: workflow.STATUSES[status].label for key, status in OUTCOMES.items()}
    menus = []
    for name, label, options, cleared in (
        ("kecamatan", "Kecamatan", names, {"kelurahan": ""}),
        ("kelurahan", "Kelurahan", inside, {}),
        ("pd", "Perangkat Daerah", agencies, {}),
        ("hasil", "Semua hasil", outcomes, {}),
    ):
        chosen = getattr(choice, name)
        said = options.get(chosen, chosen)
        menus.append(
            {
                "label": (said if name == "hasil" else f"{label}: {said}") if chosen else label,
                "on": bool(chosen),
                "clear": f"{_address(choice, **{name: ''}, **cleared)}#daftar",
                "choices": [
                    {"label": text, "url": f"{_address(choice, **{name: code}, **cleared)}#daftar"}
                    for code, text in options.items()
                ],
            }
        )
    return menus


def _address(choice: Choice, **changed) -> str:
    named = {name: getattr(choice, name) for name in Choice.__dataclass_fields__} | changed
    return f"?{urlencode({name: value for name, value in named.items() if value})}"
