"""How other machines join this hall, and which nodes of it they may try."""

from __future__ import annotations

from fastapi import APIRouter, Response

from kiosk.hall.duty import StandsBy
from kiosk.hall.http.replies import documented
from kiosk.hall.lan import nodes_of
from kiosk.hall.service import Hall
from kiosk.sync.wire import answer
from kiosk.trust.enrolment_wire import NodeOnWire, NodesOnWire


def joining_routers(hall: Hall) -> tuple[APIRouter, ...]:
    """None for a hall that serves its own machine only; a second node tells of the nodes and lets nobody join."""
    parts, lan = hall.parts, hall.parts.lan
    if lan is None:
        return ()
    from kiosk.hall.http.book import book_router  # none of it for a hall of one machine
    from kiosk.trust.enrolling import Enrolling, RegisterCodes
    from kiosk.trust.enrolment_door import enrolment_router

    router = APIRouter(prefix="/v1", tags=["enrolment"])

    @router.get("/nodes", response_model=NodesOnWire, responses=documented())
    async def nodes() -> Response:
        """The hall's nodes in the order in which to try them, each with its keys: two while a new one is announced."""
        return answer(200, NodesOnWire(nodes=[NodeOnWire.of(node) for node in nodes_of(parts.node, lan)]))

    if isinstance(parts.duty, StandsBy):
        return (router,)
    enrolling = Enrolling(RegisterCodes(lan.register, parts.clock), lan.key.pin)
    joining = enrolment_router(enrolling, parts.node, lambda: nodes_of(parts.node, lan), parts.log)
    return joining, book_router(hall, lan), router
