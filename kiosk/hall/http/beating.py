"""How the machines of a hall are, as they say themselves."""

from __future__ import annotations

from fastapi import APIRouter, Request

from kiosk.hall.http.gate import member_of
from kiosk.hall.http.replies import documented
from kiosk.hall.service import Hall
from kiosk.sync.heartbeat import PATH, BeatsOnWire, HeardOnWire


def beating_router(hall: Hall) -> APIRouter:
    router = APIRouter(tags=["fleet"])

    @router.post(PATH, response_model=HeardOnWire, responses=documented())
    async def beats(request: Request, body: BeatsOnWire) -> HeardOnWire:
        """Every ten seconds; any known token may tell of its own machine, and the hall tells the city."""
        hall.parts.beats.hear(member_of(request), body.beats[-1])
        return HeardOnWire()

    return router
