"""System check: the history is protected."""

from django.core.checks import Error, Tags, register
from django.db import OperationalError, connection

from proposals import triggers
from proposals.models import Event


@register(Tags.database)
def check_triggers(app_configs, databases=None, **kwargs):
    """Run by `migrate` and by `check --database default`."""
    if not databases or "default" not in databases:
        return []
    try:
        if Event._meta.db_table not in connection.introspection.table_names():
            return []
        absent = triggers.missing()
    except OperationalError:
        return []
    return [
        Error(
            f"Trigger {trigger} is missing: history can be changed.",
            hint="Run `manage.py migrate`.",
            id="proposals.E001",
        )
        for trigger in absent
    ]
