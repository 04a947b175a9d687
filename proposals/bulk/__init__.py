"""Deciding many proposals of a desk at once: choose by filter, try out, carry out, and say what became of each."""
