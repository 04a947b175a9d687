"""The work that Bappeda hands to the queue, and what the sweeper does for it."""

from bappeda import stability
from bappeda.services import measuring_stability, reminding
from jobs.registry import sweeps, work

work(reminding.KIND)(reminding.remind)
work(stability.KIND)(measuring_stability.measure)
sweeps("bappeda.reminders")(reminding.post_reminders)
