"""What is done to reference data."""
