"""API v1: the router of every floor, the schema, and how a refusal is answered."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.views import exception_handler

from proposals.refusals import Refused

router = DefaultRouter()

urlpatterns = [
    path("", include(router.urls)),
    path("", include("reports.api")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
]


def answer_refusal(exception, context):
    """404, 403 and 409 as on pages; content is 400 here. Each refusal keeps its code and its sentences."""
    if not isinstance(exception, Refused):
        return exception_handler(exception, context)
    body = [
        {"code": r.code, "message": r.message, "uuid": str(r.uuid or ""), "fields": r.fields} for r in exception.refusals
    ]
    return Response({"refused": body}, status=400 if exception.http == 422 else exception.http)
