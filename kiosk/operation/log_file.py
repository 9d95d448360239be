"""Log files that turn over by size and by day and are kept for months, as the law on logs asks, within a bound.

`<role>.log` is written; `<role>.<YYYYMMDD>-<n>.log` are the turned ones, by the day of their last line.
"""

from __future__ import annotations

import errno
import os
import re
from datetime import date, timedelta
from pathlib import Path

ALWAYS_KEPT = 30  # files: a clock that jumps far ahead must not empty the shelf


class LogFile:
    """Appends whole lines. Raises OSError as the disk does; not safe from several threads by itself."""

    def __init__(self, folder: Path, role: str, *, max_bytes: int, keep_days: int, total_bytes: int = 0) -> None:
        """`total_bytes` of all files of this role; 0: as many as the days bring."""
        self._folder, self._role = folder, role
        self._max_bytes, self._keep_days, self._total_bytes = max_bytes, keep_days, total_bytes
        self.cut_short = 0  # files that went before their days were over, because of the bound
        self._descriptor: int | None = None
        self._size = 0
        self._day: date | None = None

    @property
    def path(self) -> Path:
        return self._folder / f"{self._role}.log"

    def append(self, line: bytes, today: date) -> None:
        if self._descriptor is None:
            self._open()
        if self._size and (self._size + len(line) > self._max_bytes or self._day not in (None, today)):
            self._turn(self._day or today)
            self.delete_old(today)
        assert self._descriptor is not None  # noqa: S101  # both branches above leave it open
        if os.write(self._descriptor, line) != len(line):
            raise OSError(errno.ENOSPC, "only part of a line fitted")
        self._size += len(line)
        self._day = today

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    __del__ = close

    def _open(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
        stat = os.fstat(self._descriptor)
        self._size = stat.st_size
        self._day = date.fromtimestamp(stat.st_mtime) if stat.st_size else None

    def _turn(self, day: date) -> None:
        self.close()
        stamp = f"{day:%Y%m%d}"
        number = max((number for dated, number, _ in self._dated() if dated == stamp), default=0) + 1
        self.path.rename(self._folder / f"{self._role}.{stamp}-{number}.log")
        self._open()

    def turned(self) -> list[Path]:
        """The turned files, oldest first."""
        return [path for _, _, path in sorted(self._dated())]

    def _dated(self) -> list[tuple[str, int, Path]]:
        name = re.compile(re.escape(self._role) + r"\.(\d{8})-(\d+)\.log")
        found = ((name.fullmatch(path.name), path) for path in self._folder.glob(f"{self._role}.*.log"))
        return [(match[1], int(match[2]), path) for match, path in found if match]

    def delete_old(self, today: date) -> None:
        """By age, the newest `ALWAYS_KEPT` excepted; then, oldest first, whatever the bound has no place for."""
        oldest = f"{today - timedelta(days=self._keep_days):%Y%m%d}"
        for day, _, path in sorted(self._dated())[:-ALWAYS_KEPT]:
            if day < oldest:
                path.unlink(missing_ok=True)
        if self._total_bytes:
            self._keep_within(self._total_bytes - self._max_bytes)

    def _keep_within(self, room: int) -> None:
        for path in reversed(self.turned()):
            room -= path.stat().st_size
            if room < 0:
                path.unlink(missing_ok=True)
                self.cut_short += 1
