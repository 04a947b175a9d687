"""Long tests under load, only when asked for: `bin/test load`."""
