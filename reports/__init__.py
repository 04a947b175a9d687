"""Official files: a report is data."""
