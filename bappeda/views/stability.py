"""Asks for the measurement of a run's robustness."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bappeda.services import measuring_stability
from bappeda.views.board import find_run


@require_POST
def ask(request, pk):
    """Queue it, and go to the page of the job; back to the run when it was measured already."""
    run = find_run(request.user, pk=pk)
    job = measuring_stability.ask(run=run, by=request.user)
    if job is None:
        messages.info(request, "Ketahanan perhitungan ini sudah diukur.")
        return redirect(run)
    return redirect(job)
