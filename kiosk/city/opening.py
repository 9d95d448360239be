"""A city's start: its database opened, its tables made, its first publication stored; a server that is just starting is
waited for, and anything that needs a person ends the start at once.
"""

from __future__ import annotations

import threading
import time

from sqlalchemy import Connection

from kiosk.city.database import Database, Place, open_database
from kiosk.city.failures import PASSING, CityFailure, DatabaseFailure
from kiosk.city.founding import found
from kiosk.city.machine_keys import MachineKeys, agreed
from kiosk.city.publication import load_publication
from kiosk.ports.log import Log

WAIT_S = 30.0
_PAUSE_S = 0.5


def open_city(
    place: Place, stop: threading.Event, log: Log, wait_s: float = WAIT_S, keys: MachineKeys | None = None
) -> Database | CityFailure:
    """The database with its tables at this version and a hall that is published. Several workers may do so at once.

    `keys` of this machine, where others may serve the same city.
    """
    end, told = time.monotonic() + wait_s, False
    while True:
        database = _founded(place, keys or MachineKeys())
        if isinstance(database, Database) or database not in PASSING or time.monotonic() > end or stop.is_set():
            return database
        if not told:
            log.event("city_database_awaited", reason=database.value)
            told = True
        stop.wait(_PAUSE_S)


def _founded(place: Place, keys: MachineKeys) -> Database | CityFailure:
    database = open_database(place)
    if not isinstance(database, Database):
        return database
    failure = database.alone(lambda connection: _made(connection, keys))
    if failure is not None:
        database.close()
        return failure
    return database


def _made(connection: Connection, keys: MachineKeys) -> DatabaseFailure | None:
    wrong = agreed(connection, keys)
    if wrong is None:
        found(connection, load_publication())
    return wrong
