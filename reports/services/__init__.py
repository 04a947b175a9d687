"""Ask for a file, build it, tell of it, and remove it when its time is over."""

from .building import build
from .expiring import remove_expired
from .requesting import request_file
from .telling import tell_failed

__all__ = ["build", "remove_expired", "request_file", "tell_failed"]
