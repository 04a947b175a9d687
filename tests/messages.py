"""A question with a file beside any proposal, also where none could be asked."""

from proposals.models import Message, MessageFile
from tests.factories import stored_photo


def make_message_file(row, stored=None) -> MessageFile:
    """A photo sent with a question of the kelurahan; without `stored` there are no bytes on disk."""
    training = row.cycle.is_training
    message = Message.objects.create(
        proposal=row,
        text="Sejak kapan?",
        kind="kelurahan",
        office="Kelurahan",
        to_kind="kecamatan",
        to_office="Kecamatan",
        by=row.created_by,
        role="kelurahan_operator",
        at=row.created_at,
        training=training,
    )
    stored = stored or stored_photo()
    names = ("kind", "name", "file", "content_type", "size", "width", "height", "sha256")
    return MessageFile.objects.create(
        message=message, training=training, **{name: getattr(stored, name) for name in names}
    )
