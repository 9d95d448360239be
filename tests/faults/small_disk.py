"""A disk that can be filled in a moment: a tmpfs of its own, where this process may mount one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SIZE_KB = 24 << 10
_BLOCK = bytes(4096)


class SmallDisk:
    """`folder` lies on a file system of its own. `fill` leaves not one block free; `free` takes the filling away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filling = folder / "filling"

    def fill(self) -> None:
        with self._filling.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(_BLOCK) == len(_BLOCK):
                continue

    def free(self) -> None:
        self._filling.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk | None]:
    """None where mounting is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_KB}k,mode=700", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        yield None
        return
    disk = SmallDisk(folder)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=True)
