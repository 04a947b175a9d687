"""What Bappeda judges by, who judges, what they said, and the frozen result."""

from .assessment import Assessment
from .assignment import Assignment, Conflict, Partnership
from .criteria import CriteriaSet, Criterion
from .earlier_sheet import EarlierSheet
from .override import Override
from .publication import Publication, RunApproval
from .run import RankedProposal, RankingRun
from .scenario import Scenario
from .stability import Stability

__all__ = [
    "Assessment",
    "Assignment",
    "Conflict",
    "CriteriaSet",
    "Criterion",
    "EarlierSheet",
    "Override",
    "Partnership",
    "Publication",
    "RankedProposal",
    "RankingRun",
    "RunApproval",
    "Scenario",
    "Stability",
]
