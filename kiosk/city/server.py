"""The city as a server: its database opened, its first publication made, its web application served until the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from kiosk.city.app import city_app
from kiosk.city.database import Database, open_database
from kiosk.city.founding import found
from kiosk.city.publication import load_publication
from kiosk.city.rooms import Parts
from kiosk.city.store import CityStore
from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import Log
from kiosk.sync.callers import Caller, Callers
from kiosk.sync.serving import ServeFailure, serve_app


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
        return serve_app(city_app(Parts(store, Callers(tokens), log)), host, port, stop, ready)
    finally:
        store.close()
