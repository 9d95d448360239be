"""The city as a server: its database opened, its first publication made, its web application served until the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from fastapi import FastAPI, Response
from pydantic import BaseModel

from kiosk.city import records
from kiosk.city.database import Database, open_database
from kiosk.city.founding import found
from kiosk.city.publication import load_publication
from kiosk.city.staff_api import staff_router
from kiosk.city.store import CityStore
from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import Log
from kiosk.sync import wire
from kiosk.sync.callers import Caller, Callers
from kiosk.sync.contract import VERSION, Trouble
from kiosk.sync.intake import sync_router
from kiosk.sync.serving import ServeFailure, serve_app
from kiosk.sync.typed_errors import install_typed_errors


class Health(BaseModel):
    """`version` is the sync contract's."""

    role: str = "city"
    version: int = VERSION
    halls: list[str]


def city_app(store: CityStore, callers: Callers, log: Log) -> FastAPI:
    """The web application; its pages of documentation are left out because they load from elsewhere."""
    app = FastAPI(title="City queue service", version=str(VERSION), docs_url=None, redoc_url=None)
    install_typed_errors(app, log)
    app.include_router(sync_router(store, callers))
    app.include_router(staff_router(store, callers))

    @app.get("/v1/health", response_model=Health, responses={503: {"model": Trouble}}, tags=["health"])
    async def health() -> Response:
        halls = await store.read(records.halls)
        return wire.answer(200, Health(halls=halls)) if isinstance(halls, list) else wire.not_now(halls)

    return app


def serve(
    place: Path | str,
    tokens: Mapping[str, Caller],
    stop: threading.Event,
    ready: Callable[[int], None],
    log: Log,
    host: str = "127.0.0.1",
    port: int = 0,
) -> LedgerFailure | ServeFailure | None:
    """Serves until `stop` is set; None when it ended as asked. `ready` hears the port.

    `place` is a path for an embedded SQLite file, or a database's URL. Nodes need a hall that is published.
    """
    database = open_database(place)
    if isinstance(database, LedgerFailure):
        return database
    try:
        founded = database.write(lambda connection: found(connection, load_publication()))
        return founded if isinstance(founded, LedgerFailure) else _serve(database, tokens, stop, ready, log, host, port)
    finally:
        database.close()


def _serve(
    database: Database,
    tokens: Mapping[str, Caller],
    stop: threading.Event,
    ready: Callable[[int], None],
    log: Log,
    host: str,
    port: int,
) -> ServeFailure | None:
    store = CityStore(database)
    try:
        return serve_app(city_app(store, Callers(tokens), log), host, port, stop, ready)
    finally:
        store.close()
