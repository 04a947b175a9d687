"""The desk of the Perangkat Daerah: verifying."""
