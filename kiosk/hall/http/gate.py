"""The door before every endpoint: who is it, how much may they send, how long may it take.

Plain ASGI, because it stands before the hall's busiest request. Without a known token nothing is even read.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping

from fastapi import HTTPException, Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.hall.core.telling import Member, Role
from kiosk.hall.http.replies import trouble
from kiosk.sync.contract import BODY_LIMIT as SYNC_BODY_LIMIT

BODY_LIMIT = 16 << 10  # bytes; the longest evaluation has two thousand
REQUEST_S = 10.0  # one request from its first byte to its answer; feeds and batches have limits of their own

_SYNC, _FEED = "/v1/sync/", "/v1/feed"


class Gate:
    """Compares digests, so that time tells nothing about a token."""

    def __init__(self, app: ASGIApp, members: Mapping[str, Member]) -> None:
        self._app = app
        self._members = {_digest(token.encode()): member for token, member in members.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = dict(scope["headers"])
        member = self._member(headers.get(b"authorization", b""))
        if member is None:
            refused = trouble(
                401, "unknown_token", "A token of a known machine is needed.", {"www-authenticate": "Bearer"}
            )
            return await refused(scope, receive, send)
        limit = SYNC_BODY_LIMIT if scope["path"].startswith(_SYNC) else BODY_LIMIT
        if _announced(headers) > limit:
            return await _too_large(limit)(scope, receive, send)
        scope["member"] = member
        if scope["path"] == _FEED:
            return await self._app(scope, receive, send)
        return await self._within_time(scope, _limited(receive, limit), send)

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

    def _member(self, authorization: bytes) -> Member | None:
        scheme, _, token = authorization.partition(b" ")
        return self._members.get(_digest(token.strip())) if scheme.lower() == b"bearer" else None


def member_in(scope: Scope) -> Member:
    member: Member = scope["member"]
    return member


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


def _digest(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()
