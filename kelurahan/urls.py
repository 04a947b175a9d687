"""Addresses of this app."""

app_name = "kelurahan"

urlpatterns = []
