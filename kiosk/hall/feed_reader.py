"""The hall's feed as a screen reads it: a thread that stays connected, resumes after a cut and repeats nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import requests
import sseclient
from pydantic import TypeAdapter, ValidationError

from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.connection import EVENT_HEADER, NODE_HEADER, Connection
from kiosk.hall.core.messages import NAMES, FeedMessage, StartOver

_ADAPTERS: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(kind) for kind, name in NAMES.items()}
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 1.0  # seconds between tries; the hall's other node may serve already


class Feed:
    """Reads until closed. Both callbacks run on the feed's own thread and must return quickly.

    `on_link(None)` says that the line is up, `on_link(reason)` that it is down and why; each only when it changes.
    `after` is the last sequence number already seen (a snapshot's); without it the feed begins with what happens now.
    """

    def __init__(
        self,
        connection: Connection,
        on_message: Callable[[FeedMessage], None],
        on_link: Callable[[HallUnreachable | None], None],
        after: int | None = None,
    ) -> None:
        self._connection = connection
        self._on_message = on_message
        self._on_link = on_link
        self._last = after
        self._node = self._event = ""
        self._link: HallUnreachable | str | None = "not tried"
        self._closing = threading.Event()
        self._response: requests.Response | None = None
        self._thread = threading.Thread(target=self._run, name="hall-feed", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, wait: float = 2.0) -> None:
        """Ends the feed; no callback comes after it returns, unless one took longer than `wait` seconds."""
        self._closing.set()
        response = self._response
        if response is not None:
            _hang_up(response)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(wait)

    @property
    def last_seq(self) -> int | None:
        return self._last

    def _run(self) -> None:
        pause = _FIRST_PAUSE
        while not self._closing.is_set():
            heard = self._read_once()
            pause = _FIRST_PAUSE if heard else min(pause * 2, _LONGEST_PAUSE)
            self._closing.wait(pause)

    def _read_once(self) -> bool:
        """One connection from beginning to end; whether it came up at all."""
        headers = {"Accept": "text/event-stream"}
        if self._last is not None:
            headers["Last-Event-ID"] = str(self._last)
            if self._node:
                headers |= {NODE_HEADER: self._node, EVENT_HEADER: self._event}
        response = self._connection.stream("/v1/feed", headers)
        if isinstance(response, HallUnreachable):
            self._tell_link(response)
            return False
        self._node = response.headers.get(NODE_HEADER, "")
        self._response = response
        if self._closing.is_set():  # `close` came before there was anything to hang up
            response.close()
            return True
        self._tell_link(None)
        self._tell_link(self._read(response))
        return True

    def _read(self, response: requests.Response) -> HallUnreachable:
        try:
            for event in sseclient.SSEClient(response.iter_content(None)).events():
                if self._closing.is_set():
                    break
                self._take(event.event, event.data)
        except (requests.RequestException, OSError, ValueError, AttributeError):
            return HallUnreachable.TIMED_OUT  # AttributeError: urllib3 on a response that `close` took away
        finally:
            self._response = None
            response.close()
        return HallUnreachable.NO_CONNECTION

    def _take(self, name: str, data: str) -> None:
        adapter = _ADAPTERS.get(name)
        if adapter is None:
            return  # a newer hall may say more than this screen knows
        try:
            message: FeedMessage = adapter.validate_json(data)
        except ValidationError:
            return
        seq = getattr(message, "seq", None)
        if seq is not None:
            if self._last is not None and seq <= self._last and not isinstance(message, StartOver):
                return
            self._last = seq
            self._event = getattr(message, "event", "") or self._event
        self._on_message(message)

    def _tell_link(self, state: HallUnreachable | None) -> None:
        if state != self._link and not self._closing.is_set():
            self._link = state
            self._on_link(state)


def _hang_up(response: requests.Response) -> None:
    """Wakes the reading thread: closing alone waits for a lock that the reader holds."""
    try:
        connection = getattr(response.raw, "connection", None)
        sock = getattr(connection, "sock", None)
        if sock is not None:
            sock.shutdown(2)
    except OSError:
        return
