"""Django's registration of this app."""

from django.apps import AppConfig


class BappedaConfig(AppConfig):
    name = "bappeda"
    verbose_name = "Bappeda"
