"""Addresses of this app."""

from django.urls import path

from portal import pages, proving, views

app_name = "portal"

urlpatterns = [
    path("", pages.show_results, name="results"),
    path("usulan/<str:reference>/", pages.show_proposal, name="proposal"),
    path("cara/", pages.show_method, name="method"),
    path("cara/perhitungan.json", proving.download_run, name="run_file"),
    path("cara/verify-ranking.py", proving.download_program, name="verify_ranking"),
    path("periksa/", views.check, name="check"),
]
