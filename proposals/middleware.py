"""One reading of the clock per request, and a page for every refusal that no view caught."""

from django.shortcuts import render

from proposals import clock
from proposals.refusals import Refused


class RequestClockMiddleware:
    """Give the whole request one moment."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with clock.reading():
            return self.get_response(request)


class RefusalMiddleware:
    """Answer a `Refused` with its page: what happened, why, and what to do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        context = {"refusals": exception.refusals, "message": exception.refusals[0].message}
        return render(request, f"{exception.http}.html", context, status=exception.http)
