"""The Celery application: the message is a hint, the row is the truth (see `jobs`)."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eplanning.settings")

TRANSPORT_ALIASES["filesystem"] = "jobs.mailbox:Transport"  # whole messages only

app = Celery("eplanning")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
