"""One direction of the line between a node and its upstream: a thread that goes turn after turn, woken by a nudge.

Up and down differ in what one turn exchanges; going on, pausing, counting failures and ending are the same: here.
It ends only when it is told to. A bug in a turn is logged and the next turn comes after a pause.
"""

from __future__ import annotations

import random
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.ports.ledger import LedgerError, LedgerFailure
from kiosk.ports.log import Log
from kiosk.sync.client import SyncClient
from kiosk.sync.patience import Patience


@dataclass(frozen=True, slots=True)
class Pause:
    """Until the next turn, in seconds. `nudged`: a nudge may end it early."""

    seconds: float
    nudged: bool = True


AT_ONCE = Pause(0.0)


class Line(ABC):
    """`client` is this line's own: it is closed when the line has ended. `direction` is up or down."""

    def __init__(self, direction: str, client: SyncClient, log: Log, patience: Patience | None = None) -> None:
        self._name = f"{direction}link"
        self._client = client
        self._log = log
        self._trials = Trials(direction, log, patience, client.where)
        self._nudged = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)

    @abstractmethod
    def _exchange(self) -> Pause:
        """Asks the upstream one thing, stores the answer, and says how long to pause then. May raise LedgerError."""

    @property
    def reached(self) -> bool | None:
        """Whether the last exchange worked; None before the first."""
        return self._trials.reached

    def start(self) -> None:
        self._thread.start()

    def nudge(self) -> None:
        """There is something to do now. Safe from any thread, never blocks."""
        self._nudged.set()

    def stop(self, limit_s: float = 2.0) -> bool:
        """Asks the thread to end and waits so long; False when an exchange is still under way then."""
        self._stopped.set()
        self._nudged.set()
        if self._thread.ident is not None:
            self._thread.join(limit_s)
        if self._thread.is_alive():
            return False
        self._client.close()
        return True

    def turn(self) -> Pause:
        """One exchange; a ledger that cannot be read is a failure like others. The line's thread does nothing else."""
        try:
            return self._exchange()
        except LedgerError as error:
            return self._trials.ledger_failed(error.failure.value)

    def _stored(self, failure: LedgerFailure | None, then: Pause) -> Pause:
        """After what an exchange brought was stored, or was not."""
        if failure is not None:
            return self._trials.ledger_failed(failure.value)
        self._trials.succeeded()
        return then

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._nudged.clear()
            pause = self._guarded()
            waited = self._nudged if pause.nudged else self._stopped
            waited.wait(pause.seconds)

    def _guarded(self) -> Pause:
        try:
            return self.turn()
        except Exception as error:  # the thread has to outlive a bug: without it nothing is ever sent again
            if not self._stopped.is_set():
                self._log.bug(self._name, error)
            return Pause(Patience().most, nudged=False)


class Trials:
    """Counts failures in a row and tells the log when a line is lost and when it is back, once each."""

    def __init__(
        self, direction: str, log: Log, patience: Patience | None = None, where: Callable[[], str] = str
    ) -> None:
        """`where`: the upstream's address now, empty while nobody knows it."""
        self._direction, self._where = direction, where
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
        return self._missed(reason, self._where(), status, retry_after_s)

    def ledger_failed(self, failure: str) -> Pause:
        """It is this machine's own book that failed, and no upstream."""
        return self._missed(f"ledger_{failure}", "")

    def _missed(self, reason: str, where: str, status: int = 0, retry_after_s: float = 0.0) -> Pause:
        if self._failures == 0:
            known = {"url": where} if where else {}
            self._log.event("upstream_lost", direction=self._direction, reason=reason, status=status, **known)
        self.reached = False
        self._failures += 1
        wait = self._patience.wait(self._failures, random.random())
        return Pause(max(wait, retry_after_s), nudged=retry_after_s <= wait)
