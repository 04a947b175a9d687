"""The record of a proposal, its cycle, its history and the money it is held against."""

from .addressee import Addressee
from .attachment import Attachment
from .catalogue import CatalogueItem, Field, RkpdPriority
from .ceiling import Ceiling
from .counter import Counter
from .cycle import Holiday, PlanningCycle, StageWindow, WindowExtension
from .event import Event
from .forum import Forum
from .message import Message, MessageFile, MessageReading
from .proposal import Proposal
from .review import Review
from .saved_order import SavedOrder
from .stage_closing import StageClosing

__all__ = [
    "Addressee",
    "Attachment",
    "CatalogueItem",
    "Ceiling",
    "Counter",
    "Event",
    "Field",
    "Forum",
    "Holiday",
    "Message",
    "MessageFile",
    "MessageReading",
    "PlanningCycle",
    "Proposal",
    "Review",
    "RkpdPriority",
    "SavedOrder",
    "StageClosing",
    "StageWindow",
    "WindowExtension",
]
