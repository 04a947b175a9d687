"""Users, their roles, their offices, deputies and log-in."""
