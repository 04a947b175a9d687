"""The Celery application: the message is a hint, the row is the truth (see `jobs`)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eplanning.settings")

app = Celery("eplanning")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
