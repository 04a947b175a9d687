"""How often a running job says that it lives, and how long silence may last. Seconds; settings may say otherwise."""

from datetime import timedelta

from django.conf import settings

TICK_SECONDS = getattr(settings, "JOBS_TICK_SECONDS", 1.0)  # progress reaches the row this often
HEARTBEAT_SECONDS = getattr(settings, "JOBS_HEARTBEAT_SECONDS", 5.0)  # and a sign of life at least this often
STALE_SECONDS = getattr(settings, "JOBS_STALE_SECONDS", 30)  # longer than SQLite lets a writer wait
MESSAGE_LOST_AFTER = timedelta(minutes=5)  # a queued job whose message nobody took is announced again
BROKER_REST_SECONDS = 15  # a broker that did not answer is not asked again for this long
