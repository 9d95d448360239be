"""Before every request of a city on a network: how often may one address ask. This machine itself may as it likes.

Plain ASGI, before any token is looked up, because a stranger's wrong tokens cost a look into the database each.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.serving.token_bucket import TokenBuckets
from kiosk.sync.wire import is_local, trouble

PER_SECOND, BURST = 200.0, 2000.0  # many halls may stand behind one address; each asks some ten times a second at most
_MOST = 10_000  # addresses that are counted at once


class CityGate:
    """A full table is begun anew: that gives everybody one burst, and an attacker of ten thousand addresses no more."""

    def __init__(self, app: ASGIApp, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._app, self._monotonic = app, monotonic
        self._seen: set[str] = set()
        self._buckets = self._new()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wait = self._wait_s(Request(scope)) if scope["type"] == "http" else 0.0
        await (_too_often(wait) if wait else self._app)(scope, receive, send)

    def _wait_s(self, request: Request) -> float:
        if request.client is None or is_local(request):
            return 0.0
        self._seen.add(request.client.host)
        if len(self._seen) > _MOST:
            self._seen, self._buckets = {request.client.host}, self._new()
        return self._buckets.wait_s(request.client.host)

    def _new(self) -> TokenBuckets:
        return TokenBuckets(self._monotonic, PER_SECOND, BURST)


def _too_often(wait_s: float) -> ASGIApp:
    headers = {"retry-after": str(max(1, ceil(wait_s)))}
    return trouble(429, "too_often", "Too much is asked from this address.", headers)
