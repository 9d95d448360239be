"""Loads sqlite-utils without numpy and pandas, which it takes along wherever they are installed.

They are, for the camera's sake; a node stores none of their values, and numpy alone costs each process about 15 MB and
0.1 s.
"""

from __future__ import annotations

import sys
from types import ModuleType

NOT_NEEDED = ("numpy", "pandas")


def load() -> None:
    """Hides what nobody has loaded yet while sqlite-utils looks for it; afterwards it can be had as before."""
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # None: as if not installed
    hidden = [name for name in NOT_NEEDED if name not in modules]
    modules.update(dict.fromkeys(hidden))
    try:
        import sqlite_utils  # noqa: F401
    finally:
        for name in hidden:
            del modules[name]
