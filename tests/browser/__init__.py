"""Chromium against the processes that bin/run starts."""
