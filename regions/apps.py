"""Django's registration of this app."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = "Wilayah dan Perangkat Daerah"
