"""The mail of the morning: what a person was told since yesterday and has not read yet, in one message.

A mail for each notification would be a hundred on the day of a publication, and nobody would read the next one.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from jobs.models import Job, Notification
from jobs.registry import sweeps, work
from jobs.services.mailing import mail
from jobs.services.queueing import enqueue

KIND = "jobs.digest"
SHOWN = 10  # sentences in one mail
LONGEST = 300  # letters of one sentence


@sweeps("jobs.ask_for_digest")
def ask_for_digest() -> bool:
    """Put the digest of this day into the queue once it is time; the key of the day keeps it at one."""
    now = timezone.localtime()
    if now.hour < settings.MAIL_DIGEST_HOUR:
        return False
    day = now.date().isoformat()
    enqueue(kind=KIND, params={"day": day}, by=None, title=f"Ringkasan {day}", key=f"digest:{day}")
    return True


@work(KIND)
def send_digests(job: Job, report) -> dict[str, str]:
    """A mail to everybody with an address who has unread news of the 24 hours before; again it sends nothing twice."""
    day = datetime.fromisoformat(job.params["day"]).date()
    end = timezone.make_aware(datetime.combine(day, time(settings.MAIL_DIGEST_HOUR)))
    news = Notification.objects.unread().filter(
        created_at__gte=end - timedelta(days=1), created_at__lt=end, recipient__is_active=True
    )
    rows = news.exclude(recipient__email="").order_by("recipient", F("pk").desc())
    texts: dict[int, list[str]] = defaultdict(list)
    counts: dict[int, int] = {}
    for recipient, found in groupby(rows.values_list("recipient", "text").iterator(), key=lambda row: row[0]):
        for _, text in found:
            counts[recipient] = counts.get(recipient, 0) + 1
            if len(texts[recipient]) < SHOWN:
                texts[recipient].append(text[:LONGEST])
    people = User.objects.in_bulk(texts)
    sent = 0
    for number, (key, person) in enumerate(people.items(), start=1):
        subject = f"E-Planning: {counts[key]} kabar belum dibaca"
        sent += mail(
            people=[person],
            key=f"digest:{job.params['day']}",
            subject=subject,
            text=_write(texts[key], counts[key]),
            url=reverse("jobs:inbox"),
        )
        report(number, len(people))
    return {"note": f"{sent} e-mail."}


def _write(texts: list[str], count: int) -> str:
    more = f"\n\nDan {count - len(texts)} kabar lain." if count > len(texts) else ""
    return (
        "Yang terjadi sejak kemarin dan belum Anda baca:\n\n"
        + "\n".join(f"- {text}" for text in texts)
        + more
    )
