"""What the sweeper does for floors below the queue, which cannot register with it themselves."""

from accounts.services.lockout import forget_old_attempts
from jobs.registry import sweeps


@sweeps("accounts.forget_old_attempts")
def forget() -> None:
    """Old log-in attempts go; they count only for a quarter of an hour."""
    forget_old_attempts()
