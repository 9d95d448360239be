"""Where Debian keeps the server's programs; which version is there."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
OLDEST = 14  # the oldest that its makers still care for


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder with `initdb`, `postgres` and the others, all of one version."""

    folder: Path
    version: int

    def path(self, name: str) -> str:
        return str(self.folder / name)


def find_programs(debian: Path = DEBIAN) -> Programs | None:
    """The newest version of Debian's, else the one on the PATH; None when no server (14 or later) is installed."""
    found = [Programs(path.parent, int(path.parent.parent.name)) for path in debian.glob("[0-9]*/bin/postgres")]
    return max((one for one in found if one.version >= OLDEST), key=lambda one: one.version, default=_on_the_path())


def _on_the_path() -> Programs | None:
    found = shutil.which("postgres")
    if found is None or not Path(found).with_name("initdb").exists():
        return None
    folder = Path(found).resolve().parent
    named = re.search(r"(\d+)", str(folder))
    version = int(named[1]) if named else OLDEST
    return Programs(folder, version) if version >= OLDEST else None
