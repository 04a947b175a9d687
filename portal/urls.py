"""Addresses of this app."""

app_name = "portal"

urlpatterns = []
