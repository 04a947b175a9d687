"""The work that Bappeda hands to the queue, and what the sweeper does for it."""

from bappeda.services import reminding
from jobs.registry import sweeps, work

work(reminding.KIND)(reminding.remind)
sweeps("bappeda.reminders")(reminding.post_reminders)
