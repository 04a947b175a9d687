"""Django's registration of this app: finds the work that other apps register."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Pekerjaan dan pemberitahuan"

    def ready(self):
        autodiscover_modules("tasks")
