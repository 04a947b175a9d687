"""API v1: the router of every floor, the schema with its page, and how a refusal is answered."""

from django.urls import include, path
from django.views.generic import TemplateView
from drf_spectacular.views import SpectacularAPIView
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import exception_handler

from accounts.speaking import tell_ended
from proposals.api import reference
from proposals.api.views import ProposalViewSet
from proposals.refusals import Refused

router = SimpleRouter(use_regex_path=False)
router.register("proposals", ProposalViewSet, basename="api-proposal")
router.register("cycles", reference.CycleViewSet, basename="api-cycle")
router.register("catalogue", reference.CatalogueViewSet, basename="api-catalogue")
router.register("agencies", reference.AgencyViewSet, basename="api-agency")
router.register("kelurahan", reference.KelurahanViewSet, basename="api-kelurahan")
router.register("fields", reference.FieldViewSet, basename="api-field")
router.register("rkpd-priorities", reference.RkpdPriorityViewSet, basename="api-rkpd-priority")

urlpatterns = [
    path("", include(router.urls)),
    path("", include("reports.api")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", TemplateView.as_view(template_name="api_docs.html"), name="api-docs"),
]


def answer_refusal(exception, context):
    """404, 403 and 409 as on pages; content is 400 here. Each refusal keeps its code and its sentences."""
    if not isinstance(exception, Refused):
        return exception_handler(exception, context)
    ended = _tell_ended(exception, context)
    body = [
        {
            "http": _status(r),
            "code": r.code,
            "message": f"{r.message} {ended}".strip(),
            "uuid": str(r.uuid or ""),
            "fields": r.fields,
        }
        for r in exception.refusals
    ]
    return Response({"refused": body}, status=_status(exception.refusals[0]))


def _tell_ended(exception, context) -> str:
    """What a deputy needs to know whose time is over; the same for everything that is not found or not allowed."""
    return tell_ended(context["request"].user) if exception.http in (403, 404) else ""


def _status(refusal) -> int:
    return 400 if refusal.http == 422 else refusal.http
