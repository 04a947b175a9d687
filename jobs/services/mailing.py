"""E-mail to people, one job each: written with the change it tells about, sent afterwards, tried again for two days.

A mail never fails what it tells about: a mail server that does not answer only keeps its own job waiting. The job holds
ids and words, no address; the address is read when the mail goes out.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from jobs.registry import sweeps, work
from jobs.services.queueing import enqueue, retry_failed

KIND = "jobs.mail"
PAUSE = timedelta(minutes=15)  # between rounds of three attempts
KEPT = timedelta(days=2)
SIGNATURE = "Pesan ini dikirim otomatis oleh E-Planning Kota Tangerang. Jangan dibalas."


@transaction.atomic
def mail(*, people: Iterable[User], key: str, subject: str, text: str, url: str) -> int:
    """Put a mail into the queue for everybody who has an address; the same key goes to a person once. How many.

    `url` is a path of this product, `text` plain Indonesian without anybody's personal data.
    """
    count = 0
    for person in people:
        if not person.email:
            continue
        params = {"recipient": person.pk, "subject": subject, "text": text, "url": url}
        enqueue(
            kind=KIND, params=params, by=None, title=f"E-mail: {subject}"[:200], key=f"mail:{key}:{person.pk}"
        )
        count += 1
    return count


@work(KIND)
def send_mail(job: Job, report) -> dict[str, str]:
    """Send one mail. After a crash it may go out twice, never not at all."""
    person = User.objects.filter(pk=job.params["recipient"], is_active=True).first()
    if person is None or not person.email:
        return {"note": "Tidak dikirim: penerima tidak lagi aktif atau tidak punya alamat."}
    body = f"{job.params['text']}\n\nBuka: {settings.SITE_URL}{job.params['url']}\n\n{SIGNATURE}\n"
    EmailMessage(job.params["subject"], body, to=[person.email]).send()
    return {"note": "Terkirim."}


@sweeps("jobs.retry_mail")
def retry_failed_mail() -> int:
    """Put mails that failed back into the queue after a pause, as long as they are still news; how many."""
    return retry_failed(Job.objects.filter(kind=KIND, created_at__gt=timezone.now() - KEPT), pause=PAUSE)
