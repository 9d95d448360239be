"""The downward feed read as it comes: one request that an upstream answers for as long as both want.

An upstream of an older version answers with one page: `held` is False then, and the node asks again at its own pace.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import requests
from pydantic import ValidationError
from urllib3.exceptions import HTTPError

from kiosk.sync.client import (
    ANSWER_LIMIT,
    Answer,
    Limits,
    SyncFailure,
    Unreached,
    content_of,
    failure_of,
    heard_in,
    model_of,
    usable,
)
from kiosk.sync.contract import PAGE_LIMIT, ChangePage
from kiosk.sync.event_stream import ServerEvent, TooLongError, events_in
from kiosk.trust.pinned import pinned_session
from kiosk.trust.route import Address, route_of

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Silence:
    """Seconds: to connect, and without a word (the upstream says something every five)."""

    connect: float = 2.0
    silent: float = 15.0


class HeldFeed:
    """`pages` on one thread; `close` from any. One object may be read again after it ended, until it is closed."""

    def __init__(self, address: Address, token: str, silence: Silence | None = None) -> None:
        self._route = route_of(address)
        self._silence = silence or Silence()
        self._session = pinned_session(token, self._route.pins)
        self._session.headers["Accept"] = "text/event-stream"
        self._response: requests.Response | None = None
        self._closed = threading.Event()
        self.held: bool | None = None  # whether the upstream holds its feed; None before its first answer

    def pages(self, after: int, feed: str, limit: int = PAGE_LIMIT) -> Iterator[ChangePage | Unreached | None]:
        """Pages behind `after` of the feed named `feed`; None for each heartbeat; at last why it ended.

        The reader stores a page before it takes the next one. A page that asks for a resync is the last of its feed.
        """
        address = self._route()
        if address is None or self._closed.is_set():
            yield Unreached(SyncFailure.NO_CONNECTION)
            return
        asked = {"after": str(after), "feed": feed, "limit": str(limit)}
        try:
            for said in self._read(f"{address}/v1/sync/changes", asked):
                self._route.heard(address, heard_in(said))
                yield said
        except (requests.RequestException, HTTPError) as error:
            failed = Unreached(failure_of(error))
            self._route.heard(address, heard_in(failed))
            yield failed
        except (OSError, AttributeError, ValueError):  # what urllib3 does on a response that `close` took away
            yield Unreached(SyncFailure.NO_CONNECTION)

    def close(self) -> None:
        """Ends a reading under way; nothing can be read after it."""
        self._closed.set()
        response = self._response
        if response is not None:
            _hang_up(response)

    def _read(self, url: str, asked: dict[str, str]) -> Iterator[ChangePage | Unreached | None]:
        timeout = (self._silence.connect, self._silence.silent)
        with self._session.get(url, params=asked, timeout=timeout, allow_redirects=False, stream=True) as response:
            self._response = response
            try:
                yield from () if self._closed.is_set() else self._answered(response)
            finally:
                self._response = None

    def _answered(self, response: requests.Response) -> Iterator[ChangePage | Unreached | None]:
        streams = response.headers.get("Content-Type", "").startswith("text/event-stream")
        if response.status_code == 200 and streams:
            self.held = True
            yield from self._events(response)
            return
        self.held = False if response.status_code == 200 else self.held
        yield _one_page(response)

    def _events(self, response: requests.Response) -> Iterator[ChangePage | Unreached | None]:
        try:
            for event in events_in(iter(lambda: response.raw.read1(_PIECE, decode_content=True), b""), ANSWER_LIMIT):
                said = _said(event)
                yield said
                if isinstance(said, Unreached):
                    return
        except (UnicodeDecodeError, TooLongError):
            yield Unreached(SyncFailure.BROKEN_ANSWER, 200)
            return
        yield Unreached(SyncFailure.NO_CONNECTION)


def _said(event: ServerEvent | None) -> ChangePage | Unreached | None:
    """A newer upstream may say more than this node knows; that counts as a sign of life."""
    if event is None or event.name not in ("page", "trouble"):
        return None
    if event.name == "trouble":
        return Unreached(SyncFailure.OUT_OF_SERVICE, 503)
    try:
        return ChangePage.model_validate_json(event.data)
    except ValidationError:
        return Unreached(SyncFailure.BROKEN_ANSWER, 200)


def _one_page(response: requests.Response) -> ChangePage | Unreached:
    content = content_of(response, time.monotonic() + Limits().whole)
    answer = content if isinstance(content, Unreached) else usable(response, content)
    if not isinstance(answer, Answer):
        return answer
    return model_of(ChangePage, answer) if answer.status == 200 else Unreached(SyncFailure.BROKEN_ANSWER, answer.status)


def _hang_up(response: requests.Response) -> None:
    """Wakes the reading thread: closing alone waits for a lock that the reader holds."""
    line = getattr(getattr(response.raw, "connection", None), "sock", None)
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
