"""What the desk of the kecamatan does."""
