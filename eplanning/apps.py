"""Django's registration of the project itself and of its admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class EplanningConfig(AppConfig):
    name = "eplanning"
    verbose_name = "E-Planning"

    def ready(self):
        from eplanning import housekeeping  # noqa: F401 (it registers itself)


class EplanningAdminConfig(AdminConfig):
    default_site = "eplanning.admin.AdministratorSite"
