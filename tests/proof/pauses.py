"""Was this machine itself stopped? Then a wait that was too long says nothing about a hall.

A proof that runs for an hour beside others is held up now and then, with all its processes, for longer than any of its
waits: by a suspended laptop, or by somebody who wants the cores for himself.
"""

from __future__ import annotations

import threading
import time

TICK_S = 0.2
STOPPED_S = 5.0


class Pauses:
    """Ticks on a thread of its own; a tick that comes much too late is a pause."""

    def __init__(self) -> None:
        self._seen = 0
        self.count = 0
        threading.Thread(target=self._tick, name="pauses", daemon=True).start()

    def one_since(self) -> bool:
        """Whether there was one since this was asked last."""
        time.sleep(2 * TICK_S)  # a pause that has only just ended is noted by then
        before, self._seen = self._seen, self.count
        return self.count > before

    def _tick(self) -> None:
        last = time.monotonic()
        while True:
            time.sleep(TICK_S)
            now = time.monotonic()
            self.count += now - last > STOPPED_S
            last = now
