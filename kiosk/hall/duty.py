"""Whether a node serves now. A hall has two at most; they share nothing but the line between them.

The first serves whenever it runs, but listens to the second for a moment first: what that did meanwhile must be known
here before anybody is called. The second serves when it has not reached the first for a while and somebody wants it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

from kiosk.hall.work import Unavailability
from kiosk.ports.log import Log

HEARING_S = 5.0  # the second node asks several times a second; one that does not ask within this is gone
STALL_S = 3.0  # a process that stood still so long may have been replaced


class Duty(Protocol):
    """Asked on the servers' loop for every request. `quiet`: this node decides nothing by itself now."""

    def refusal(self) -> Unavailability | None: ...

    def wanted(self) -> None:
        """A machine of the hall cannot reach the nodes before this one."""

    @property
    def quiet(self) -> bool: ...


class AlwaysServes:
    """The one node of a hall without a second."""

    quiet = False

    def refusal(self) -> Unavailability | None:
        return None

    def wanted(self) -> None:
        return None


class ServesFirst:
    """The first node. `has_second` tells whether a second one has joined; `beat` is called often by the loop.

    After its start, after it stood still and when it hears that the second one serves too, it serves once that has
    handed over what it did, or is not heard of for `HEARING_S`.
    """

    quiet = False

    def __init__(
        self, has_second: Callable[[], bool], log: Log, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._has_second, self._log, self._monotonic = has_second, log, monotonic
        self._beat = monotonic()
        self._hears_until: float | None = self._beat + HEARING_S

    def refusal(self) -> Unavailability | None:
        now = self._monotonic()
        if now - self._beat > STALL_S:
            self._stalled(now)
        if self._hears_until is None:
            return None
        if not self._has_second():
            self._hears_until = None
        elif now >= self._hears_until:
            self._hears_until = None
            self._log.event("hall_second_not_heard")
        return None if self._hears_until is None else Unavailability.HEARING_STANDBY

    def wanted(self) -> None:
        return None

    def beat(self) -> None:
        now = self._monotonic()
        if now - self._beat > STALL_S:
            self._stalled(now)
        self._beat = now

    def heard(self, owes: int, *, serving: bool) -> None:
        """The second node asks for news, and says how much it still has to hand over."""
        if serving and self._hears_until is None:
            self._log.event("hall_both_served")
            self._hears_until = self._monotonic() + HEARING_S
        elif self._hears_until is not None and not owes and not serving:
            self._hears_until = None

    def _stalled(self, now: float) -> None:
        self._log.event("hall_stood_still", seconds=round(now - self._beat, 1))
        self._beat, self._hears_until = now, now + HEARING_S


class StandsBy:
    """The second node. `changed` hears each change of `serving`, on whatever thread it came about."""

    def __init__(
        self,
        patience_s: float,
        log: Log,
        monotonic: Callable[[], float] = time.monotonic,
        changed: Callable[[bool], None] = lambda serving: None,
    ) -> None:
        self._patience_s, self._log, self._monotonic, self.changed = patience_s, log, monotonic, changed
        self._lock = threading.Lock()
        self._reached = monotonic()
        self.serving = False

    @property
    def quiet(self) -> bool:
        return not self.serving

    def refusal(self) -> Unavailability | None:
        return None if self.serving else Unavailability.STANDS_BY

    def wanted(self) -> None:
        with self._lock:
            if self.serving or self._monotonic() - self._reached < self._patience_s:
                return
            self.serving = True
        self._log.event("standby_serves")
        self.changed(True)

    def reached(self) -> None:
        """The first node answered: it serves, and nobody else."""
        with self._lock:
            self._reached, served = self._monotonic(), self.serving
            self.serving = False
        if served:
            self._log.event("standby_hands_over")
            self.changed(False)
