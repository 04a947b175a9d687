"""The file of a run as a download."""

from django.http import HttpResponse

from bappeda.models import RankingRun
from bappeda.services.run_file import name_run_file, write_run_file


def answer_run_file(run: RankingRun) -> HttpResponse:
    answer = HttpResponse(write_run_file(run).encode(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name_run_file(run)}"'
    return answer
