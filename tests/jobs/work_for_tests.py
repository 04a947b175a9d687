"""Work that tests queue: registered in the test's process and in the workers that tests start."""

import time
from pathlib import Path

from jobs.registry import CannotBeDone, delivers, work
from jobs.services.notifying import Notice, notify


@work("tests.lines")
def write_lines(job, report_progress) -> dict:
    """Tell the owner `lines` things, one by one, slowly: what a crash leaves half done can be seen and counted."""
    lines = job.params["lines"]
    with Path(job.params["log"]).open("a") as log:
        log.write(f"attempt {job.attempts}\n")
    for number in range(lines):
        key = f"line:{job.pk}:{number}"
        notify(notices=[Notice(recipient_id=job.created_by_id, key=key, text=f"Baris {number}")])
        report_progress(number + 1, lines)
        time.sleep(job.params.get("pause", 0))
    return {"lines": lines}


@work("tests.impossible")
def refuse_work(job, report_progress) -> None:
    raise CannotBeDone("Tidak ada usulan yang cocok. Ubah saringannya.")


@work("tests.faulty")
def break_down(job, report_progress) -> None:
    raise ZeroDivisionError("secret of the machine room")


@delivers("tests.news")
def tell_news(rows) -> None:
    """Tell the person named in each row; a row without a person is a fault."""
    notices = [
        Notice(recipient_id=row.payload["person"], key=f"news:{row.pk}", text=row.payload["text"])
        for row in rows
    ]
    notify(notices=notices)
