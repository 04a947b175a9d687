"""Leaves the benchmark that takes minutes to those who ask for it."""

import os

collect_ignore = [] if os.environ.get("DEMO_BENCHMARK") else ["test_load_demo.py"]
