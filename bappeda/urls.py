"""Addresses of this app."""

app_name = "bappeda"

urlpatterns = []
