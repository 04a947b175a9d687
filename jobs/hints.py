"""Tells the broker that there is something to do. Only a hint: it may be lost, doubled, or never sent.

No broker's trouble ever reaches the caller, and a broker that did not answer is left alone for a while, so that a
dead queue does not make every submit wait for its time-out.
"""

import logging
import time

from celery import current_app
from django.db import transaction
from kombu.pools import producers

from jobs.timing import BROKER_REST_SECONDS

logger = logging.getLogger(__name__)
_rest_until = 0.0


def send(task: str, *args: str, countdown: float | None = None) -> bool:
    """Send the hint now; True when the broker took it."""
    global _rest_until
    if time.monotonic() < _rest_until:
        return False
    try:
        with producers[_impatient_connection()].acquire(block=True, timeout=1) as producer:
            current_app.send_task(task, args=args, countdown=countdown, retry=False, producer=producer)
    except Exception as trouble:
        _rest_until = time.monotonic() + BROKER_REST_SECONDS
        logger.warning("The broker did not take %s (%s); the sweeper will see to it.", task, trouble)
        return False
    return True


def send_on_commit(task: str, *args: str) -> None:
    """Send the hint once the surrounding transaction is committed."""
    transaction.on_commit(lambda: send(task, *args), robust=True)


def _impatient_connection():
    """As the settings say, but asked once: kombu's own retries made a submit wait 6 s for a dead broker."""
    connection = current_app.connection_for_write()
    connection.transport_options = {**connection.transport_options, "max_retries": 0}
    return connection
