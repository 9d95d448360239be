"""The door before every route of the city's rooms: who is it, may they do this, in this hall; only then is a body read.

A route names its act (`for_act`) or it is not built at all, so no route can be forgotten.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.requests import ClientDisconnect

from kiosk.city.refusals import documented
from kiosk.city.staff.auditing import Deed, Visitor, note
from kiosk.city.staff.kept_channels import KeptChannels
from kiosk.city.staff.roles import ENTITLED, STAFF_ROLES, WITH_ONE_TIME_PASSWORD, Act, Role
from kiosk.city.staff.sessions import Known, bearer
from kiosk.city.store import CityStore
from kiosk.ports.ledger import LedgerFailure
from kiosk.sync import wire
from kiosk.sync.answers import Forbidden, NotNow, Overloaded, Unavailable
from kiosk.sync.callers import CITY_STAFF, NODE, Caller, Callers, Stranger

BODY_LIMIT = 64 << 10
_BODY_S = 10.0
_ACT, _LIMIT = "x-act", "x-body-limit"
_LONGEST_TOKEN = 500

Handler = Callable[[Request], Awaitable[Response]]


def for_act(act: Act, *statuses: int, body_limit: int = BODY_LIMIT) -> dict[str, Any]:
    """What a guarded route is declared with; `statuses` are those beyond the usual, for the OpenAPI page."""
    extra = {_ACT: act.value, _LIMIT: body_limit}
    return {"openapi_extra": extra, "responses": documented(*statuses), "response_model_exclude_none": False}


async def _visitor(request: Request) -> Visitor:
    found: Visitor = request.state.visitor
    return found


Who = Annotated[Visitor, Depends(_visitor)]


@dataclass(frozen=True, slots=True)
class Door:
    store: CityStore
    callers: Callers
    wall_ms: Callable[[], int]
    channels: KeptChannels = field(default_factory=KeptChannels)

    def router(self, prefix: str, tag: str) -> APIRouter:
        """A router whose every route stands behind this door."""
        scheme = Depends(HTTPBearer(auto_error=False, description="A session's, a channel's or a node's token."))
        return APIRouter(prefix=prefix, tags=[tag], route_class=_guarded(self), dependencies=[scheme])

    async def enter(self, request: Request, act: Act, limit: int) -> Response | None:
        """None: come in. `request.state.visitor` is who; the body is read, and no longer than `limit` bytes."""
        if act is Act.SIGN_IN:
            return await _read_body(request, limit)
        known = await self._known(request)
        if isinstance(known, LedgerFailure | Overloaded | Forbidden | Unavailable):
            return wire.not_now(known)
        if known is Stranger.REVOKED:
            return wire.unknown(known)
        if not isinstance(known, Known):
            return wire.trouble(401, "unknown_token", "A token of a signed-in person or known machine is needed.",
                                wire.BEARER)  # fmt: skip
        denied = _denied(known, act, str(request.path_params.get("hall", "")))
        if denied is not None:
            return await self._turned_away(known.visitor, act, denied)
        request.state.visitor = known.visitor
        return await _read_body(request, limit)

    async def _known(self, request: Request) -> Known | Stranger | NotNow | None:
        authorization = request.headers.get("authorization")
        scheme, _, token = (authorization or "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token or len(token) > _LONGEST_TOKEN:
            return None
        caller = await self.callers.known(authorization, local=wire.is_local(request))
        if isinstance(caller, Caller):
            role = {NODE: Role.NODE, CITY_STAFF: Role.INSPECTOR}.get(caller.role)
            return Known(Visitor(caller.name, role, caller.hall, stands_in=caller.stands_in)) if role else None
        if caller is not Stranger.UNKNOWN:
            return caller
        kept = self.channels.get(token)
        if kept is not None:
            return kept
        now = self.wall_ms()
        found = await self.store.read(lambda connection: bearer(connection, token, now))
        if isinstance(found, Known) and found.visitor.role is Role.CHANNEL:
            self.channels.keep(token, found)
        return found

    async def _turned_away(self, who: Visitor, act: Act, why: Forbidden) -> Response:
        if who.role in STAFF_ROLES:
            now, deed = self.wall_ms(), Deed(act.value)
            await self.store.write(lambda connection: note(connection, who, deed, why.reason, now))
        return wire.not_now(why)


def _denied(known: Known, act: Act, hall: str) -> Forbidden | None:
    visitor = known.visitor
    if visitor.role not in ENTITLED[act]:
        return Forbidden("not_allowed", "This token does not entitle to that.")
    if known.must_change and act not in WITH_ONE_TIME_PASSWORD:
        return Forbidden("password_must_change", "A one-time password is good for choosing an own one only.")
    if hall and not visitor.belongs_to(hall):
        return Forbidden("other_hall", "This token belongs to another hall.")
    return None


def _guarded(door: Door) -> type[APIRoute]:
    class GuardedRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Any]:
            inner = super().get_route_handler()
            declared = self.openapi_extra or {}
            act, limit = Act(declared[_ACT]), int(declared[_LIMIT])

            async def handler(request: Request) -> Response:
                answer: Response | None = await door.enter(request, act, limit)
                return answer if answer is not None else await inner(request)

            return handler

    return GuardedRoute


async def _read_body(request: Request, limit: int) -> Response | None:
    """Reads the body, as long as it may be, and leaves it where the framework looks for it."""
    try:
        body = await asyncio.wait_for(_limited(request, limit), _BODY_S)
    except ClientDisconnect:
        return wire.trouble(400, "cut", "The body broke off.")
    except TimeoutError:
        return wire.trouble(408, "too_slow", f"A body has to be here within {_BODY_S:.0f} seconds.")
    if body is None:
        return wire.trouble(413, "too_large", f"This request may have {limit} bytes.", {"connection": "close"})
    if body and not _readable(body):
        return wire.trouble(422, "malformed", "The body is not JSON in UTF-8.")
    request._body = body
    return None


async def _limited(request: Request, limit: int) -> bytes | None:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            return None
    return bytes(body)


def _readable(body: bytes) -> bool:
    """Also no half of a surrogate pair: it is no character, and nothing could store it."""
    try:
        json.dumps(json.loads(body), ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return True
