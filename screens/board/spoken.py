"""Which call was said last, across restarts: one number in a small file, written when the voice has finished."""

from __future__ import annotations

import os
from pathlib import Path


class SpokenFile:
    """Reading and writing touch the disk: not for Qt's thread. A file that cannot be used counts as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> int | None:
        """The sequence number of the last call that was said; None when nothing is known."""
        try:
            seq = int(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None
        return seq if seq >= 0 else None

    def write(self, seq: int) -> bool:
        """False when the disk refuses; then a restart may say that one call again, which is better than never."""
        new = self._path.with_suffix(".new")
        try:
            with new.open("w", encoding="ascii") as file:
                file.write(str(seq))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError:
            return False
        return True
