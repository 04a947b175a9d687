"""Tells people something once, and remembers what they have read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from jobs.models import Notification

BATCH = 500


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is to be told. `key` names the news: the same key is told to a person once."""

    recipient_id: int
    key: str
    text: str
    url: str = ""
    level: str = Notification.Level.INFO
    at: datetime = field(default_factory=timezone.now)


def notify(*, notices: Iterable[Notice]) -> None:
    """Store the notices; those already told are left as they are. Raises nothing for doubles."""
    rows = [
        Notification(
            recipient_id=notice.recipient_id,
            key=notice.key,
            text=notice.text,
            url=notice.url,
            level=notice.level,
            created_at=notice.at,
        )
        for notice in notices
    ]
    Notification.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def mark_read(*, ids: Iterable[int], by) -> int:
    """Mark some of the person's own notifications as read; ids of others are passed over."""
    own = Notification.objects.visible_to(by).unread()
    return own.filter(pk__in=list(ids)).update(read_at=timezone.now())


def mark_all_read(*, by, up_to: int) -> int:
    """Mark as read what the person has seen, up to and including the newest on the page."""
    return Notification.objects.visible_to(by).unread().filter(pk__lte=up_to).update(read_at=timezone.now())
