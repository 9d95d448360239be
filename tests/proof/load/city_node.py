"""A city's node as a process of its own, on a PostgreSQL server, with as many halls and terminals as a proof wants.

`python -m tests.proof.load.city_node` reads one JSON object, prints its port, and ends with its standard input.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from kiosk.city.database import Database, Place, open_database
from kiosk.city.founding import found
from kiosk.city.postgres_place import PostgresPlace
from kiosk.city.publication import load_publication
from kiosk.city.server import serve
from kiosk.city.staff.passwords import NOBODYS
from kiosk.city.staff.roles import Role
from kiosk.city.staff.sessions import digest
from kiosk.city.staff.tables import channel, staff, staff_session
from kiosk.ports.log import NoLog
from kiosk.sync.callers import NODE, Caller

MANAGER, CHANNEL = "load-manager", "load-channel"  # tokens of nobody but this proof
_LONG_MS = 1 << 45


def hall_name(number: int) -> str:
    """The first is the package's own."""
    return str(load_publication()["hall"]["id"]) if number == 0 else f"load-{number}"


def callers(halls: int, nodes: int) -> dict[str, Caller]:
    """Each hall's own token is its name, its terminals' tokens are `hall/number`."""
    known = {hall_name(hall): Caller(hall_name(hall), NODE, hall_name(hall), keys=True) for hall in range(halls)}
    for hall in known.copy():
        known |= {f"{hall}/{node}": Caller(f"{hall}.T{node}", NODE, hall) for node in range(nodes)}
    return known


def prepare(place: Place, halls: int) -> None:
    """Founds the halls, and the two accounts that a proof acts with."""
    opened = open_database(place)
    assert isinstance(opened, Database), opened
    opened.write(lambda connection: _found(connection, halls))
    opened.close()


def _found(connection: Connection, halls: int) -> None:
    files = load_publication()
    for hall in range(halls):
        own = {**files, "hall": {**files["hall"], "id": hall_name(hall)}}
        found(connection, own)
    account: dict[str, Any] = {
        "name": "load",
        "role": Role.CITY_ADMINISTRATOR.value,
        "hall": "",
        "password_hash": NOBODYS,
    }
    account |= {"must_change": False, "disabled": False, "tries": 0, "locked_until_ms": 0, "made_ms": 0, "made_by": ""}
    connection.execute(insert(staff).values(**account))
    session = {"token_hash": digest(MANAGER), "name": "load", "began_ms": _LONG_MS, "expires_ms": _LONG_MS}
    connection.execute(insert(staff_session).values(**session))
    app = {"name": "load", "token_hash": digest(CHANNEL), "made_ms": 0, "made_by": "", "revoked_ms": None}
    connection.execute(insert(channel).values(**app))


def place_of(told: dict[str, Any]) -> Place:
    return PostgresPlace(told["url"], Path(told["password"])) if told["password"] else Path(told["url"])


def main() -> None:
    told = json.loads(sys.stdin.readline())
    stop = threading.Event()
    threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    tokens = callers(told["halls"], told["nodes"])
    failure = serve(place_of(told), tokens, stop, lambda port: print(port, flush=True), NoLog())
    assert failure is None, failure


def _wait_for_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


if __name__ == "__main__":
    main()
