"""The log of one process: JSON lines for machines, a short sentence on standard error for the technician.

Only the catalogue's events with their listed fields are written. Whatever is wrong with the disk, the caller goes on;
lines that could not be written are counted and the count is written when writing works again.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from kiosk.operation.console import Console
from kiosk.operation.log_catalogue import LEVELS, Event, LogMisuseError, catalogue
from kiosk.operation.log_file import LogFile
from kiosk.ports.log import LogValue

STRICT = "HALL_KIOSK_STRICT_LOG"  # set to 1 by the tests: a misuse raises, a bug shows its own words
FRAMES = 20


@dataclass(frozen=True, slots=True)
class LastError:
    """An event of the level error; UTC milliseconds."""

    name: str
    at_ms: int


class EventLog:
    """A `kiosk.ports.log.Log`. `level` is the least that is written; `speak=False` keeps standard error silent."""

    def __init__(
        self,
        folder: Path,
        role: str,
        *,
        level: str = "info",
        keep_days: int = 190,
        max_bytes: int = 10_000_000,
        total_bytes: int = 2_000_000_000,
        speak: bool = True,
        events: dict[str, Event] | None = None,
    ) -> None:
        self._file = LogFile(folder, role, max_bytes=max_bytes, keep_days=keep_days, total_bytes=total_bytes)
        self._role, self._least, self._speak = role, LEVELS.index(level), speak
        self._events = catalogue() if events is None else events
        self._strict = os.environ.get(STRICT) == "1"
        self._console, self._lock = Console(), threading.RLock()
        self._dropped = 0
        self.last_error: LastError | None = None

    @property
    def path(self) -> Path:
        return self._file.path

    def event(self, name: str, /, **fields: LogValue) -> None:
        event = self._events.get(name)
        wrong = {name: "is not in the catalogue"} if event is None else event.refusals(fields)
        if wrong and self._strict:
            raise LogMisuseError("; ".join(f"{name}: {key} {why}" for key, why in wrong.items()))
        if wrong:
            self._write(self._events["log_field_refused"], {"name": name if event else "unlisted"})
        if event is not None:
            self._write(event, {key: value for key, value in fields.items() if key not in wrong})

    def bug(self, where: str, error: BaseException) -> None:
        if self._strict:
            traceback.print_exception(error)
        self.event("bug", where=where, error=type(error).__name__, path=places(error))

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def _write(self, event: Event, fields: dict[str, LogValue]) -> None:
        if LEVELS.index(event.level) < self._least:
            return
        now = datetime.now().astimezone()
        if event.level == "error":
            self.last_error = LastError(event.name, int(now.timestamp() * 1000))
        head = {"time": now.isoformat(timespec="milliseconds"), "mono_ms": time.monotonic_ns() // 1_000_000}
        entry = {**head, "level": event.level, "role": self._role, "pid": os.getpid(), "event": event.name, **fields}
        line = json.dumps(entry, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            self._append(line, now)
        if self._speak:
            self._console.say(f"{now:%H:%M:%S} {self._role:<15} {event.level:<7} {event.spoken(fields)}")

    def _append(self, line: bytes, now: datetime) -> None:
        try:
            self._file.append(line, now.date())
        except (OSError, ValueError) as error:
            self._file.close()
            if self._speak and not self._dropped:
                self._console.say(f"{self._role}: {self.path} cannot be written ({type(error).__name__})")
            self._dropped += 1
            return
        if self._dropped:
            count, self._dropped = self._dropped, 0
            self.event("log_line_dropped", count=count, reason="disk")
        if self._file.cut_short:
            count, self._file.cut_short = self._file.cut_short, 0
            self.event("log_cut_short", count=count)


def places(error: BaseException) -> str:
    """Where an exception passed through, innermost last: `file:line function`, no values, no words."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    shown = " > ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
    return traced(shown)


def traced(text: str) -> str:
    """Fits the field type `trace`: anything else in a path or a function's name becomes `_`."""
    return re.sub(r"[^A-Za-z0-9_./:<> -]|[0-9]{9,}", "_", text)[:4000]


def _short(filename: str) -> str:
    return "/".join(Path(filename).parts[-3:])


class LibraryMessages(logging.Handler):
    """Other people's log records: that they came and from where is kept, their text is not."""

    def __init__(self, log: EventLog) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        place = traced(f"{_short(record.pathname)}:{record.lineno} {record.funcName}")
        self._log.event("library_message", library=record.name, severity=record.levelname, place=place)


def catch_everything(log: EventLog) -> None:
    """Sends uncaught exceptions of all threads and the libraries' warnings to the log, without their values."""

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.bug("main", error.with_traceback(trace))

    def uncaught_in_thread(given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None and given.exc_type is not SystemExit:
            log.bug("thread", given.exc_value)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
    logging.getLogger().handlers[:] = [LibraryMessages(log)]
