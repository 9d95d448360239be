"""The door before every endpoint: who is it, how often may they ask, how much may they send, how long may it take.

Plain ASGI, because it stands before the hall's busiest request. Without a known token nothing is even read; only who
wants to join has none yet.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from math import ceil

from fastapi import HTTPException, Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.hall.core.telling import Member, Role
from kiosk.hall.duty import Duty
from kiosk.hall.http.replies import trouble, unavailable
from kiosk.hall.members import Known, Members
from kiosk.hall.work import Unavailable
from kiosk.serving.token_bucket import TokenBuckets
from kiosk.sync.callers import Stranger
from kiosk.sync.contract import BODY_LIMIT as SYNC_BODY_LIMIT
from kiosk.trust.enrolment_wire import PATHS as JOINING

BODY_LIMIT = 16 << 10  # bytes; the longest evaluation has two thousand
REQUEST_S = 10.0  # one request from its first byte to its answer; feeds and batches have limits of their own

_SYNC, _FEED = "/v1/sync/", "/v1/feed"
_ALWAYS = frozenset({"/v1/health", "/v1/nodes", "/v1/openapi.json"})  # also of a node that serves nobody now


_STRANGERS = {
    Stranger.UNKNOWN: "A token of a known machine is needed.",
    Stranger.REVOKED: "This machine was sent away from the hall; it has to join anew.",
}


class Gate:
    """Machines that joined have a limit each; this machine's own processes have none, nor has the hall's other node."""

    def __init__(self, app: ASGIApp, members: Members, duty: Duty) -> None:
        self._app = app
        self._members, self._duty = members, duty
        self._buckets = TokenBuckets(time.monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = dict(scope["headers"])
        path: str = scope["path"]
        if path not in JOINING:
            refused = self._stopped(scope, headers)
            if refused is not None:
                return await refused(scope, receive, send)
        limit = SYNC_BODY_LIMIT if path.startswith(_SYNC) else BODY_LIMIT
        if _announced(headers) > limit:
            return await _too_large(limit)(scope, receive, send)
        if path == _FEED:
            return await self._app(scope, receive, send)
        return await self._within_time(scope, _limited(receive, limit), send)

    def _stopped(self, scope: Scope, headers: Mapping[bytes, bytes]) -> Response | None:
        """Why this request goes no further; else `scope` says from now on whose it is."""
        scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
        bearer = scheme.lower() == b"bearer"
        who = self._members.who(token.strip(), local=scope["scheme"] == "http") if bearer else Stranger.UNKNOWN
        if isinstance(who, Stranger):
            return trouble(401, who.value, _STRANGERS[who], {"www-authenticate": "Bearer"})
        scope["known"] = who
        if who.member.role is Role.STANDBY:
            return None
        wait = self._buckets.wait_s(who.digest) if who.joined else 0.0
        if wait:
            return _too_often(wait)
        refused = None if scope["path"] in _ALWAYS else self._duty.refusal()
        return unavailable(Unavailable(refused)) if refused else None

    async def _within_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with asyncio.timeout(REQUEST_S):
                await self._app(scope, receive, noted)
        except TimeoutError:
            if not started:
                slow = trouble(408, "too_slow", f"A request has to be over within {REQUEST_S:.0f} seconds.")
                await slow(scope, receive, send)


def known_in(scope: Scope) -> Known:
    known: Known = scope["known"]
    return known


def member_in(scope: Scope) -> Member:
    return known_in(scope).member


def member_of(request: Request) -> Member:
    return member_in(request.scope)


def not_for(request: Request, *roles: Role, counter: str | None = None) -> Response | None:
    """403 unless the token belongs to one of the roles, and to this counter when one is given."""
    return not_entitled(member_of(request), *roles, counter=counter)


def not_entitled(member: Member, *roles: Role, counter: str | None = None) -> Response | None:
    if member.role in roles and (counter is None or counter == member.id):
        return None
    return trouble(403, "not_yours", "This token does not entitle to that.")


def _limited(receive: Receive, limit: int) -> Receive:
    """For bodies that do not announce their length."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise HTTPException(413, f"A request may have {limit} bytes.")
        return message

    return counted


def _announced(headers: Mapping[bytes, bytes]) -> int:
    length = headers.get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


def _too_large(limit: int) -> Response:
    return trouble(413, "too_large", f"A request may have {limit} bytes.", {"connection": "close"})


def _too_often(wait_s: float) -> Response:
    sentence = "This machine asks more often than any of its kind has to."
    return trouble(429, "too_often", sentence, {"retry-after": str(max(1, ceil(wait_s)))})
