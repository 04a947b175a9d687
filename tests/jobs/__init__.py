"""Tests of queued work, the outbox, notifications and the sweeper."""
