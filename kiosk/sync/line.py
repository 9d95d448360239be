"""A thread that keeps one direction of a line going: turn after turn, pauses in between, woken by a nudge.

It ends only when it is told to. A bug in a turn is logged and the next turn comes after a pause.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.ports.ledger import LedgerError
from kiosk.ports.log import Log
from kiosk.sync.patience import Patience


@dataclass(frozen=True, slots=True)
class Pause:
    """Until the next turn, in seconds. `nudged`: a nudge may end it early."""

    seconds: float
    nudged: bool = True


AT_ONCE = Pause(0.0)


class Line:
    """`turn` does one exchange and says how long to pause after it."""

    def __init__(self, name: str, turn: Callable[[], Pause], log: Log) -> None:
        self._name = name
        self._turn = turn
        self._log = log
        self._nudged = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def nudge(self) -> None:
        """There is something to do now; safe from any thread."""
        self._nudged.set()

    def stop(self, limit_s: float) -> bool:
        """Asks the thread to end and waits so long; False when an exchange is still under way then."""
        self._stopped.set()
        self._nudged.set()
        if self._thread.ident is not None:
            self._thread.join(limit_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._nudged.clear()
            pause = self._guarded()
            waited = self._nudged if pause.nudged else self._stopped
            waited.wait(pause.seconds)

    def _guarded(self) -> Pause:
        try:
            return self._turn()
        except Exception as error:  # the thread has to outlive a bug: without it nothing is ever sent again
            if not self._stopped.is_set():
                self._log.bug(self._name, error)
            return Pause(Patience().most, nudged=False)


class Trials:
    """Counts failures in a row and tells the log when a line is lost and when it is back, once each."""

    def __init__(self, direction: str, log: Log, patience: Patience | None = None) -> None:
        self._direction = direction
        self._log = log
        self._patience = patience or Patience()
        self._failures = 0
        self.reached: bool | None = None  # None: not tried yet

    def succeeded(self) -> None:
        if self.reached is False:
            self._log.event("upstream_back", direction=self._direction, failures=self._failures)
        self.reached, self._failures = True, 0

    def failed(self, reason: str, status: int = 0, retry_after_s: float = 0.0) -> Pause:
        """The pause before the next try; what an upstream asked for is not shortened by a nudge."""
        if self._failures == 0:
            self._log.event("upstream_lost", direction=self._direction, reason=reason, status=status)
        self.reached = False
        self._failures += 1
        wait = self._patience.wait(self._failures, random.random())
        return Pause(max(wait, retry_after_s), nudged=retry_after_s <= wait)

    def ledger_failed(self, failure: str) -> Pause:
        return self.failed(f"ledger_{failure}")


def reading(turn: Callable[[], Pause], trials: Trials) -> Callable[[], Pause]:
    """A turn whose reads of the ledger may fail."""

    def guarded() -> Pause:
        try:
            return turn()
        except LedgerError as error:
            return trials.ledger_failed(error.failure.value)

    return guarded
