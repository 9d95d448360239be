"""Every error of a web application as a typed answer: a reason and a sentence, and never what was sent.

What was sent is also the name of a field that nobody knows and the key of a table, so only names that the application's
own description has are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kiosk.ports.log import Log
from kiosk.sync.wire import trouble

_REASONS = {404: "not_found", 405: "method_not_allowed"}
_PARTS = frozenset({"body", "query", "path", "header"})
_SENDERS_OWN = "…"


def install_typed_errors(app: FastAPI, log: Log) -> None:
    """Also turns a bug into a typed 500 and a line in the log; its text may hold data and is not told."""

    @cache
    def known() -> frozenset[str]:
        return _PARTS.union(_names(app.openapi()))

    def place(where: tuple[int | str, ...]) -> str:
        return ".".join(str(part) if isinstance(part, int) or part in known() else _SENDERS_OWN for part in where)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        places = (f"{place(one['loc'])} ({one['type']})" for one in error.errors()[:3])
        return trouble(422, "malformed", f"This is not what was expected: {', '.join(places)}.")

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        reason = _REASONS.get(error.status_code, "refused")
        return trouble(error.status_code, reason, "There is nothing here for this request.", error.headers)

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> Response:
        log.bug("web", error)
        return trouble(500, "bug", "A mistake in the program; it is in the log.")


def _names(description: Any) -> Iterator[str]:
    """Every field and parameter that a description names."""
    if isinstance(description, list):
        for one in description:
            yield from _names(one)
    if isinstance(description, dict):
        yield from description.get("properties", ())
        if isinstance(description.get("name"), str):
            yield description["name"]
        for one in description.values():
            yield from _names(one)
