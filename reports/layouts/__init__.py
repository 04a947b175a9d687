"""One module per report layout (see `registry`)."""
