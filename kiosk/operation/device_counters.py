"""What a device has done and suffered in its life here: counted as it happens, kept over restarts.

A file of JSON, device by device, replaced in one step; a figure may be lost with the power, a file never is. Whoever
counts never waits for the disk: the supervisor's watch writes, and once more when everything is closed.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path

SAVE_EVERY_S = 30.0
MOST_WORDS = 64  # a device; a word too many is not counted, so that no mistake fills the disk


class DeviceCounters:
    """Safe from any thread. `file` None: counted for this life only. A file that cannot be read begins at zero."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._counts: dict[str, dict[str, int]] = _read(file) if file else {}
        self._changed = False

    def add(self, device: str, word: str, by: int = 1) -> None:
        """`word` is the class's own: opened, reset, hung; tickets, cuts, millimetres."""
        with self._lock:
            own = self._counts.setdefault(device, {})
            if word in own or len(own) < MOST_WORDS:
                own[word] = own.get(word, 0) + by
                self._changed = True

    def clear(self, device: str, word: str) -> None:
        """Begins a figure afresh: a new roll, a new head."""
        with self._lock:
            self._counts.setdefault(device, {})[word] = 0
            self._changed = True

    def of(self, device: str) -> Mapping[str, int]:
        with self._lock:
            return dict(self._counts.get(device, {}))

    def save(self) -> bool:
        """Writes what has changed; False when the disk refused, and it is tried again next time."""
        with self._lock:
            if self._file is None or not self._changed:
                return True
            told = json.dumps(self._counts, sort_keys=True)
            self._changed = False
        if _written(self._file, told):
            return True
        self._changed = True
        return False


def _written(file: Path, told: str) -> bool:
    fresh = file.with_name(file.name + ".new")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8") as out:
            out.write(told)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    except OSError:
        return False
    return True


def _read(file: Path) -> dict[str, dict[str, int]]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: _figures(own) for name, own in found.items() if isinstance(own, dict)}


def _figures(own: Mapping[object, object]) -> dict[str, int]:
    kept = ((word, figure) for word, figure in own.items() if isinstance(word, str) and type(figure) is int)
    return {word: figure for word, figure in kept if figure >= 0}
