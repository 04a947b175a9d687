"""The work that the record hands to the queue."""

from jobs.registry import work
from proposals.bulk import work as bulk
from proposals.services import minutes_file

work(minutes_file.KIND)(minutes_file.make)
work(bulk.KIND)(bulk.decide_many)
