"""A city's start: its database opened, its tables made, its first publication stored; a server that is just starting is
waited for, and anything that needs a person ends the start at once.
"""

from __future__ import annotations

import threading
import time

from kiosk.city.database import Database, Place, open_database
from kiosk.city.failures import PASSING, CityFailure, DatabaseFailure
from kiosk.city.founding import found
from kiosk.city.publication import load_publication
from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import Log

WAIT_S = 30.0
_PAUSE_S = 0.5


def open_city(place: Place, stop: threading.Event, log: Log, wait_s: float = WAIT_S) -> Database | CityFailure:
    """The database with its tables at this version and a hall that is published. Several workers may do so at once."""
    end, told = time.monotonic() + wait_s, False
    while True:
        database = _founded(place)
        if isinstance(database, Database) or database not in PASSING or time.monotonic() > end or stop.is_set():
            return database
        if not told:
            log.event("city_database_awaited", reason=database.value)
            told = True
        stop.wait(_PAUSE_S)


def _founded(place: Place) -> Database | CityFailure:
    database = open_database(place)
    if not isinstance(database, Database):
        return database
    founded = database.alone(lambda connection: found(connection, load_publication()))
    if isinstance(founded, LedgerFailure | DatabaseFailure):
        database.close()
        return founded
    return database
