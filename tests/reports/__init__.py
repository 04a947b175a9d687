"""Tests of reports: one declaration, four ways to read it."""
