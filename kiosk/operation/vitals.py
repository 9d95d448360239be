"""How this process is: version, time since its start, free disk, the last error in its log, and its clock."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from kiosk.operation.clock import SystemClock
from kiosk.operation.log import EventLog
from kiosk.ports.log import Log
from kiosk.sync.heartbeat import BeatOnWire

PACKAGE = "hall-kiosk"
BEGAN = time.monotonic()  # one for all hearts of a process: by its age the city tells which word is the later one
CHECKOUT = "checkout"  # nothing is installed: it runs from its sources

More = Callable[[], Mapping[str, Any]]
Others = Callable[[], Sequence[BeatOnWire]]


class Vitals:
    """`more` is what only this role can tell (backlog, devices); `others` are the beats it hands on."""

    def __init__(self, node: str, role: str, state: Path, log: Log, more: More = dict, others: Others = tuple) -> None:
        self._node, self._role, self._state, self._log = node, role, state, log
        self._more, self._others = more, others
        self._clock, self._version = SystemClock(), version()

    def beats(self, last: bool) -> Sequence[BeatOnWire]:
        """The own first."""
        now, log = self._clock.now(), self._log
        error = log.last_error if isinstance(log, EventLog) else None
        own = BeatOnWire(
            node=self._node,
            role=self._role,
            at_ms=now.wall_ms,
            version=self._version,
            uptime_s=int(time.monotonic() - BEGAN),
            disk_megabytes=free_megabytes(self._state),
            last_error=error.name if error else None,
            last_error_ms=error.at_ms if error else 0,
            clock_trusted=now.trusted,
            ended=last,
            **self._more(),
        )
        return (own, *self._others())


def version() -> str:
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return CHECKOUT


def free_megabytes(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free // 1_000_000
    except OSError:
        return None
