"""Django's registration of this app: its guards on the workflow, and what it keeps as it was."""

from django.apps import AppConfig


class BappedaConfig(AppConfig):
    name = "bappeda"
    verbose_name = "Bappeda"

    def ready(self):
        from bappeda import guards, reserves, unfinished  # noqa: F401 (they register themselves)
        from bappeda.models import EarlierSheet, RankedProposal, RankingRun
        from proposals import triggers

        triggers.protect(RankingRun)
        triggers.protect(RankedProposal)
        triggers.protect(EarlierSheet)
