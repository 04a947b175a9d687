"""Likely doubles among what waits at an office: shown in groups, and merged into one lead in one step."""
