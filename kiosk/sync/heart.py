"""A node's heart: a thread that tells the upstream every few seconds how the node is, and a last time when it stops.

What it cannot tell is lost, for the next beat says it better. That an upstream refuses beats, as an older version does,
is said once in the log; that it is not reached is the business of the lines.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from kiosk.ports.log import Log
from kiosk.sync.heartbeat import MOST_BEATS, BeatOnWire, BeatsOnWire

EVERY_S = 10.0

Send = Callable[[BeatsOnWire], str]  # answers why they were refused, or "": taken, or nobody was reached
Told = Callable[[bool], Sequence[BeatOnWire]]  # the own beat first; True: this is the last one


class Heart:
    """`send` and `told` are called on its thread only."""

    def __init__(self, send: Send, told: Told, log: Log, every_s: float = EVERY_S) -> None:
        self._send, self._told, self._log, self._every_s = send, told, log, every_s
        self._refused = ""
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heart", daemon=True)

    def start(self) -> Heart:
        self._thread.start()
        return self

    def stop(self, limit_s: float = 2.0) -> None:
        """Waits so long for the last beat."""
        self._stopped.set()
        self._thread.join(limit_s)

    def beat(self, last: bool = False) -> None:
        """The own beat apart from the others': whoever may not tell of others still tells of itself."""
        own, *others = self._told(last)
        parts = [others[at : at + MOST_BEATS] for at in range(0, len(others), MOST_BEATS)]
        for part in ([own], *parts):
            self._sent(part)

    def _sent(self, part: Sequence[BeatOnWire]) -> None:
        refused = self._send(BeatsOnWire(beats=list(part)))
        if refused and refused != self._refused:
            self._log.event("heartbeat_refused", reason=refused)
        self._refused = refused or self._refused

    def _run(self) -> None:
        while not self._stopped.wait(self._every_s if self._beats() else self._every_s * 6):
            continue
        self._beats(last=True)

    def _beats(self, last: bool = False) -> bool:
        """False after a bug: a heart that fails again and again must not fill the log."""
        try:
            self.beat(last)
        except Exception as error:
            self._log.bug("heart", error)
            return False
        return True
