"""One typed value in one private file, changed by several processes of a machine, never half written."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from kiosk.trust.private_file import is_open_to_others, write_privately

T = TypeVar("T")
_NOTHING = (0, 0, 0)


class FileProblem(StrEnum):
    """Why such a file cannot be used. It is never begun anew over one that cannot be read."""

    OPEN_TO_OTHERS = "open_to_others"
    BROKEN = "broken"
    CANNOT_WRITE = "cannot_write"


class KeptValue(Generic[T]):
    """`empty` is what a file that is not there yet holds. Safe from any thread and process."""

    def __init__(self, path: Path, kind: type[T], empty: T) -> None:
        self.path = path
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)
        self._empty = empty

    def read(self) -> T | FileProblem:
        try:
            if is_open_to_others(self.path):
                return FileProblem.OPEN_TO_OTHERS
            return self._adapter.validate_json(self.path.read_bytes())
        except FileNotFoundError:
            return self._empty
        except (OSError, ValidationError):
            return FileProblem.BROKEN

    def change(self, edit: Callable[[T], T]) -> T | FileProblem:
        """What `edit` makes of what stands there, once it is on the disk."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self.path.with_suffix(".lock").open("w") as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                return self._changed(edit)
        except OSError:
            return FileProblem.CANNOT_WRITE

    def _changed(self, edit: Callable[[T], T]) -> T | FileProblem:
        before = self.read()
        if isinstance(before, FileProblem):
            return before
        after = edit(before)
        if after != before:
            write_privately(self.path, self._adapter.dump_json(after, indent=1) + b"\n")
        return after

    def mark(self) -> tuple[int, int, int]:
        """Differs when the file was written since; cheap."""
        try:
            found = self.path.stat()
        except OSError:
            return _NOTHING
        return found.st_ino, found.st_mtime_ns, found.st_size
