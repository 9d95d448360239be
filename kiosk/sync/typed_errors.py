"""Every error of a web application as a typed answer: a reason and a sentence, and never what was sent."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kiosk.ports.log import Log
from kiosk.sync.wire import trouble

_REASONS = {404: "not_found", 405: "method_not_allowed"}


def install_typed_errors(app: FastAPI, log: Log) -> None:
    """Also turns a bug into a typed 500 and a line in the log; its text may hold data and is not told."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        places = (f"{'.'.join(str(part) for part in one['loc'])} ({one['type']})" for one in error.errors()[:3])
        return trouble(422, "malformed", f"This is not what was expected: {', '.join(places)}.")

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        reason = _REASONS.get(error.status_code, "refused")
        return trouble(error.status_code, reason, "There is nothing here for this request.", error.headers)

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> Response:
        log.bug("web", error)
        return trouble(500, "bug", "A mistake in the program; it is in the log.")
