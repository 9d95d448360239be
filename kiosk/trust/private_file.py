"""Small files that only their owner may read, replaced in one step and on the disk when the call returns."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_privately(path: Path, content: bytes, *, wipe: bool = False) -> None:
    """Replaces `path`, mode 0600 from its first byte on. Raises OSError.

    `wipe`: what stood there before is overwritten, for a secret; not where another process may be reading it now.
    """
    new = _written_beside(path, content)
    former = _held(path) if wipe else None
    new.replace(path)
    sync_folder(path.parent)
    if former is not None:
        _overwrite(former)


def write_privately_once(path: Path, content: bytes) -> None:
    """Makes `path` unless it is there, mode 0600. Of several processes that do so at once one makes it, and every one
    reads the same afterwards. Raises OSError."""
    if path.exists():
        return
    new = _written_beside(path, content)
    with suppress(FileExistsError):
        os.link(new, path)
    new.unlink()
    sync_folder(path.parent)


def remove_for_good(path: Path) -> None:
    """Overwrites and removes. A disk that writes elsewhere (flash, copy on write) may keep old blocks for a while."""
    held = _held(path)
    if held is None:
        return
    _overwrite(held)
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """A power cut must not lose the name of a file whose contents are safe."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_privately(path: Path) -> None:
    """Makes an empty file before somebody else's code does, so that nobody but its owner may ever read it."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    sync_folder(path.parent)


def make_private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def is_open_to_others(path: Path) -> bool:
    """Whether somebody else on this machine may read it. Raises OSError."""
    return bool(path.stat().st_mode & 0o077)


def _written_beside(path: Path, content: bytes) -> Path:
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        new.unlink()
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return new


def _held(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None


def _overwrite(descriptor: int) -> None:
    """Zeros over what the descriptor holds, then closes it."""
    try:
        os.pwrite(descriptor, bytes(os.fstat(descriptor).st_size), 0)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
