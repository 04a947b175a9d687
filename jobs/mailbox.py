"""The filesystem queue of the embedded run, with messages that appear whole.

Kombu writes a message into the folder that workers read: one that looks at the wrong moment takes half a message and
dies of it. Here a message is written under another name and renamed, which is one step for every reader.
"""

import time
import uuid
from pathlib import Path

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's channel with another way to put a message down."""

    def _put(self, queue, payload, **kwargs):
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}"
        unfinished = Path(self.data_folder_out) / f"{name}.part"
        try:
            unfinished.write_bytes(dumps(payload).encode())
            unfinished.rename(unfinished.with_suffix(".msg"))
        except OSError as trouble:
            raise filesystem.ChannelError(f"Cannot add {unfinished} to the queue") from trouble


class Transport(filesystem.Transport):
    """Takes the place of "filesystem" among Celery's transports: see `eplanning/celery.py`."""

    Channel = Channel
