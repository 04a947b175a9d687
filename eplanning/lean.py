"""Keeps numpy out of processes that never measure anything: 24 MB and a tenth of a second each (docs/adr/0015).

openpyxl asks for numpy while it is loaded, only to take numpy's numbers in cells, which nothing here writes.
"""

import sys


def load_openpyxl() -> None:
    """Load openpyxl as where numpy is not installed; whoever needs numpy afterwards still finds it."""
    if "numpy" in sys.modules:
        return
    sys.modules["numpy"] = None
    try:
        import openpyxl  # noqa: F401
    finally:
        del sys.modules["numpy"]
