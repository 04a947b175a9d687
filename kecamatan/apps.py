"""Django's registration of this app."""

from django.apps import AppConfig


class KecamatanConfig(AppConfig):
    name = "kecamatan"
    verbose_name = "Meja kecamatan"
