"""Addresses of this app."""

app_name = "opd"

urlpatterns = []
