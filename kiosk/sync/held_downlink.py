"""Downward without waiting: reads up to date page by page, then holds the upstream's feed and hears of every change.

Whatever ends the feed, the next thing is an ordinary page: it finds what was missed, and how the line is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from kiosk.ports.ledger import Cache, Change
from kiosk.ports.log import Log
from kiosk.sync.client import SyncClient, Unreached
from kiosk.sync.downlink import POLL_S, Downlink, nobody
from kiosk.sync.held_client import HeldFeed
from kiosk.sync.line import AT_ONCE, Pause
from kiosk.sync.patience import Patience

ASKS_AGAIN = 20  # polls of an upstream that holds no feed, until it is asked whether it does now


class HeldDownlink(Downlink):
    """`held` is this line's own, like its client. An upstream of an older version is asked every `poll_s` seconds."""

    def __init__(
        self,
        cache: Cache,
        client: SyncClient,
        held: HeldFeed,
        log: Log,
        on_change: Callable[[Sequence[Change]], None] = nobody,
        patience: Patience | None = None,
        poll_s: float = POLL_S,
    ) -> None:
        super().__init__(cache, client, log, on_change, patience, poll_s)
        self._patience = patience or Patience()
        self._held = held
        self._polls = 0  # still to come before the feed is tried again
        self._refused = 0  # feeds in a row that ended before they said anything

    def stop(self, limit_s: float = 2.0) -> bool:
        self._stopped.set()
        self._held.close()
        return super().stop(limit_s)

    def _exchange(self) -> Pause:
        pause = super()._exchange()
        if pause is not self._poll:
            return pause
        if self._polls > 0:
            self._polls -= 1
            return pause
        return self._hold()

    def _hold(self) -> Pause:
        feed, lived = self._cache.feed(), False
        for said in self._held.pages(feed.cursor, feed.name):
            if isinstance(said, Unreached) or self._stopped.is_set():
                break
            lived = True
            pause = self._heard(said) if said is not None else self._poll
            if pause is not self._poll:
                return pause
        if self._held.held is False:
            self._polls = ASKS_AGAIN
            return self._poll
        self._refused = 0 if lived else self._refused + 1
        return AT_ONCE if lived else self._after_refusals()

    def _after_refusals(self) -> Pause:
        """An upstream that answers pages but holds nothing now, as when it is just stopping."""
        return Pause(min(self._poll.seconds, self._patience.wait(self._refused, random.random())))
