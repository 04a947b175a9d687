"""People, the offices they stand for, and log-in attempts."""

from .deputy import Deputy
from .login_attempt import LoginAttempt
from .office_head import OfficeHead
from .user import User

__all__ = ["Deputy", "LoginAttempt", "OfficeHead", "User"]
