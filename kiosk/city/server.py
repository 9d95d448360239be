"""The city as a server: one process that serves alone, or one of several workers on a socket that they share."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.city.app import city_app
from kiosk.city.database import Database, Place
from kiosk.city.failures import CityFailure
from kiosk.city.machine_keys import MachineKeys
from kiosk.city.opening import open_city
from kiosk.city.outside import Outside
from kiosk.city.rooms import Parts
from kiosk.city.store import CityStore, StoreLimits
from kiosk.ports.log import Log
from kiosk.serving.door import listen_at
from kiosk.serving.interpreter import set_for_serving
from kiosk.sync.callers import Caller, Callers
from kiosk.sync.serving import ServeFailure, serve_on

if TYPE_CHECKING:
    from kiosk.city.lan import CityLan

Tokens = Mapping[str, Caller]
Ready = Callable[[int], None]


def serve(
    place: Place,
    tokens: Tokens,
    stop: threading.Event,
    ready: Ready,
    log: Log,
    host: str = "127.0.0.1",
    port: int = 0,
    limits: StoreLimits | None = None,
    outside: Outside | None = None,
    lan: CityLan | None = None,
) -> CityFailure | ServeFailure | None:
    """Serves until `stop` is set; None when it ended as asked. `ready` hears the port.

    With `lan` over TLS, for halls on other machines too, which join by a code. `place` is a path for an embedded
    SQLite file, or a PostgreSQL server. Nodes need a hall that is published. Raises DoorError.
    """
    with listen_at(host, port) as listening:
        return serve_on_socket(place, tokens, stop, ready, log, listening, limits, outside, lan)


def serve_on_socket(
    place: Place,
    tokens: Tokens,
    stop: threading.Event,
    ready: Ready,
    log: Log,
    listening: socket.socket,
    limits: StoreLimits | None = None,
    outside: Outside | None = None,
    lan: CityLan | None = None,
) -> CityFailure | ServeFailure | None:
    """As `serve`, on a socket that listens, and that other workers may accept from too."""
    database = open_city(place, stop, log, keys=_keys(place, outside, lan))
    if not isinstance(database, Database):
        return database
    try:
        return serve_database(database, tokens, stop, ready, log, listening, limits, outside, lan)
    finally:
        database.close()


def serve_database(
    database: Database,
    tokens: Tokens,
    stop: threading.Event,
    ready: Ready,
    log: Log,
    listening: socket.socket,
    limits: StoreLimits | None = None,
    outside: Outside | None = None,
    lan: CityLan | None = None,
) -> ServeFailure | None:
    """Serves from a database that is open, and stays so."""
    store = CityStore(database, limits=limits)
    lan = lan.at(*listening.getsockname()[:2]) if lan else None
    parts = Parts(store, _callers(tokens, store, lan), log, outside or Outside(), lan)
    listener = database.engines.listen(database.bell, log)
    if listener is not None:
        listener.start()
    try:
        with set_for_serving():
            context = lan.key.server_context() if lan else None
            return serve_on(city_app(parts), listening, stop, ready, database.bell.close, context)
    finally:
        if listener is not None:
            listener.stop()
        store.close()


def _keys(place: Place, outside: Outside | None, lan: CityLan | None) -> MachineKeys | None:
    """Only of a city that other machines may serve too: a file is one machine's."""
    if isinstance(place, Path):
        return None
    fields = outside.field_keys.marks() if outside and outside.field_keys else {}
    return MachineKeys(lan.key.pin, lan.key.pin_before, fields) if lan else MachineKeys(fields=fields)


def _callers(tokens: Tokens, store: CityStore, lan: CityLan | None) -> Callers:
    if lan is None:
        return Callers(tokens)
    from kiosk.city.lan import CityCallers  # a city of one machine loads none of it

    return CityCallers(tokens, store)
