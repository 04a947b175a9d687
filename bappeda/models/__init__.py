"""What Bappeda judges by, who judges, what they said, and the frozen result."""

from .assessment import Assessment
from .assignment import Assignment, Conflict, Partnership
from .criteria import CriteriaSet, Criterion
from .publication import Publication, RunApproval
from .run import RankedProposal, RankingRun

__all__ = [
    "Assessment",
    "Assignment",
    "Conflict",
    "CriteriaSet",
    "Criterion",
    "Partnership",
    "Publication",
    "RankedProposal",
    "RankingRun",
    "RunApproval",
]
