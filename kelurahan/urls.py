"""Addresses of this app."""

from django.urls import include, path

from kelurahan import past_views, views

app_name = "kelurahan"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("impor/", include("kelurahan.importing.urls")),
    path("diteruskan/", views.endorsed, name="endorsed"),
    path("usulan-lama/", past_views.shelf, name="past"),
]
