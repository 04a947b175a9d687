"""The work that reports hand to the queue, and what the sweep of every minute does for them."""

from jobs.registry import sweeps, work
from reports import services
from reports.packages import asking, building, telling
from reports.services.limiting import FILE, PACKAGE

work(FILE)(services.build)
work(PACKAGE)(building.build)
sweeps("reports.remove_expired")(services.remove_expired)
sweeps("reports.tell_failed")(services.tell_failed)
sweeps("reports.make_nightly_packages")(asking.make_nightly)
sweeps("reports.make_closing_packages")(asking.make_closings)
sweeps("reports.retry_packages")(asking.try_again)
sweeps("reports.tell_failed_packages")(telling.tell_failed)
