"""Demo data that looks like Kota Tangerang: deterministic, any size, alive today. Invented, and says so."""
