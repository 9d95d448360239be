"""The copies of a node's file: what they are called, which are good, which are kept."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from kiosk.trust.private_file import sync_folder
from offline_cache.schema import is_newer

FOLDER = "backup"
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_TABLES = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"


class BackupFiles:
    """`backup/<name>-<UTC time>.sqlite` beside the book."""

    def __init__(self, book: Path) -> None:
        self.folder = book.parent / FOLDER
        self._stem = book.stem

    def new_name(self) -> Path:
        return self.folder / f"{self._stem}-{datetime.now(UTC).strftime(_STAMP)}.sqlite"

    def newest_first(self) -> list[Path]:
        """By name, which is by the wall clock of their making."""
        name = re.compile(re.escape(self._stem) + r"-\d{8}T\d{6}\.\d{6}Z\.sqlite")
        found = self.folder.glob(f"{self._stem}-*.sqlite") if self.folder.is_dir() else ()
        return sorted((path for path in found if name.fullmatch(path.name)), reverse=True)

    def keep(self, count: int) -> None:
        """Removes all but the newest, and what a stopped copying left. Raises OSError."""
        old = self.newest_first()[count:]
        for path in [*old, *self.unfinished()]:
            path.unlink(missing_ok=True)
        if old:
            sync_folder(self.folder)

    def unfinished(self) -> list[Path]:
        return list(self.folder.glob(f".{self._stem}-*")) if self.folder.is_dir() else []

    def age_s(self) -> float | None:
        """Of the newest, by the wall clock; None when there is none or it comes from the future."""
        for path in self.newest_first()[:1]:
            made = datetime.strptime(path.name[len(self._stem) + 1 : -len(".sqlite")], _STAMP).replace(tzinfo=UTC)
            age = (datetime.now(UTC) - made).total_seconds()
            return age if age >= 0 else None
        return None


def rows_of(path: Path) -> Mapping[str, int] | None:
    """How many rows each table of a copy has; None when it is damaged or of a later version. Reads every page."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as copy:
            if copy.execute("pragma integrity_check(1)").fetchone()[0] != "ok" or is_newer(copy):
                return None
            return counted(copy)
    except sqlite3.Error:
        return None


def counted(connection: sqlite3.Connection) -> Mapping[str, int]:
    names = [name for (name,) in connection.execute(_TABLES).fetchall()]
    return {name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}  # noqa: S608
