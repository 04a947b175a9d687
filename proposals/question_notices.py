"""Who is told of a question and of its answer: the office that was asked, then the office that had asked.

The words themselves are not repeated: they may name people.
"""

from collections.abc import Sequence

from jobs.models import Outbox
from jobs.registry import delivers
from jobs.services.notifying import Notice, notify
from proposals.models import Message
from proposals.recipients import find_people


@delivers("proposals.message")
def deliver_messages(rows: Sequence[Outbox]) -> None:
    """Write the notifications of a set of messages; doing it twice adds nothing."""
    messages = Message.objects.filter(pk__in=[row.payload["message"] for row in rows])
    told: dict[tuple, list] = {}
    notices = []
    for message in messages.select_related("proposal", "question__by", "by").order_by("pk"):
        place = _place(message)
        if place not in told:
            told[place] = list(find_people(*place))
        people = {person.pk: person for person in told[place]}
        if message.question_id and message.question.by.is_active:
            people[message.question.by_id] = message.question.by
        people.pop(message.by_id, None)
        notices += [_notice(message, person) for person in people.values()]
    notify(notices=notices)


def _place(message: Message) -> tuple[str, int]:
    row = message.proposal
    keys = {"kelurahan": row.kelurahan_id, "kecamatan": row.kecamatan_id, "agency": message.to_agency_id}
    return message.to_kind, keys.get(message.to_kind) or 0


def _notice(message: Message, person) -> Notice:
    row, is_answer = message.proposal, bool(message.question_id)
    return Notice(
        recipient_id=person.pk,
        key=f"message:{message.pk}",
        text=f"{'Jawaban' if is_answer else 'Pertanyaan'} dari {message.office}: {row.title} ({row.reference}).",
        url=message.get_absolute_url(),
        level="info" if is_answer else "action",
        at=message.at,
    )
