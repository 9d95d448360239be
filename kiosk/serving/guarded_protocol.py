"""HTTP/1.1 connections that cannot be held for nothing: a request's head has ten seconds and 16 KiB, a machine so many
connections, and who reads no answer is cut off.

uvicorn's own protocol has no limit on heads at all: a connection that says nothing, or a byte a minute, stays.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kiosk.trust.route import is_loopback

HEAD_S = 10.0  # from the first byte of a request, or from its connection, to the end of its head
HEAD_LIMIT = 16 << 10  # bytes
CLOSE_S = 5.0  # to read the rest of an answer once the connection is being closed

_QUIET = logging.getLogger("kiosk.serving.quiet")
_QUIET.disabled = True
_WHY = f'{{"reason": "too_large", "sentence": "The head of a request may have {HEAD_LIMIT} bytes."}}'.encode()
_TOO_LARGE = b"\r\n".join(
    (
        b"HTTP/1.1 431 Request Header Fields Too Large",
        b"content-type: application/json",
        b"content-length: %d" % len(_WHY),
        b"connection: close",
        b"",
        _WHY,
    )
)


class GuardedProtocol(HttpToolsProtocol):
    """`of_one`: connections that one address beyond this machine may have. `_head` counts bytes that belong to no body
    yet; `_limit` ends a connection whose head takes too long."""

    def __init__(self, of_one: int, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._of_one = of_one
        self.logger = _QUIET  # what strangers send is no news for a technician
        self._head, self._in_head = 0, False
        self._limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self._is_one_too_many():
            transport.abort()
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_here()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._head += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            self._cut_soon()
        elif self._head > HEAD_LIMIT:
            self.transport.write(_TOO_LARGE)
            self.transport.close()
            self._cut_soon()
        elif self._limit is None and (self._in_head or self._waits_for_nothing()):
            self._await_head()

    def on_message_begin(self) -> None:
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head, self._in_head = 0, False
        self._head_is_here()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._head = max(0, self._head - len(body))
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._head = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            self._cut_soon()
        elif self._in_head:  # of the next request, behind this one: no time to rest
            self._unset_keepalive_if_required()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._cut_soon()

    def _waits_for_nothing(self) -> bool:
        """No answer is under way, and nobody counts the pause."""
        return (self.cycle is None or self.cycle.response_complete) and self.timeout_keep_alive_task is None

    def _is_one_too_many(self) -> bool:
        source = _source_of(self)
        if not source or is_loopback(source):
            return False
        return sum(_source_of(one) == source for one in self.connections) > self._of_one

    def _await_head(self) -> None:
        self._limit = self.loop.call_later(HEAD_S, self.transport.abort)

    def _head_is_here(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _cut_soon(self) -> None:
        self._head_is_here()
        self._limit = self.loop.call_later(CLOSE_S, self.transport.abort)


def _source_of(connection: object) -> str:
    known = connection.client if isinstance(connection, GuardedProtocol) else None
    return known[0] if known else ""
