"""A city that is served, on whatever ground; and a hall below it, with its real ledger and lines."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Protocol

import requests

from kiosk.city.database import Database, Place
from kiosk.city.failures import CityFailure
from kiosk.city.opening import open_city
from kiosk.city.server import serve, serve_database
from kiosk.domain.events import Data, Event, EventKind, Moment
from kiosk.serving.door import listen_at
from kiosk.sync.callers import CITY_STAFF, NODE, Caller
from kiosk.sync.client import Limits, SyncClient
from kiosk.sync.downlink import Downlink
from kiosk.sync.patience import Patience
from kiosk.sync.serving import ServeFailure
from kiosk.sync.uplink import Uplink
from offline_cache.cache import Cache
from offline_cache.hall_ledger import HallLedger
from offline_cache.outbox import Outbox
from tests.sync.upstream import Noted, file_at, until

HALL = "qinglan"
DAY = "2026-11-23"
START = 1_795_000_000_000
TOKENS = {
    "hall": Caller(HALL, NODE, HALL, keys=True),
    "standby": Caller("qinglan-2", NODE, HALL),
    "elsewhere": Caller("other", NODE, "other-hall", keys=True),
    "staff": Caller("inspector", CITY_STAFF),
    "other staff": Caller("inspector-2", CITY_STAFF, "other-hall"),
}


class City:
    """One start of the city; `stop` ends it as a signal would."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.log = Noted()
        self.port = 0
        self.ended: list[CityFailure | ServeFailure | None] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        until(lambda: bool(self.port or self.ended))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, token: str = "staff") -> requests.Response:  # noqa: S107
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.get(f"{self.address}{path}", headers=headers, timeout=10)

    def rows(self, what: str, **asked: str | int) -> list[dict[str, Any]]:
        """All pages of a hall's records."""
        query, rows, after = "&".join(f"{k}={v}" for k, v in asked.items()), list[dict[str, Any]](), ""
        while True:
            page = self.get(f"/v1/halls/{HALL}/{what}?{query}" + (f"&after={after}" if after else "")).json()
            rows += page["rows"]
            if not page["next"]:
                return rows
            after = page["next"]

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(20)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        self.ended.append(serve(self.place, TOKENS, self._stop, self._ready, self.log))

    def _ready(self, port: int) -> None:
        self.port = port


class OpenCity(City):
    """A city whose database the test has in hand, as its own staff would: `database`."""

    def __init__(self, place: Place) -> None:
        opened = open_city(place, threading.Event(), Noted(), 0)
        assert isinstance(opened, Database), opened
        self.database = opened
        super().__init__(place)

    def stop(self) -> None:
        super().stop()
        self.database.close()

    def _run(self) -> None:
        with listen_at("127.0.0.1", 0) as listening:
            self.ended.append(serve_database(self.database, TOKENS, self._stop, self._ready, self.log, listening))


class Reachable(Protocol):
    @property
    def address(self) -> str: ...


class Hall:
    """A hall's ledger and its two lines to the city."""

    def __init__(self, path: Path, city: Reachable, token: str = "hall", node: str = HALL) -> None:  # noqa: S107
        self.file = file_at(path)
        self.ledger = HallLedger(self.file)
        self.outbox = Outbox(self.file)
        self.cache = Cache(self.file)
        self.log = Noted()
        limits, patience = Limits(10, 10, 20), Patience(0.01, 0.05)
        self.uplink = Uplink(node, self.outbox, SyncClient(lambda: city.address, token, limits), self.log, patience)
        other = SyncClient(lambda: city.address, token, limits)
        self.downlink = Downlink(self.cache, other, self.log, patience=patience)

    def send(self, *events: Event) -> None:
        """Stores the events and sends until nothing is owed."""
        self.ledger.append(events)
        for _ in range(100):
            if self.outbox.backlog() == 0:
                return
            self.uplink.turn()
        raise AssertionError("something is still owed")

    def stop(self) -> None:
        self.uplink.stop()
        self.downlink.stop()
        self.file.close()


def event(number: int, kind: EventKind, ticket_id: str = "t-1", node: str = HALL, **data: Any) -> Event:
    known: Data = {"label": "A001", "queue": "household", "item": "GA-001", "group": "walk_in"}
    given: Data = {**known, **data}
    at = Moment(START + number * 1000, 5000 + number * 1000, "boot-1")
    return Event(f"{ticket_id}-{number}", kind, node, DAY, at, ticket_id, given)


def visit(ticket_id: str = "t-1", label: str = "A001") -> tuple[Event, ...]:
    """A whole visit, as a hall and its terminal tell it."""
    who: dict[str, Any] = {"holder": "ab" * 32, "key_version": 1, "name": "张*三", "tail": "2217"}
    who |= {"taken_ms": START, "label": label}
    at: dict[str, Any] = {"counter": "3", "clerk": "1001", "label": label}
    return (
        event(1, EventKind.RESERVED, ticket_id, arrived_ms=START, **who),
        event(2, EventKind.TAKEN, ticket_id, "T1", **who),
        event(3, EventKind.PRINTED, ticket_id, "T1", outcome="printed"),
        event(4, EventKind.CALLED, ticket_id, waited_ms=240_000, **at),
        event(5, EventKind.RECALLED, ticket_id, recalls=1, **at),
        event(6, EventKind.STARTED, ticket_id, **at),
        event(7, EventKind.DONE, ticket_id, service_ms=60_000, occupied_ms=65_000, **at),
        event(8, EventKind.EVALUATION_OPENED, ticket_id, **at),
        event(
            9,
            EventKind.EVALUATED,
            ticket_id,
            outcome="graded",
            grade=5,
            reasons=["510", "517"],
            reasons_version="2020-08",
            text="很快",
            seconds=7,
            department="GA",
            region="320106",
            case="",
            channel="counter_evaluator",
            **at,
        ),
    )
