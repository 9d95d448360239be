"""The hall's feed on Qt's thread: what the feed's own thread hears comes back here as queued signals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.connection import Connection
from kiosk.hall.core.messages import FeedMessage
from kiosk.hall.feed_reader import Feed


class OpenFeed(Protocol):
    def start(self) -> None: ...

    def close(self, wait: float = 2.0) -> None: ...


FeedMaker = Callable[
    [Connection, Callable[[FeedMessage], None], Callable[[HallUnreachable | None], None], int | None], OpenFeed
]


class HallLine(QObject):
    """`said(message)` and `link(None or why not)`, both on the thread this object lives in."""

    said = Signal(object)
    link = Signal(object)

    def __init__(self, connection: Connection, make: FeedMaker = Feed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self._make = make
        self._feed: OpenFeed | None = None

    def open(self, after: int | None = None) -> None:
        """Begins to listen after the message number `after`; an earlier listening ends."""
        self.close()
        self._feed = self._make(self._connection, self.said.emit, self.link.emit, after)
        self._feed.start()

    def close(self) -> None:
        if self._feed is not None:
            self._feed.close()
            self._feed = None
