"""What writes to the record. Only `transitions.perform` changes a status."""
