"""Whether a node serves now. A hall has two at most; they share nothing but the line between them.

The first serves whenever it runs, but listens to the second for a moment first: what that did meanwhile must be known
here before anybody is called. The second serves when somebody wants it and the first has not been reached for a while,
or has given way: it answers, but cannot store.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: how long a first node could store nothing before it gives way, and is well before it takes back."""

    ill: float = 3.0
    well: float = 3.0


class AlwaysServes:
    """The one node of a hall without a second."""

    quiet = False

    def refusal(self) -> Unavailability | None:
        return None

    def wanted(self) -> None:
        return None


class ServesFirst:
    """The first node. `has_second` tells whether a second one has joined; `beat` is called often by the loop.

    After its start, after it stood still, after it gave way and when it hears that the second one serves too, it serves
    once that has handed over what it did, or is not heard of for `HEARING_S`. `gave_way`: why it leaves serving to the
    second one; empty while it does not.
    """

    def __init__(
        self, has_second: Callable[[], bool], log: Log, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._has_second, self._log, self._monotonic = has_second, log, monotonic
        self._beat = monotonic()
        self._hears_until: float | None = self._beat + HEARING_S
        self._second_serves = False
        self.gave_way = ""

    @property
    def quiet(self) -> bool:
        return bool(self.gave_way)

    @property
    def has_second(self) -> bool:
        return self._has_second()

    def give_way(self, why: str) -> None:
        """From the next request on it serves nobody and decides nothing."""
        self.gave_way = why
        self._log.event("hall_gives_way", reason=why)

    def leaves_it(self, *, second_is_level: bool) -> bool:
        """To the second node: one that serves goes on, another begins once it has all of this node's book."""
        return bool(self.gave_way) and (self._second_serves or second_is_level)

    def take_back(self) -> None:
        """It serves again, as after a start: what the second one did comes first."""
        self.gave_way, self._hears_until = "", self._monotonic() + HEARING_S
        self._log.event("hall_takes_back")

    def refusal(self) -> Unavailability | None:
        if self.gave_way:
            return Unavailability.STANDS_BY
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
        self._second_serves = serving
        if self.gave_way:
            return
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
        self._reached: float | None = monotonic()  # None: the first node has given way
        self.serving = False

    @property
    def quiet(self) -> bool:
        return not self.serving

    def refusal(self) -> Unavailability | None:
        return None if self.serving else Unavailability.STANDS_BY

    def wanted(self) -> None:
        with self._lock:
            alone = self._reached is None or self._monotonic() - self._reached >= self._patience_s
            if self.serving or not alone:
                return
            self.serving = True
        self._log.event("standby_serves")
        self.changed(True)

    def given_way(self) -> None:
        """The first node answered that it serves nobody: whoever asks here is served at once."""
        with self._lock:
            self._reached = None

    def reached(self) -> None:
        """The first node answered: it serves, and nobody else."""
        with self._lock:
            self._reached, served = self._monotonic(), self.serving
            self.serving = False
        if served:
            self._log.event("standby_hands_over")
            self.changed(False)
