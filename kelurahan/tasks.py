"""The work that the kelurahan's desk hands to the queue, and what the sweeper does for it."""

from jobs.registry import sweeps, work
from kelurahan.importing.keeping import sweep_imports
from kelurahan.importing.reading import read_job
from kelurahan.importing.receiving import KIND
from kelurahan.services import reminding

work(KIND)(read_job)
work(reminding.KIND)(reminding.remind)
sweeps("kelurahan.sweep_imports")(sweep_imports)
sweeps("kelurahan.reminders")(reminding.post_reminders)
