"""Addresses of this app."""

app_name = "kecamatan"

urlpatterns = []
