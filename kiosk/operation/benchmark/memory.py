"""What a process holds in memory, as the kernel counts it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes (10^6 bytes). `resident` counts pages that it shares with others in full, `own` by its share of them;
    `own` is None where the kernel keeps it from us: our processes allow nobody but root to look into them."""

    resident: float
    own: float | None

    def __add__(self, other: Memory) -> Memory:
        both = None if self.own is None or other.own is None else self.own + other.own
        return Memory(self.resident + other.resident, both)


def memory_of(pid: int) -> Memory:
    """Raises OSError when there is no such process."""
    folder = Path(f"/proc/{pid}")
    resident = _megabytes((folder / "status").read_text(), "VmRSS")
    try:
        own = _megabytes((folder / "smaps_rollup").read_text(), "Pss")
    except PermissionError:
        return Memory(resident or 0.0, None)
    return Memory(resident or 0.0, own)


def _megabytes(text: str, key: str) -> float | None:
    found = re.search(rf"^{key}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else None
