"""What anybody needs to compute the published list again: the file of its run and a program that checks it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from accounts.addresses import client_address
from bappeda.views.run_file import answer_run_file
from portal.reading import find_publication
from portal.throttle import allow

PROGRAM = settings.BASE_DIR / "bin" / "verify-ranking"
FILES_AN_HOUR = 20
WAIT = "Berkas ini sudah 20 kali diunduh dari jaringan Anda dalam satu jam. Tunggu satu jam, lalu coba lagi."


@login_not_required
@require_safe
def download_run(request):
    """The file of the list in force. It is megabytes, so few an hour, and none to whoever has it already."""
    publication = find_publication()
    if publication is None:
        raise Http404
    tag = f'"{publication.run.result_sha256}-{publication.run.number}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        answer = HttpResponseNotModified()
    elif allow("portal.run_file", client_address(request), most=FILES_AN_HOUR, seconds=3600):
        answer = answer_run_file(publication.run)
    else:
        answer = render(request, "429.html", {"message": WAIT}, status=429)
        answer.headers["Retry-After"] = "3600"
        return answer
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


@login_not_required
@require_safe
def download_program(request):
    """`bin/verify-ranking` as it stands, to run on any machine with Python."""
    return FileResponse(
        PROGRAM.open("rb"), as_attachment=True, filename="verify-ranking.py", content_type="text/x-python"
    )
