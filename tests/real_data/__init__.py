"""Real proposals of a real kelurahan, where the shared reference file lies beside the project."""
