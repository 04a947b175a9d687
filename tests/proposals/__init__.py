"""Tests of the record and its workflow."""
