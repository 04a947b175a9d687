"""Addresses of this app."""

from django.urls import path

from portal import views

app_name = "portal"

urlpatterns = [
    path("periksa/", views.check, name="check"),
]
