"""Django's registration of this app: protects the history after every migrate."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "Usulan"

    def ready(self):
        from proposals import (  # noqa: F401 (they register themselves)
            ceiling_notices,
            checks,
            notices,
            question_notices,
            stage_notices,
            triggers,
        )
        from proposals.models import Event, Forum, Message, MessageFile, SavedOrder
        from proposals.services import closing, tallying  # noqa: F401

        for model in (Event, SavedOrder, Message, MessageFile):
            triggers.protect(model)
        triggers.protect(Forum, once="issued_at")
        post_migrate.connect(install_triggers, dispatch_uid="proposals.triggers")


def install_triggers(**kwargs) -> None:
    from proposals import triggers

    triggers.install()
