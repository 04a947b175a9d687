"""The desk of the kecamatan: reviewing, ordering and forwarding."""
