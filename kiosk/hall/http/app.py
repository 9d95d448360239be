"""The hall's application: routers, the gate before them, and a typed answer for everything that goes wrong."""

from __future__ import annotations

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import ASGIApp

from kiosk.hall.http.adopting import adopting_router
from kiosk.hall.http.beating import beating_router
from kiosk.hall.http.counters import counters_router
from kiosk.hall.http.evaluations import evaluations_router
from kiosk.hall.http.gate import Gate
from kiosk.hall.http.joining import joining_routers
from kiosk.hall.http.replies import MISTAKE, make_schemas_once, trouble
from kiosk.hall.http.straight import Straight
from kiosk.hall.http.sync_store import HallCallers, HallSync
from kiosk.hall.http.tickets import tickets_router
from kiosk.hall.http.watching import watching_router
from kiosk.hall.service import Hall
from kiosk.sync.intake import sync_router

_REASONS = {404: "unknown_path", 405: "method_not_allowed", 413: "too_large", 400: "malformed"}


def hall_app(hall: Hall) -> ASGIApp:
    return Gate(Straight(documented_app(hall), hall), hall.members, hall.duty)


def documented_app(hall: Hall) -> FastAPI:
    """Without the gate: what the OpenAPI page is made from."""
    make_schemas_once()
    app = FastAPI(title="Hall", version="1", docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json")
    for router in (adopting_router, tickets_router, counters_router, evaluations_router, watching_router):
        app.include_router(router(hall))
    app.include_router(beating_router(hall))
    app.include_router(sync_router(HallSync(hall), HallCallers(hall.members)))
    for joining in joining_routers(hall):
        app.include_router(joining)
    _answer_troubles(app, hall)
    return app


def _answer_troubles(app: FastAPI, hall: Hall) -> None:
    @app.exception_handler(StarletteHTTPException)
    async def refused(_request: Request, error: HTTPException) -> Response:
        reason = _REASONS.get(error.status_code, "refused")
        return trouble(error.status_code, reason, "See the interface's description.", dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def malformed(_request: Request, error: RequestValidationError) -> Response:
        places = ", ".join(sorted({_place(one) for one in error.errors()}))
        return trouble(422, "malformed", f"Missing or of another form than documented: {places}."[:300])

    @app.exception_handler(Exception)
    async def mistaken(_request: Request, error: Exception) -> Response:
        hall.parts.log.bug("hall_http", error)
        return trouble(500, "bug", MISTAKE)


def _place(error: dict[str, object]) -> str:
    """Where it is wrong, never what stands there. Names of unknown fields are the sender's words and stay out."""
    location = error.get("loc", ())
    names = [str(part) for part in location if isinstance(part, str | int)] if isinstance(location, tuple) else []
    return ".".join(names[:3])
