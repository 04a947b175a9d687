"""One photo sent by itself while the form is being filled in, turned, or removed. Answers JSON with the new boxes."""

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from proposals.entry import finding, photos, saving
from proposals.refusals import Refusal, Refused
from proposals.services import uploads

LARGEST_FORM = uploads.LARGEST[photos.PHOTO] + uploads.MEGABYTE
TOO_LARGE = Refusal(
    413,
    "large",
    "Foto ini lebih dari 10 MB, jadi tidak dibaca. Kecilkan ukuran foto di kamera, lalu kirim lagi.",
)


@csrf_exempt  # only so that an oversized body is refused before it is read; `_keep` is protected
@require_POST
def keep(request, uuid):
    """`foto` is one file, `hapus` the photos that it replaces or that go, `versi` what the page knows."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    try:
        row = finding.find(request.user, uuid)
        if length.isdigit() and int(length) > LARGEST_FORM:
            raise Refused(TOO_LARGE)
        sheet = finding.lay_out(row, user=request.user)
        if sheet.verdict.refusal:  # nobody else's bytes are even looked at
            raise Refused(sheet.verdict.refusal)
        saving.require_same_person(request.POST, by=request.user)
        return _keep(request, row)
    except Refused as refused:
        refusal = refused.refusals[0]
        return JsonResponse({"kode": refusal.code, "kalimat": refusal.message}, status=refusal.http)


@csrf_protect
def _keep(request, row):
    saving.require_same_person(request.POST, by=request.user)
    version, sentences = photos.keep(
        row=row,
        files=request.FILES.getlist("foto")[:1],
        remove=photos.read_removed(request.POST),
        seen=saving.read_version(request.POST),
        by=request.user,
    )
    sheet = finding.lay_out(finding.find(request.user, row.uuid), user=request.user)
    boxes = render_to_string("proposals/entry/photo_boxes.html", {"sheet": sheet, "row": sheet.row}, request)
    answer = {"versi": version, "foto": boxes}
    if sentences:
        return JsonResponse(answer | {"kode": "content", "kalimat": " ".join(sentences)}, status=422)
    return JsonResponse(answer)
