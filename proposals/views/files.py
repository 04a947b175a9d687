"""Attachments: adding and removing them on a page of their own, and reading one with every check made again."""

import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.offices import standings
from accounts.speaking import tell_standing
from proposals import lookup
from proposals.models import Attachment
from proposals.models.private_file import PrivateFile
from proposals.permissions import judge
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.services import photo_check, uploads
from proposals.services.attaching import MOST
from proposals.services.transitions import perform
from proposals.sheet import build_sheet

logger = logging.getLogger(__name__)
LARGEST_FORM = 50 * uploads.MEGABYTE
TOO_LARGE = (
    "Kiriman ini lebih dari 50 MB, jadi tidak dibaca. Kirim foto satu per satu; satu foto paling besar 10 MB."
)
SMALL = "kecil"


@csrf_exempt  # only so that an oversized body is refused before it is read; `_attach` is protected
@require_http_methods(["GET", "POST"])
def attach(request, uuid):
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and length.isdigit() and int(length) > LARGEST_FORM:
        proposal = lookup.find(uuid, user=request.user)
        return _draw(request, proposal, Refusal(413, "large", TOO_LARGE), status=413)
    return _attach(request, uuid)


@csrf_protect
def _attach(request, uuid):
    proposal = lookup.find(uuid, user=request.user)
    if request.method == "POST":
        try:
            done = _save(request, proposal)
        except Refused as refused:
            if refused.http not in (409, 422):
                raise
            return _draw(request, proposal, refused.refusals[0], status=refused.http)
        if done:
            messages.success(request, "Lampiran tersimpan.")
        return redirect("proposals:detail", uuid)
    return _draw(request, proposal)


def _save(request, proposal) -> bool:
    """Store and attach; a refusal by anybody leaves no file."""
    offer = build_sheet(proposal, request.user).offer("attach")
    if offer is None or offer.blocked:  # before reading files: `perform` gives the sentence
        perform(targets={proposal.uuid: _seen(request)}, action="attach", by=request.user).require()
    stored = uploads.store_all(request.FILES.getlist("foto"), kind=uploads.PHOTO)
    try:
        stored += uploads.store_all(request.FILES.getlist("dokumen"), kind=uploads.DOCUMENT)
        outcome = perform(
            targets={proposal.uuid: _seen(request)},
            action="attach",
            by=request.user,
            add=stored,
            remove=request.POST.getlist("hapus"),
        ).require()
    except BaseException:
        uploads.discard(stored)
        raise
    return bool(outcome.done)


def _draw(request, proposal, refusal: Refusal | None = None, *, status: int = 200):
    sheet = build_sheet(proposal, request.user)
    offer = sheet.offer("attach")
    if offer is None and refusal is None:  # the same answer that `perform` would give
        verdict = judge(
            proposal, "attach", standings=standings(request.user), now=sheet.now, windows=sheet.windows
        )
        raise Refused(verdict.refusal)
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "sheet": sheet,
        "refusal": refusal,
        "blocked": offer.blocked if offer else refusal.message,
        "may_remove": proposal.submitted_at is None or proposal.status == "revision",
        "most": MOST[Attachment.Kind.PHOTO],
        "version": proposal.version,
        "acting": tell_standing(offer.standing, standings(request.user)) if offer else "",
    }
    return render(request, "proposals/attach.html", context, status=status)


def _seen(request) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


@require_safe
def download(request, uuid):
    """The file, after scope and hash were checked again; `?ukuran=kecil` gives a photo for a list."""
    attachment = Attachment.objects.filter(uuid=uuid, removed_at=None).first()
    if attachment is None or not visible_to(request.user).filter(pk=attachment.proposal_id).exists():
        raise Http404
    return send_file(request, attachment)


def send_file(request, stored: PrivateFile) -> HttpResponse:
    """The bytes of a file that the person may read, if they still are those that were sent."""
    small = request.GET.get("ukuran") == SMALL and stored.kind == PrivateFile.Kind.PHOTO
    data = _read_checked(stored)
    etag = f'"{stored.sha256}{"-k" if small else ""}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(
            _read_small(stored, data) if small else data, content_type=stored.content_type
        )
    is_photo = stored.kind == PrivateFile.Kind.PHOTO
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = content_disposition_header(not is_photo, stored.name)
    return response


def _read_checked(stored: PrivateFile) -> bytes:
    path = _below_media(stored.file)
    about = {"uuid": None}
    try:
        data = path.read_bytes()
    except OSError as fault:
        logger.error("file %s: %s", stored.uuid, fault)
        sentence = "Berkas ini tidak ada di penyimpanan. Beri tahu Administrator Bappeda."
        raise Refused(Refusal(404, "missing_file", sentence, **about)) from fault
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        logger.error("file %s: its bytes differ from those that were sent", stored.uuid)
        sentence = (
            "Berkas ini berbeda dari yang dikirim, jadi tidak ditampilkan. Beri tahu Administrator Bappeda."
        )
        raise Refused(Refusal(409, "damaged_file", sentence, **about))
    return data


def _read_small(stored: PrivateFile, data: bytes) -> bytes:
    """The thumbnail, drawn once and kept beside the photos."""
    path = _below_media(f"{SMALL}/{stored.sha256[:2]}/{stored.sha256}.jpg")
    try:
        return path.read_bytes()
    except OSError:
        small = photo_check.redraw(data, longest=photo_check.THUMBNAIL_SIDE).data
    path.parent.mkdir(parents=True, exist_ok=True)
    uploads.write_safely(path, small)
    return small


def _below_media(name: str) -> Path:
    root = Path(settings.MEDIA_ROOT).resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise Http404
    return path
