"""Django's registration of this app."""

from django.apps import AppConfig


class OpdConfig(AppConfig):
    name = "opd"
    verbose_name = "Meja Perangkat Daerah"
