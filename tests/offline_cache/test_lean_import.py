"""A node's book takes no library into its process that it does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOOK = """
import sys, importlib.util
import offline_cache.cache
print(*(name for name in ("sqlite_utils", "numpy", "pandas") if name in sys.modules))
importlib.util.find_spec("numpy")  # ValueError if it were still hidden
"""


def test_a_node_opens_its_book_without_numpy() -> None:
    looked = subprocess.run((sys.executable, "-c", LOOK), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert looked.stdout.split() == ["sqlite_utils"], looked.stderr
    assert looked.returncode == 0, looked.stderr
