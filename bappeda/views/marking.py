"""The marking room: a reviewer's own sheets, and one sheet after the other."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bappeda import guards, room
from bappeda.conflicts import find_barred
from bappeda.forms import SheetForm, read_marks
from bappeda.models import Assessment, Assignment
from bappeda.services import marking
from bappeda.services.authority import require_role
from bappeda.services.criteria import require_in_force
from bappeda.sheets import count_working_days_left, find_next_unmarked, list_progress, list_sheets
from bappeda.views.reading import read_whole
from proposals import clock, cycles, lookup
from proposals.desks import read_evidence
from proposals.refusals import Refusal, Refused
from proposals.windows import Windows

PAGE = 50
STATES = {
    "belum": ("Belum dinilai", {"state": None}),
    "sebagian": ("Sedang diisi", {"state": "draft"}),
    "selesai": ("Selesai", {"state": "submitted", "abstained": False}),
    "tidak": ("Tidak menilai", {"state": "submitted", "abstained": True}),
}
REFUSED = (403, 404)
OTHER_SET = (
    "Perangkat kriteria berubah sejak halaman ini dibuka. Periksa yang sekarang berlaku, lalu simpan lagi."
)


@never_cache
@require_GET
def list_own(request):
    """The own sheets in the order in which they were assigned, with what is left and until when."""
    require_role(request.user, "bappeda_reviewer")
    cycle = cycles.current(request)
    context = {"cycle": cycle, "chosen": request.GET.get("keadaan", "")}
    if cycle is None:
        return render(request, "bappeda/marking.html", context)
    sheets = list_sheets(request.user, cycle)
    if context["chosen"] in STATES:
        sheets = sheets.filter(**STATES[context["chosen"]][1])
    after = read_whole(request.GET.get("setelah"))
    rows = list(sheets.filter(pk__gt=after)[: PAGE + 1])
    keep = f"keadaan={context['chosen']}&" if context["chosen"] in STATES else ""
    progress = list_progress(cycle, reviewer=request.user)
    return render(
        request,
        "bappeda/marking.html",
        context
        | {
            "rows": rows[:PAGE],
            "next_url": f"?{keep}setelah={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
            "first_url": f"?{keep}" if after else "",
            "chips": _list_chips(context["chosen"]),
            "progress": progress[0] if progress else None,
            "days_left": count_working_days_left(cycle),
            "next": find_next_unmarked(request.user, cycle),
            "opening": Windows(cycle).of_stage("bappeda", clock.now()),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def mark(request, uuid):
    """One sheet. POST saves (`simpan`, or htmx by itself), finishes (`finish`) or abstains as a whole (`abstain`)."""
    proposal, assignment = _open(request.user, uuid)
    sheet = Assessment.objects.filter(proposal=proposal, reviewer=request.user).first()
    if request.method == "GET":
        return _draw(request, assignment, sheet)
    form = SheetForm(request.POST)
    form.is_valid()
    values = _read(request.POST, proposal, form)
    finishes = "finish" in request.POST or "abstain" in request.POST
    seen = _seen(request.POST, sheet, values)
    try:
        _require_same_set(request.POST, proposal)
        if finishes:
            marking.submit_marks(
                uuid=uuid, by=request.user, version=seen,
                proposal_version=read_whole(request.POST.get("versi_usulan")), **values,
            )  # fmt: skip
        else:
            saved = marking.save_marks(uuid=uuid, by=request.user, version=seen, **values)
    except Refused as refused:
        if refused.http in REFUSED:
            raise
        return _draw_refused(request, assignment, form, values, refused.refusals[0])
    if not finishes:
        return _answer_saved(request, saved)
    following = find_next_unmarked(request.user, proposal.cycle, after=assignment.pk)
    if following is None:
        return redirect("bappeda:marking")
    return redirect("bappeda:sheet", following.uuid)


@require_POST
def reopen(request, uuid):
    """Mark a finished sheet again."""
    _open(request.user, uuid)
    marking.reopen_sheet(uuid=uuid, by=request.user, version=read_whole(request.POST.get("versi")))
    return redirect("bappeda:sheet", uuid)


def _open(user, uuid):
    """404 out of scope, 403 for other roles and unassigned reviewers, 409 for a conflict of interest."""
    proposal = lookup.find(uuid, user=user)
    about = {"uuid": proposal.uuid, "reference": proposal.reference or ""}
    require_role(user, "bappeda_reviewer")
    assignment = Assignment.objects.filter(proposal=proposal, reviewer=user).first()
    if assignment is None:
        raise Refused(Refusal(403, "not_assigned", guards.NOT_ASSIGNED, **about))
    if find_barred([user])[user.pk].covers(proposal):
        raise Refused(Refusal(409, "conflict", guards.CONFLICT, **about))
    assignment.proposal = proposal
    return proposal, assignment


def _read(post, proposal, form: SheetForm) -> dict:
    criteria = marking.list_criteria(proposal)
    words = {name: str(form[name].value() or "") for name in form.fields}
    return words | {
        "marks": read_marks(post, [criterion.key for criterion in criteria]),
        "abstained": "abstain" in post,
    }


def _require_same_set(post, proposal) -> None:
    """What was marked by other criteria than those in force is not taken as if nothing had happened."""
    seen = read_whole(post.get("perangkat"))
    if seen and seen != require_in_force(proposal.cycle).pk:
        raise Refused(Refusal(409, "criteria_set", OTHER_SET, proposal.uuid, proposal.reference or ""))


def _seen(post, sheet: Assessment | None, values: dict) -> int:
    """The version the person saw. What the page saved by itself in the meantime says the same and is no conflict."""
    seen = read_whole(post.get("versi"))
    if sheet is None or sheet.version == seen or sheet.state != Assessment.State.DRAFT:
        return seen
    same = sheet.marks == values["marks"] and all(
        getattr(sheet, name) == values[name].strip() for name in ("note", "suggestion", "abstain_reason")
    )
    return sheet.version if same else seen


def _answer_saved(request, saved: Assessment):
    if request.headers.get("HX-Request"):
        return render(request, "bappeda/saved.html", {"sheet": saved})
    return redirect("bappeda:sheet", saved.proposal.uuid)


def _draw_refused(request, assignment, form, values, refusal: Refusal):
    """What was typed stays; the versions are the present ones, so that it can be sent again after reading."""
    if request.headers.get("HX-Request"):
        return render(request, "bappeda/not_saved.html", {"refusal": refusal}, status=refusal.http)
    assignment.proposal.refresh_from_db(fields=["version", "status"])
    sheet = Assessment.objects.filter(proposal=assignment.proposal, reviewer=request.user).first()
    marks = {}
    for name, sentence in refusal.fields.items():
        if name in form.fields:
            if name not in form.errors:
                form.add_error(name, sentence)
        else:
            marks[name.removeprefix("marks.")] = sentence
    typed = {"form": form, "marks": values["marks"], "refusal": refusal, "mark_errors": marks}
    return _draw(request, assignment, sheet, **typed)


def _draw(request, assignment, sheet, *, form=None, marks=None, refusal=None, mark_errors=None):
    proposal, now = assignment.proposal, clock.now()
    opening = Windows(proposal.cycle).of_proposal("bappeda", proposal, now)
    given = marks if marks is not None else sheet.marks if sheet else {}
    words = {name: getattr(sheet, name) for name in SheetForm.base_fields} if sheet else {}
    described = room.describe_sheet(proposal, given)
    for row in described["criteria"]:
        row["error"] = (mark_errors or {}).get(row["key"], "")
    context = described | {
        "cycle": proposal.cycle,
        "proposal": proposal,
        "sheet": sheet,
        "is_finished": bool(sheet and sheet.state == Assessment.State.SUBMITTED),
        "can_mark": opening.is_open and proposal.status == "scoring",
        "opening": opening,
        "queue": room.read_queue(request.user, assignment),
        "evidence": read_evidence(proposal, request.user),
        "criteria_set": require_in_force(proposal.cycle).pk,
        "form": form or SheetForm(initial=words),
        "refusal": refusal,
        "earlier": room.list_earlier(sheet, described["criteria"]),
        "others": room.compare_others(proposal, request.user, described["criteria"]),
        "keys": [
            ("1–5", "beri nilai"),
            ("↑ ↓", "pindah kriteria"),
            ("0", "tidak menilai kriteria"),
            ("C", "catatan"),
            ("J K", "lembar berikut, sebelumnya"),
            ("Ctrl + Enter", "selesai dan lanjut"),
        ],
    }
    return render(request, "bappeda/sheet.html", context, status=refusal.http if refusal else 200)


def _list_chips(chosen: str) -> list[dict]:
    return [
        {"label": label, "url": "?" if key == chosen else f"?keadaan={key}", "on": key == chosen}
        for key, (label, _) in STATES.items()
    ]
