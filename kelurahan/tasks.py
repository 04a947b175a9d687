"""The work that the kelurahan's desk hands to the queue, and what the sweeper does for it."""

from jobs.registry import sweeps, work
from kelurahan.importing.keeping import sweep_imports
from kelurahan.importing.reading import read_job
from kelurahan.importing.receiving import KIND

work(KIND)(read_job)
sweeps("kelurahan.sweep_imports")(sweep_imports)
