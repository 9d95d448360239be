"""The interfaces that are attacked: a hall and a city that are served over real HTTP, with every role's token."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import Connection, delete, insert

from kiosk.city.lan import CityLan
from kiosk.city.staff.roles import CITY_WIDE_ROLES, STAFF_ROLES
from kiosk.city.staff.sessions import digest
from kiosk.city.staff.tables import staff_session
from kiosk.trust.enrolment_wire import PATHS as JOINING
from tests.city.bookings.acts import opened
from tests.city.house import DAY_MS, House
from tests.city.running import HALL
from tests.hall.a_lan import lan_hall
from tests.hall.a_server import members, served
from tests.proof.fuzz.attacking import Target
from tests.trust.a_listener import a_key

LAN_PATHS = frozenset({*JOINING, "/v1/nodes", "/v1/book"})


@contextmanager
def a_hall() -> Iterator[Target]:
    """Ends with an AssertionError when the hall noted a bug."""
    with served() as hall:
        tokens = {f"{member.role} {member.id}": token for token, member in members().items()}
        chosen = {who: token for who, token in tokens.items() if who.endswith((" T1", " 3", " B1"))}
        fitting = {who: {"number": "3", "ticket_id": "t-1"} for who in chosen}
        description = hall.ask("GET", "/v1/openapi.json").json()
        yield Target("hall", hall.url, description, chosen, fitting, frozenset({"/v1/feed"}))
        assert hall.ask("GET", "/v1/health").json()["status"] == "ready"


@contextmanager
def a_city() -> Iterator[Target]:
    """With a hall that takes bookings. Ends with an AssertionError when the city noted a bug."""
    with tempfile.TemporaryDirectory() as folder, House(Path(folder) / "city.sqlite") as house:
        signed = {
            role.value: house.signed_in(
                role, "" if role in CITY_WIDE_ROLES else HALL, f"fuzz-{role.value.replace('_', '-')}"
            )
            for role in sorted(STAFF_ROLES)
        }
        tokens = {**signed, "channel": opened(house), "hall": "hall", "terminal": "terminal", "nobody": "nobody's"}
        fitting = {who: {"hall": HALL, "kind": "slot_plan", "number": "1", "terminal": "T1"} for who in tokens}
        url = f"http://127.0.0.1:{house.port}"
        description = requests.get(f"{url}/openapi.json", timeout=30).json()
        ready = partial(_signed_in_again, house, tuple(signed.values()))
        yield Target("city", url, description, tokens, fitting, frozenset(), ready)
        assert requests.get(f"{url}/v1/health", timeout=30).json()["halls"].count(HALL) == 1
        assert house.log.bugs == [], house.log.bugs[:3]


@contextmanager
def a_hall_on_a_network() -> Iterator[Target]:
    """What only a hall with a door for other machines has; the rest is the same application. Over TLS."""
    with tempfile.TemporaryDirectory() as folder, lan_hall(Path(folder)) as hall:
        tokens = {f"{role} {id}": hall.join(role, id).token for role, id in (("terminal", "T7"), ("standby", "H2"))}
        description = hall.ask("GET", "/v1/openapi.json", tokens["terminal T7"]).json()
        yield Target("hall on a network", hall.url, _on_a_network(description), tokens, {}, frozenset())
        assert hall.ask("GET", "/v1/health", tokens["terminal T7"]).json()["status"] in ("ready", "not_ready")


@contextmanager
def a_city_on_a_network() -> Iterator[Target]:
    """As that of a hall."""
    with tempfile.TemporaryDirectory() as folder:
        place, lan = Path(folder) / "city.sqlite", CityLan("", a_key(Path(folder) / "secrets", "city"))
        with House(place, lan=lan) as house:
            tokens = {"hall": "hall", "terminal": "terminal", "nobody": "nobody's"}
            description = requests.get(f"{house.url}/openapi.json", timeout=30, verify=False).json()
            yield Target("city on a network", house.url, _on_a_network(description), tokens, {}, frozenset())
            assert house.log.bugs == [], house.log.bugs[:3]


def _on_a_network(description: dict[str, Any]) -> dict[str, Any]:
    paths = {path: one for path, one in description["paths"].items() if path in LAN_PATHS}
    return {**description, "paths": paths}


def _signed_in_again(house: House, tokens: tuple[str, ...]) -> None:
    """Signing out is one of the operations."""

    def work(connection: Connection) -> None:
        for token in tokens:
            mine = staff_session.c.token_hash == digest(token)
            connection.execute(delete(staff_session).where(mine))
            row = {"token_hash": digest(token), "name": token.removeprefix("t-"), "began_ms": house.now}
            connection.execute(insert(staff_session).values(**row, expires_ms=house.now + 900 * DAY_MS))

    house.write(work)


TARGETS: Mapping[str, Callable[[], AbstractContextManager[Target]]] = {
    "hall": a_hall,
    "city": a_city,
    "hall on a network": a_hall_on_a_network,
    "city on a network": a_city_on_a_network,
}
