"""The weights of a draft: typed in, or derived from judgements in pairs (AHP)."""

from decimal import Decimal
from fractions import Fraction

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bappeda import judgements
from bappeda.services import criteria_drafts
from bappeda.services.authority import require_role
from bappeda.views.criteria import come_from_pairs, describe_weights, refuse_edit
from bappeda.views.criteria_edit import read_seen
from bappeda.weight_forms import read_judgements, read_shares
from bappeda.weights import share_out
from bappeda.wording import say_points
from proposals.refusals import Refusal, Refused
from regions.indonesian import decimal

TOO_MANY = (
    "Perbandingan berpasangan paling banyak untuk {} kriteria; rancangan ini punya {}. "
    "Gabungkan kriteria, atau isi bobotnya langsung."
)
TOO_FEW = "Perbandingan berpasangan perlu sedikitnya dua kriteria. Tambahkan kriteria lebih dulu."


@never_cache
@require_http_methods(["GET", "POST"])
def edit_weights(request, pk):
    """All weights on one page. `sesuaikan` fills in what would sum to 1, to be looked at and saved."""
    require_role(request.user, "bappeda_admin")
    draft = criteria_drafts.find_set(pk)
    if refused := refuse_edit(request, draft):
        return refused
    criteria = list(draft.criteria.all())
    context = {"unfit": {}, "problem": "", "adjusted": False}
    typed = {criterion.key: say_points(criterion.weight) for criterion in criteria}
    before, status = {}, 200
    total = sum(criterion.weight for criterion in criteria)
    if request.method == "POST":
        typed = {criterion.key: request.POST.get(f"bobot-{criterion.key}", "") for criterion in criteria}
        shares, context["unfit"] = read_shares(request.POST, criteria)
        total, status = sum(shares.values()), 422
        if context["unfit"]:
            context["problem"] = "Ada bobot yang belum terbaca."
        elif "sesuaikan" in request.POST:
            try:
                fitted = share_out([shares[criterion.key] for criterion in criteria])
            except ValueError as refusal:
                context["problem"] = str(refusal)
            else:
                before, status, total = typed, 200, 1
                typed = {c.key: say_points(weight) for c, weight in zip(criteria, fitted, strict=True)}
                context["adjusted"] = True
        elif total == 1:
            criteria_drafts.save_weights(
                pk=pk, seen=request.POST.get("sidik", ""), by=request.user, weights=shares
            )
            messages.success(request, "Bobot disimpan. Jumlahnya tepat 1.")
            return redirect("bappeda:criteria_set", pk)
        else:
            context["problem"] = criteria_drafts.tell_sum(total)
    context |= {
        "cycle": draft.cycle,
        "set": draft,
        "rows": [
            {
                "criterion": criterion,
                "typed": typed[criterion.key],
                "before": before.get(criterion.key, ""),
                "error": context["unfit"].get(criterion.key, ""),
            }
            for criterion in criteria
        ],
        "total": decimal(total, places=5),
        "is_whole": total == 1,
        "from_pairs": come_from_pairs(draft),
        "seen": read_seen(request, draft),
    }
    return render(request, "bappeda/criteria/weights.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def compare(request, pk):
    """Judgements in pairs with what follows from them; `simpan` keeps both, anything else only computes."""
    require_role(request.user, "bappeda_admin")
    draft = criteria_drafts.find_set(pk)
    if refused := refuse_edit(request, draft):
        return refused
    criteria = list(draft.criteria.all())
    if not 2 <= len(criteria) <= judgements.MOST:
        sentence = TOO_FEW if len(criteria) < 2 else TOO_MANY.format(judgements.MOST, len(criteria))
        raise Refused(Refusal(409, "criteria", sentence))
    keys = [criterion.key for criterion in criteria]
    matrix, advice, problem = None, None, ""
    try:
        if request.method == "POST":
            matrix = read_judgements(request.POST, criteria)
        else:
            kept = judgements.read_kept(draft.pairwise, keys)
            matrix = judgements.fill_matrix(
                dict.fromkeys(judgements.list_pairs(len(keys)), judgements.EQUAL) | kept, len(keys)
            )
        advice = judgements.advise(matrix)
    except ValueError as refusal:
        problem = str(refusal)
    if advice and "simpan" in request.POST:
        criteria_drafts.save_weights(
            pk=pk,
            seen=request.POST.get("sidik", ""),
            by=request.user,
            weights=dict(zip(keys, advice.weights, strict=True)),
            matrix=matrix,
        )
        messages.success(request, f"Bobot dari perbandingan disimpan, {_say_ratio(advice)}.")
        return redirect("bappeda:criteria_set", pk)
    context = {
        "cycle": draft.cycle,
        "set": draft,
        "seen": read_seen(request, draft),
        "problem": problem,
        "has_old": come_from_pairs(draft) == "changed",
        "is_swapped": "HX-Request" in request.headers,
        **(_describe(advice, criteria) if advice else {}),
    }
    status = 422 if problem else 200
    if context["is_swapped"]:
        return render(request, "bappeda/criteria/ahp_result.html", context, status=status)
    context["pairs"] = _list_pairs(criteria, matrix, request.POST, advice)
    return render(request, "bappeda/criteria/ahp.html", context, status=status)


def _describe(advice: judgements.Advice, criteria) -> dict:
    """What components and sentences of the result need."""
    for criterion, weight in zip(criteria, advice.weights, strict=True):
        criterion.weight = weight
    return {
        "advice": advice,
        "ratio": _write(advice.ratio, places=3),
        "bars": describe_weights(criteria),
        "worst": advice.worst and _describe_worst(advice.worst, criteria),
    }


def _describe_worst(worst: judgements.Worst, criteria) -> dict:
    """The judgement read from its more important side, so that nobody has to think in fractions."""
    first, second = criteria[worst.i].label, criteria[worst.j].label
    return {
        "anchor": f"banding-{worst.i}-{worst.j}",
        "pair": f"{first} dengan {second}",
        "judged": _say_side(worst.judged, first, second),
        "implied": _say_side(worst.implied, first, second),
    }


def _say_side(value, first: str, second: str) -> str:
    if value == 1:
        return "keduanya sama penting"
    name, times = (first, value) if value > 1 else (second, 1 / value)
    return f"{name} {_write(times, places=1)} kali lebih penting"


def _say_ratio(advice: judgements.Advice) -> str:
    return f"rasio konsistensi {_write(advice.ratio, places=3)}"


def _write(value: Fraction, *, places: int) -> str:
    return decimal(Decimal(value.numerator) / value.denominator, places=places)


def _list_pairs(criteria, matrix, post, advice) -> list[dict]:
    """One row per pair with its options, the more important side said in each."""
    worst = advice.worst if advice else None
    rows = []
    for number, (i, j) in enumerate(judgements.list_pairs(len(criteria)), start=1):
        name = f"banding-{i}-{j}"
        chosen = str(matrix[i][j]) if matrix else post.get(name, "")
        rows.append(
            {
                "number": number,
                "name": name,
                "first": criteria[i].label,
                "second": criteria[j].label,
                "side": _find_side(matrix[i][j]) if matrix else "",
                "groups": _list_options(criteria[i].label, criteria[j].label, chosen),
                "is_worst": worst is not None and (worst.i, worst.j) == (i, j),
            }
        )
    return rows


def _find_side(value: Fraction) -> str:
    """Which of the two is more important; ahp.js says it again when another is chosen."""
    return "" if value == 1 else "first" if value > 1 else "second"


def _list_options(first: str, second: str, chosen: str) -> list[dict]:
    steps = [step for step in judgements.WORDS if step > 1]

    def option(value: str, step: int, side: str) -> dict:
        text = f"{step} · {judgements.WORDS[step]}"
        return {
            "value": value,
            "text": f"{text}: {side}" if side else text,
            "chosen": value == chosen,
        }

    return [
        {"label": first, "options": [option(str(step), step, first) for step in reversed(steps)]},
        {"label": "Seimbang", "options": [option("1", 1, "")]},
        {"label": second, "options": [option(f"1/{step}", step, second) for step in steps]},
    ]
