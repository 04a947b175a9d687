"""Addresses of this app."""

app_name = "proposals"

urlpatterns = []
