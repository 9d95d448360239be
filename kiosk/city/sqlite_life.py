"""Whether a city's file was put back to an earlier moment: beside it stands how far its feeds had counted.

Written without waiting for the disk: a power cut may leave an older mark, which only makes less be noticed.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

_COUNTED = "select coalesce(sum(cursor), 0) from hall"


class FileLife:
    """`now` is the life's name; empty in a file's first one."""

    def __init__(self, path: Path) -> None:
        """Looks at the file, which may be new, damaged or older than this: then nothing is known of it yet."""
        self._database, self._beside = path, path.with_suffix(".counted")
        kept = self._kept()
        self.now, told = str(kept.get("life", "")), kept.get("counted", 0)
        counted = self._counted()
        if isinstance(told, int) and counted is not None and counted < told:
            self.now = secrets.token_hex(4)
            self._keep(counted)

    def note(self) -> None:
        """The feeds have counted on."""
        counted = self._counted()
        if counted is not None:
            self._keep(counted)

    def _counted(self) -> int | None:
        try:
            with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=2)) as connection:
                return int(connection.execute(_COUNTED).fetchone()[0])
        except sqlite3.Error:
            return None

    def _kept(self) -> dict[str, Any]:
        try:
            found = json.loads(self._beside.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _keep(self, counted: int) -> None:
        new = self._beside.with_name(f".{self._beside.name}")
        with suppress(OSError):
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"life": self.now, "counted": counted}, file)
            new.replace(self._beside)
