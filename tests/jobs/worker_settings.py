"""Settings of the workers that tests start: the tests' own, the tests' work, and a quick pulse."""

from tests.settings import *  # noqa: F403

CELERY_IMPORTS = ["tests.jobs.work_for_tests"]
JOBS_TICK_SECONDS = 0.1
JOBS_HEARTBEAT_SECONDS = 0.3
JOBS_STALE_SECONDS = 2
