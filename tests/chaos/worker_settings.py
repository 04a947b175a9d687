"""Settings of the workers that are killed: the tests' own, a slow report, and a quick pulse."""

from tests.settings import *  # noqa: F403

CELERY_IMPORTS = ["tests.chaos.work"]
JOBS_TICK_SECONDS = 0.05
JOBS_HEARTBEAT_SECONDS = 0.3
JOBS_STALE_SECONDS = 2
