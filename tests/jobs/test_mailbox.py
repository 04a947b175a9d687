"""The filesystem queue: a message is there as a whole or not at all."""

import json
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import TRANSPORT_ALIASES

from jobs import mailbox


@pytest.fixture
def channel(tmp_path):
    options = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path),
    }
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.default_channel


def test_the_product_uses_this_mailbox(channel):
    assert TRANSPORT_ALIASES["filesystem"] == "jobs.mailbox:Transport"
    assert isinstance(channel, mailbox.Channel)


def test_a_message_lies_there_whole(channel, tmp_path):
    channel._put("celery", {"body": "é"})
    (message,) = tmp_path.glob("*.celery.msg")
    assert json.loads(message.read_text()) == {"body": "é"}
    assert not list(tmp_path.glob("*.part"))
    assert channel._get("celery") == {"body": "é"}


def test_half_a_message_is_not_taken(channel, tmp_path):
    (tmp_path / "1_x.celery.part").write_text('{"bo')
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_folder_that_is_full_is_a_fault_of_the_channel(channel, tmp_path):
    channel.data_folder_out = str(tmp_path / "nowhere")
    with pytest.raises(mailbox.filesystem.ChannelError, match="Cannot add"):
        channel._put("celery", {})
