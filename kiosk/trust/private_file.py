"""Small files that only their owner may read, replaced in one step and on the disk when the call returns."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_privately(path: Path, content: bytes) -> None:
    """Mode 0600 from its first byte on. Raises OSError as the disk does."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        new.unlink()
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """A power cut must not lose the name of a file whose contents are safe."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_open_to_others(path: Path) -> bool:
    """Whether somebody else on this machine may read it. Raises OSError."""
    return bool(path.stat().st_mode & 0o077)
