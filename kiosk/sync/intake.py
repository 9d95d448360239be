"""Both ends of the protocol as an upstream offers them; a hall and a city mount the same router.

The store behind it decides and stores in one transaction (`kiosk.sync.streams.judge`); this shell reads what came over
the wire, with limits, and says everything that can go wrong as a typed answer.
"""

from __future__ import annotations

from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Header, Query, Request, Response

from kiosk.sync import wire
from kiosk.sync.answers import NotNow
from kiosk.sync.callers import NODE, Caller, Callers, Stranger
from kiosk.sync.contract import PAGE_LIMIT, BatchAnswer, ChangePage, GapAnswer
from kiosk.sync.held import EVENT_STREAM, Holding, held, wants_held
from kiosk.sync.pages import Page
from kiosk.sync.streams import Gap, Incoming, Judged

_EITHER: dict[int | str, dict[str, Any]] = {200: {"content": {EVENT_STREAM: {}}}}

Bearer = Annotated[str | None, Header(max_length=500)]


class SyncStore(Protocol):
    """What an upstream puts behind the router."""

    async def take(self, caller: Caller, batch: Incoming) -> Judged | Gap | NotNow:
        """Judges, applies and stores a batch in one transaction, and answers when it is on the disk."""

    async def page(self, caller: Caller, after: int, feed: str, limit: int) -> Page | NotNow:
        """The changes behind cursor `after` of the feed named `feed`, at most `limit`."""


def sync_router(store: SyncStore, callers: Callers, holding: Holding | None = None) -> APIRouter:
    """`POST /v1/sync/events` and `GET /v1/sync/changes`, for callers of the role `node`.

    With `holding`, changes come as server-sent events to whoever asks for `text/event-stream`.
    """
    router = APIRouter(prefix="/v1/sync", tags=["sync"])

    @router.post("/events", response_model=BatchAnswer, responses=wire.documented(GapAnswer))
    async def events(request: Request, authorization: Bearer = None) -> Response:
        caller = await _node(callers, request, authorization)
        return caller if isinstance(caller, Response) else await _events(store, caller, request)

    @router.get("/changes", response_model=ChangePage, responses=wire.documented() | _EITHER)
    async def changes(
        request: Request,
        after: Annotated[int, Query(ge=0, le=1 << 53)] = 0,
        feed: Annotated[str, Query(max_length=80)] = "",
        limit: Annotated[int, Query(ge=1, le=PAGE_LIMIT)] = PAGE_LIMIT,
        authorization: Bearer = None,
    ) -> Response:
        caller = await _node(callers, request, authorization)
        if isinstance(caller, Response):
            return caller
        if holding is not None and wants_held(request):

            async def stands() -> bool:
                return await _node(callers, request, authorization) == caller

            return await held(holding, caller, after, feed, limit, stands)
        return wire.page(await store.page(caller, after, feed, limit))

    return router


async def _node(callers: Callers, request: Request, authorization: str | None) -> Caller | Response:
    caller = await callers.known(authorization, local=wire.is_local(request))
    if isinstance(caller, Stranger):
        return wire.unknown(caller)
    if not isinstance(caller, Caller):
        return wire.not_now(caller)
    return caller if caller.role == NODE else wire.trouble(403, "not_a_node", "This token belongs to no node.")


async def _events(store: SyncStore, caller: Caller, request: Request) -> Response:
    body = await wire.limited_body(request)
    batch = wire.incoming(body) if isinstance(body, bytes) else body
    if isinstance(batch, Response):
        return batch
    if batch.node != caller.name:
        return wire.trouble(403, "other_node", "A node may send its own stream only.")
    return wire.judged(await store.take(caller, batch))
