"""Addresses of this app."""

from django.urls import path

from portal import pages, views

app_name = "portal"

urlpatterns = [
    path("", pages.show_results, name="results"),
    path("usulan/<str:reference>/", pages.show_proposal, name="proposal"),
    path("cara/", pages.show_method, name="method"),
    path("periksa/", views.check, name="check"),
]
