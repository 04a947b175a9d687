"""The desk of Bappeda: marking, ranking, publishing."""
