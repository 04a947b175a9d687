"""Addresses of the desk of a Perangkat Daerah."""

from django.urls import path

from opd import disputes, views

app_name = "opd"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("sengketa/", disputes.disputes, name="disputes"),
    path("<uuid:uuid>/", views.sheet, name="sheet"),
    path("<uuid:uuid>/isian/<slug:action>/", views.fields, name="fields"),
]
