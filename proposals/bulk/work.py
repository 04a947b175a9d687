"""A large decision as a job of the queue: nobody waits in front of a page, and a restart loses nothing."""

from uuid import uuid4

from django.urls import reverse

from jobs.registry import CannotBeDone
from jobs.services import enqueue
from proposals import workflow
from proposals.bulk.deciding import Task, carry_out
from proposals.models import Proposal
from proposals.refusals import Refusal

KIND = "proposals.bulk"
AT_ONCE = 100  # up to this many are done while the person waits


def decide_many(job, report):
    """Do the decision of a job in the name of who asked for it, if that account is still in use."""
    if job.created_by is None or not job.created_by.is_active:
        raise CannotBeDone(
            "Akun yang meminta keputusan ini sudah tidak aktif, jadi tidak ada yang diputuskan."
        )
    task = Task.read(job.params["task"])
    report(0, len(task.targets))
    done, refused = carry_out(task, by=job.created_by)
    report(len(task.targets), len(task.targets))
    result = tell(task, done, refused)
    url = reverse(f"{job.params['desk']}:bulk_result", args=[job.pk])
    return result | {"url": url, "label": "Lihat hasilnya", "note": say(result)}


def ask(task: Task, *, desk: str, by):
    """Put it into the queue."""
    title = f"{workflow.ACTIONS[task.action].label}: {len(task.targets)} usulan"
    params = {"task": task.write(), "desk": desk}
    return enqueue(kind=KIND, params=params, by=by, title=title, key=f"{KIND}:{uuid4()}")


def tell(task: Task, done: int, refused: tuple[Refusal, ...]) -> dict:
    """The outcome in plain values: how many, and each that was not decided with its reason."""
    titles = dict(
        Proposal.objects.filter(uuid__in=[refusal.uuid for refusal in refused]).values_list("uuid", "title")
    )
    return {
        "action": task.action,
        "done": done,
        "refused": [
            {
                "uuid": str(refusal.uuid) if refusal.uuid in titles else "",
                "reference": refusal.reference,
                "title": titles.get(refusal.uuid, ""),
                "message": refusal.message,
            }
            for refusal in refused
        ],
    }


def say(result: dict) -> str:
    left = len(result["refused"])
    return f"{result['done']} diputuskan{f', {left} tidak' if left else ''}."
