"""Whose the server's files are: the server refuses to run as root, so root lends it an ordinary user."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

ORDINARY = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Owner:
    uid: int
    gid: int

    @property
    def is_another(self) -> bool:
        return self.uid != os.geteuid()

    def take(self, path: Path) -> None:
        """Gives a file or folder to the server's user; nothing to do when that is ourselves."""
        if self.is_another:
            os.chown(path, self.uid, self.gid)

    def reaches(self, folder: Path) -> bool:
        """Whether the server's user gets as far as the nearest part of `folder` that exists."""
        above = [part for part in (folder, *folder.parents) if part.exists()]
        return not self.is_another or all(self._may_pass(part) for part in above)

    def _may_pass(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        return bool(found.st_mode & (stat.S_IXGRP if found.st_gid == self.gid else stat.S_IXOTH))


def server_owner() -> Owner:
    """Ourselves, or for root Debian's user of the server, else nobody. KeyError where there is neither."""
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid())
    known = {one.pw_name: one for one in pwd.getpwall()}
    found = next((known[name] for name in ORDINARY if name in known), None) or pwd.getpwnam(ORDINARY[-1])
    return Owner(found.pw_uid, found.pw_gid)
