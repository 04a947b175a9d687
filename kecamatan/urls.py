"""Addresses of the kecamatan's desk."""

from django.urls import path

from kecamatan import forward_views, views

app_name = "kecamatan"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("teruskan/", forward_views.forward, name="forward"),
    path("teruskan/hasil/", forward_views.forwarded, name="forwarded"),
    path("<uuid:uuid>/", views.sheet, name="sheet"),
    path("<uuid:uuid>/isian/<slug:action>/", views.fields, name="fields"),
]
