"""Django's registration of this app."""

from django.apps import AppConfig


class KelurahanConfig(AppConfig):
    name = "kelurahan"
    verbose_name = "Meja kelurahan"
