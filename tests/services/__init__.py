"""Real services for tests, started in temporary folders on free ports and ended with the test run."""
