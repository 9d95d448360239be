"""Downward: reads the upstream's changes page by page into the cache, then looks again every few seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.ports.ledger import Cache, Change, Feed
from kiosk.ports.log import Log
from kiosk.sync.client import SyncClient, SyncFailure, Unreached
from kiosk.sync.contract import ChangePage
from kiosk.sync.line import AT_ONCE, Line, Pause
from kiosk.sync.pages import NOT_WHOLE
from kiosk.sync.patience import Patience

POLL_S = 3.0


def nobody(changes: Sequence[Change]) -> None:
    """Hears nothing."""


class Downlink(Line):
    """`on_change` hears, on this line's thread, what is stored already; it must not block for long."""

    def __init__(
        self,
        cache: Cache,
        client: SyncClient,
        log: Log,
        on_change: Callable[[Sequence[Change]], None] = nobody,
        patience: Patience | None = None,
        poll_s: float = POLL_S,
    ) -> None:
        super().__init__("down", client, log, patience)
        self._cache = cache
        self._on_change = on_change
        self._poll = Pause(poll_s)

    def _exchange(self) -> Pause:
        """Reads and stores one page."""
        feed = self._cache.feed()
        page = self._client.changes(feed.cursor, feed.name)
        if isinstance(page, Unreached):
            return self._trials.failed(page.failure.value, page.status, page.retry_after_s)
        return self._heard(page)

    def _heard(self, page: ChangePage) -> Pause:
        """Stores a page that belongs behind what is stored."""
        feed = self._cache.feed()
        if page.resync:
            return self._resync(feed.cursor)
        if page.feed == NOT_WHOLE or self._is_up_to_date(page, feed):
            self._trials.succeeded()
            return self._poll
        return self._apply(page)

    def _resync(self, cursor: int) -> Pause:
        if cursor == 0:  # it was asked from the beginning already
            return self._trials.failed(SyncFailure.BROKEN_ANSWER.value)
        self._log.event("feed_resync", sequence=cursor)
        return self._stored(self._cache.begin_resync(), AT_ONCE)

    def _is_up_to_date(self, page: ChangePage, feed: Feed) -> bool:
        nothing = not page.changes and not page.more
        return nothing and feed.complete and (page.cursor, page.feed) == (feed.cursor, feed.name)

    def _apply(self, page: ChangePage) -> Pause:
        changes = [change.change() for change in page.changes]
        pause = self._stored(
            self._cache.apply(changes, page.cursor, page.feed, complete=not page.more),
            AT_ONCE if page.more else self._poll,
        )
        if changes and self._trials.reached:
            self._on_change(changes)
        return pause
