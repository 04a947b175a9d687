"""The work that reports hand to the queue."""

from jobs.registry import sweeps, work
from reports import services
from reports.services.requesting import KIND

work(KIND)(services.build)
sweeps("reports.remove_expired")(services.remove_expired)
sweeps("reports.tell_failed")(services.tell_failed)
