"""/usulan/<uuid>/tanya-jawab/: questions and answers on one proposal; and what the own office still has to answer."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.offices import standings
from accounts.speaking import name_standing, tell_standing
from proposals import cycles, lookup, questions
from proposals.models import MessageFile
from proposals.parties import find_voices, list_parties
from proposals.querysets import visible_to
from proposals.question_forms import AnswerForm, AskForm
from proposals.refusals import Refusal, Refused
from proposals.services import asking, uploads
from proposals.views.files import send_file

LARGEST_FORM = 50 * uploads.MEGABYTE
TOO_LARGE = "Kiriman ini lebih dari 50 MB, jadi tidak dibaca. Lampirkan berkas yang lebih kecil."
PAGE = 50
KEPT_ON_PAGE = (409, 422)


@csrf_exempt  # only so that an oversized body is refused before it is read; `_show` is protected
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, uuid):
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and length.isdigit() and int(length) > LARGEST_FORM:
        return _draw(request, lookup.find(uuid, user=request.user), Refusal(413, "large", TOO_LARGE))
    return _show(request, uuid)


@never_cache
@csrf_protect
def _show(request, uuid):
    row = lookup.find(uuid, user=request.user)
    if request.method != "POST":
        return _draw(request, row)
    try:
        message = _send(request, uuid)
    except Refused as refused:
        if refused.http not in KEPT_ON_PAGE:
            raise
        return _draw(request, row, refused.refusals[0])
    messages.success(request, _tell_sent(message))
    return redirect(message)


@never_cache
@require_safe
def list_owed(request):
    """The questions that the person's offices have not answered, oldest first; `setelah` is the last one shown."""
    cycle = cycles.current(request)
    after = request.GET.get("setelah", "")
    rows = questions.list_owed(request.user, cycle)
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    rows = list(rows[: PAGE + 1])
    context = {
        "cycle": cycle,
        "rows": rows[:PAGE],
        "next_url": f"?setelah={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
    }
    return render(request, "proposals/questions_owed.html", context)


@require_safe
def download(request, uuid):
    """A file sent with a message, for whoever sees the proposal."""
    stored = MessageFile.objects.select_related("message").filter(uuid=uuid).first()
    if stored is None or not visible_to(request.user).filter(pk=stored.message.proposal_id).exists():
        raise Http404
    return send_file(request, stored)


def _send(request, uuid):
    post, files = request.POST, request.FILES.getlist("berkas")
    sent = {"uuid": uuid, "by": request.user, "files": files}
    if "question" not in post:
        key = _uuid(post.get("key")) or uuid4()
        aim = {"to": post.get("to", ""), "speaker": post.get("speaker", "")}
        return asking.ask(key=key, text=post.get("text", ""), **aim, **sent)
    prefix = post["question"]
    key, words = _uuid(post.get(f"{prefix}-key")) or uuid4(), post.get(f"{prefix}-text", "")
    return asking.answer(key=key, text=words, question=_uuid(prefix), **sent)


def _draw(request, row, refusal: Refusal | None = None):
    talk = questions.read_talk(row, request.user, with_files=True)
    held, parties = standings(request.user), list_parties(row)
    voices = find_voices(held, parties)
    asked = request.POST.get("question", "") if refusal and refusal.http != 413 else ""
    ask_form = _draw_ask(request, voices, parties, refusal if not asked else None)
    closed = asking.why_not_answer(row)
    context = {
        "proposal": row,
        "cycle": row.cycle,
        "threads": [
            (thread, _draw_answer(request, thread, voices, refusal, asked) if not closed else None)
            for thread in talk.threads
        ],
        "ask_form": ask_form,
        "may_speak": bool(voices),
        "shut": asking.why_not_ask(row),
        "acting": tell_standing(voices[0][0], held) if len(voices) == 1 else "",
        "too_large": refusal if refusal and refusal.http == 413 else None,
        "lost": refusal
        if asked and asked not in {str(t.question.message.uuid) for t in talk.threads}
        else None,
        "most_files": asking.MOST_FILES,
    }
    if request.method == "GET":
        questions.mark_read(talk=talk, row=row, by=request.user)
    return render(request, "proposals/questions.html", context, status=refusal.http if refusal else 200)


def _draw_ask(request, voices, parties, refusal) -> AskForm:
    own = {party for _, party in voices}
    others = [party for party in parties if len(own) > 1 or party not in own]
    named = [(party, _name_voice(standing, party)) for standing, party in voices]
    data = request.POST if refusal and refusal.http != 413 else None
    form = AskForm(data, voices=named, others=others)
    if data is not None:
        form.take_refusal(refusal)
    return form


def _draw_answer(request, thread, voices, refusal, asked) -> AnswerForm | None:
    """The form under a question that was put to one of the person's offices."""
    question = thread.question.message
    if not any(asking.is_addressed(question, party) for _, party in voices):
        return None
    key = str(question.uuid)
    form = AnswerForm(request.POST if asked == key else None, prefix=key)
    if asked == key:
        form.take_refusal(refusal)
    return form


def _name_voice(standing, party) -> str:
    return f"{party.name}, {name_standing(standing)}" if standing.capacity else party.name


def _tell_sent(message) -> str:
    if message.question_id:
        return f"Jawaban terkirim ke {message.to_office}."
    return f"Pertanyaan terkirim ke {message.to_office}. Anda diberi tahu begitu ada jawaban."


def _uuid(typed) -> UUID | None:
    try:
        return UUID(str(typed))
    except ValueError:
        return None
