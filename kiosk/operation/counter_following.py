"""Shows on the strip above each counter whose number it is, as the hall has it now.

The whole state is asked for again and again rather than each call heard: a strip that shows a wrong number sends people
to a wrong counter, and what was missed once would stay wrong. While the hall cannot be asked the last numbers stay for
`stale_s`; then they go dark, because nobody knows any more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from kiosk.domain.ticket import HallUnreachable, TicketState
from kiosk.hall.core.answers import BoardView
from kiosk.ports.devices.counter_display import CounterDisplays
from kiosk.ports.log import Log

_AT_THE_COUNTER = (TicketState.CALLED, TicketState.SERVING)


def labels(view: BoardView, counters: tuple[str, ...]) -> Mapping[str, str]:
    """Whose number it is at each of these counters; empty for nobody's."""
    shown = dict.fromkeys(counters, "")
    for call in reversed(view.calls):  # the newest last
        if call.counter in shown:
            shown[call.counter] = call.label if call.state in _AT_THE_COUNTER else ""
    return shown


class CounterFollowing:
    """A thread that looks every `every_s` seconds, from `start` to `stop`."""

    def __init__(
        self,
        displays: CounterDisplays,
        look: Callable[[], BoardView | HallUnreachable],
        log: Log,
        every_s: float = 1.0,
        stale_s: float = 30.0,
    ) -> None:
        self._displays, self._look, self._log = displays, look, log
        self._every_s, self._stale_s = every_s, stale_s
        self._seen_at = time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="counter-following", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, limit_s: float = 2.0) -> None:
        self._stop.set()
        self._thread.join(limit_s)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._follow()
            except Exception as bug:  # the thread has to outlive a bug: without it a strip lies for ever
                self._log.bug("counter_following", bug)
            self._stop.wait(self._every_s)

    def _follow(self) -> None:
        seen = self._look()
        if isinstance(seen, BoardView):
            self._seen_at = time.monotonic()
            for counter, label in labels(seen, self._displays.counters()).items():
                self._displays.show(counter, label)
        elif time.monotonic() - self._seen_at >= self._stale_s:
            self._displays.darken()


@contextmanager
def following(
    displays: CounterDisplays | None, look: Callable[[], BoardView | HallUnreachable], log: Log
) -> Iterator[None]:
    """While this lasts, where there are strips."""
    if displays is None:
        yield
        return
    at_work = CounterFollowing(displays, look, log)
    at_work.start()
    try:
        yield
    finally:
        at_work.stop()
