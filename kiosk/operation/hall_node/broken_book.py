"""A hall node whose book only a start can mend ends, so that whoever started it starts it again.

Damage is mended at once: the start moves the file aside and puts the newest copy in its place. A disk that fails gets
time first, because most of that passes, and until then the book can still be looked at; a node with a second one gives
way meanwhile. What lasts may be a disk that was away for a moment, whose files only a start opens anew.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

from kiosk.operation.exit_codes import ExitCode
from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import Log

LASTS_S = 15.0  # so long a disk may fail; longer than giving way and taking back again
LOOKS_EVERY_S = 0.5
ONLY_A_START_MENDS = (LedgerFailure.DAMAGED, LedgerFailure.BROKEN_DISK)


class Watched(Protocol):
    """What of a `HallBook` is needed."""

    @property
    def probe(self) -> Callable[[], LedgerFailure | None]: ...

    @property
    def watch(self) -> Callable[[Callable[[LedgerFailure], None]], None]: ...


class BrokenBook:
    """Watches a node's book while it is in use; `stop` ends the node. Times in seconds."""

    def __init__(
        self,
        book: Watched,
        stop: threading.Event,
        log: Log,
        lasts_s: float = LASTS_S,
        looks_every_s: float = LOOKS_EVERY_S,
    ) -> None:
        self._probe, self._stop, self._log = book.probe, stop, log
        self._lasts_s, self._looks_every_s = lasts_s, looks_every_s
        self._ill, self._over = threading.Event(), threading.Event()
        self._since: float | None = None
        self._why: LedgerFailure | None = None
        self._thread = threading.Thread(target=self._run, name="broken-book", daemon=True)
        book.watch(self._met)

    def __enter__(self) -> BrokenBook:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(2 * self._looks_every_s)  # a disk that hangs holds up nobody's end

    def code(self, otherwise: int) -> int:
        """The process's exit code; whoever started it has to start it again when its book ended it."""
        return otherwise if self._why is None else ExitCode.FAILED

    def _met(self, failure: LedgerFailure) -> None:
        """On whatever thread met it."""
        if failure is LedgerFailure.DAMAGED:
            self._end(failure)
        else:
            self._ill.set()

    def _run(self) -> None:
        while not self._over.wait(self._looks_every_s):
            if self._ill.is_set():
                self._look()

    def _look(self) -> None:
        began = self._since = time.monotonic() if self._since is None else self._since
        failure = self._probe()
        if failure not in (*ONLY_A_START_MENDS, LedgerFailure.LOCKED):
            self._since = None
            self._ill.clear()
        elif time.monotonic() - began >= self._lasts_s:
            self._end(failure)

    def _end(self, why: LedgerFailure) -> None:
        if self._why is None:
            self._why = why
            self._log.event("hall_ended_by_its_book", reason=why.value)
            self._stop.set()
