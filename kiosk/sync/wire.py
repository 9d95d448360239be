"""Reading requests and writing answers for the sync router: limits, and a typed reason for everything that is wrong."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect

from kiosk.domain.events import Event
from kiosk.ports.ledger import EVENT_DATA_LIMIT, LedgerFailure
from kiosk.sync.answers import Forbidden, NotNow, Overloaded, Unavailable
from kiosk.sync.callers import Stranger
from kiosk.sync.contract import (
    BODY_LIMIT,
    BatchAnswer,
    ChangeOnWire,
    ChangePage,
    Envelope,
    EventOnWire,
    GapAnswer,
    Trouble,
    VerdictOnWire,
)
from kiosk.sync.pages import Page
from kiosk.sync.streams import Gap, Incoming, Judged, Unreadable
from kiosk.trust.route import is_loopback

RETRY_AFTER_S = 2  # what a node is asked to wait when nothing can be stored now
BEARER = {"www-authenticate": "Bearer"}
_BODY_S = 10.0  # a body that takes longer is given up


def answer(status: int, model: BaseModel, headers: Mapping[str, str] | None = None) -> Response:
    return Response(model.model_dump_json(), status, dict(headers or {}), "application/json")


def trouble(status: int, reason: str, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    return answer(status, Trouble(reason=reason, sentence=sentence), headers)


def not_now(why: NotNow) -> Response:
    match why:
        case LedgerFailure():
            wait = {"retry-after": str(RETRY_AFTER_S)}
            return trouble(503, why.value, "Nothing can be stored or read now; ask again.", wait)
        case Overloaded(seconds):
            return trouble(429, "overloaded", "Too much waits here already.", {"retry-after": str(seconds)})
        case Forbidden(reason, sentence):
            return trouble(403, reason, sentence)
        case Unavailable(reason, sentence, seconds):
            return trouble(503, reason, sentence, {"retry-after": str(seconds)})


_STRANGERS = {
    Stranger.UNKNOWN: "A token of a known node is needed.",
    Stranger.REVOKED: "This machine was sent away; it has to join anew.",
}


def unknown(who: Stranger) -> Response:
    return trouble(401, who.value, _STRANGERS[who], BEARER)


def is_local(request: Request) -> bool:
    """Whether somebody on this very machine asks, as far as the addresses of the connection tell."""
    client, server = request.client, request.scope.get("server")
    return client is not None and (is_loopback(client.host) or (server is not None and client.host == server[0]))


def documented(conflict: type[BaseModel] | None = None) -> dict[int | str, dict[str, Any]]:
    """The other answers, for the OpenAPI page."""
    statuses: dict[int | str, dict[str, Any]] = {
        status: {"model": Trouble} for status in (401, 403, 413, 422, 429, 503)
    }
    return statuses | ({409: {"model": conflict}} if conflict else {})


async def limited_body(request: Request) -> bytes | Response:
    """The body, or what to answer when it is too big, too slow or cut."""
    try:
        return await asyncio.wait_for(_body(request), _BODY_S)
    except ClientDisconnect:
        return trouble(400, "cut", "The body broke off.")
    except TimeoutError:
        return trouble(408, "too_slow", f"A body has to be here within {_BODY_S:.0f} seconds.")


async def _body(request: Request) -> bytes | Response:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > BODY_LIMIT:
            return trouble(413, "too_large", f"A request may have {BODY_LIMIT} bytes.", {"connection": "close"})
    return bytes(body)


def incoming(body: bytes) -> Incoming | Response:
    try:
        envelope = Envelope.model_validate_json(body)
    except ValidationError as error:
        return trouble(422, "malformed", f"This is no batch of version 1: {places(error)}.")
    events = tuple(event_in(raw) for raw in envelope.events)
    return Incoming(envelope.node_id, envelope.stream_epoch, envelope.first_seq, events)


def places(error: ValidationError) -> str:
    """Where a request is wrong; never what stands there, for it may be somebody's data."""
    found = (f"{'.'.join(str(part) for part in one['loc']) or 'body'} ({one['type']})" for one in error.errors()[:3])
    return ", ".join(found)


def event_in(raw: Mapping[str, Any]) -> Event | Unreadable:
    """One event as it came over the wire."""
    try:
        read = EventOnWire.model_validate(raw)
    except ValidationError:
        return Unreadable(_identity(raw), "malformed")
    if len(json.dumps(read.data, ensure_ascii=False)) > EVENT_DATA_LIMIT:
        return Unreadable(read.event_id, "too_large")
    return read.event() or Unreadable(read.event_id, f"unknown_kind:{read.kind}")


def _identity(raw: Mapping[str, Any]) -> str:
    """Its own, where that is usable; else one made of its contents, so that it is known again when it is repeated."""
    own = raw.get("event_id")
    if isinstance(own, str) and 0 < len(own) <= 64 and own.isascii() and own.isprintable():
        return own
    return "unreadable-" + hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()[:32]


def judged(result: Judged | Gap | NotNow) -> Response:
    match result:
        case Gap(reason, expected):
            return answer(409, GapAnswer(reason=reason.value, expected=expected))
        case Judged(acknowledged=acknowledged, verdicts=verdicts):
            said = [VerdictOnWire(event_id=v.event_id, verdict=v.verdict, reason=v.reason) for v in verdicts]
            return answer(200, BatchAnswer(acknowledged=acknowledged, verdicts=said))
        case _:
            return not_now(result)


def page(result: Page | NotNow) -> Response:
    return answer(200, change_page(result)) if isinstance(result, Page) else not_now(result)


def change_page(page: Page) -> ChangePage:
    changes = [ChangeOnWire.of(change) for change in page.changes]
    return ChangePage(changes=changes, cursor=page.cursor, more=page.more, resync=page.resync, feed=page.feed)
