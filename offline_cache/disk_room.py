"""The disk that fills: new things are refused first, and a reserve is kept for what is under way.

A ticket that is committed, paper that comes out, a person who is served: all of that has to be written down whatever
the disk says. So some blocks are taken at the start, in a file of their own, and given back to the disk when it is
full. They are taken again when there is room.
"""

from __future__ import annotations

import errno
import os
import threading
from contextlib import suppress
from pathlib import Path

_PROBE_BYTES = 1 << 16
_SHARE = 20  # of a small disk, neither the threshold nor the reserve is more than a twentieth


class DiskRoom:
    """Both sizes in bytes; 0 switches off. Safe from any thread."""

    def __init__(self, reserve: Path, low_bytes: int = 0, reserve_bytes: int = 0) -> None:
        self._reserve = reserve
        self._low, self._size = self._fitting(low_bytes), self._fitting(reserve_bytes)
        self._turn = threading.Lock()
        self._has_reserve = False
        self.was_given_back = False  # since it was taken last

    def is_low(self) -> bool:
        """Whether nothing new may begin: less is free than the threshold, and the reserve where it is not taken."""
        wanted = self._low + (0 if self._has_reserve else self._size)
        return wanted > 0 and self.free_bytes() < wanted

    @property
    def has_reserve(self) -> bool:
        return self._has_reserve

    def free_bytes(self) -> int:
        """What this process may still write on the disk; nothing when the disk does not say."""
        try:
            disk = os.statvfs(self._reserve.parent)
        except OSError:
            return 0
        return disk.f_bavail * disk.f_frsize

    def refuses_more(self) -> bool:
        """Tries it: whether a few blocks more are refused because the disk, a quota of it or a file's limit is used
        up."""
        probe = self._reserve.with_name(f"{self._reserve.name}.probe")
        try:
            _allocate(probe, _PROBE_BYTES)
        except OSError as error:
            return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        probe.unlink(missing_ok=True)
        return False

    def give_back(self) -> bool:
        """Frees the reserve, and says whether there was one."""
        with self._turn:
            had, self._has_reserve = self._has_reserve, False
            self.was_given_back = self.was_given_back or had
            with suppress(OSError):
                self._reserve.unlink(missing_ok=True)
            return had

    def take(self) -> None:
        """Takes the reserve when there is room for it beside the threshold; else it is tried again later."""
        if not self._size:
            self.give_back()  # an earlier run may have had one
            return
        with self._turn:
            if self._has_reserve or self.free_bytes() + self._taken() < self._low + self._size:
                return
            with suppress(OSError):
                _allocate(self._reserve, self._size)
                self._has_reserve, self.was_given_back = True, False

    def remove(self) -> None:
        """For good."""
        self._size = self._low = 0
        self.give_back()

    def _taken(self) -> int:
        """Blocks that an earlier run holds already."""
        try:
            return self._reserve.stat().st_blocks * 512
        except OSError:
            return 0

    def _fitting(self, wanted: int) -> int:
        try:
            disk = os.statvfs(self._reserve.parent)
        except OSError:
            return wanted
        return min(wanted, disk.f_blocks * disk.f_frsize // _SHARE)


def _allocate(path: Path, size: int) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.ftruncate(descriptor, size)
        os.posix_fallocate(descriptor, 0, size)
        os.fsync(descriptor)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)
