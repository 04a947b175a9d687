"""Queued work, outbox, notifications and the sweeper."""
