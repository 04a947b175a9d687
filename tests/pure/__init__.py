"""How the pure modules of bappeda are proved: every branch, and mutants. Their tests stay beside all others."""
