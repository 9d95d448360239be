"""A city with all its rooms, served on a port, with a clock that the test moves; and ways to act in it as anybody."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
import requests
from sqlalchemy import Connection, insert, text

from kiosk.city.app import city_app
from kiosk.city.database import Database, Place, open_database
from kiosk.city.field_keys import FieldKeys
from kiosk.city.founding import found
from kiosk.city.lan import CityCallers, CityLan
from kiosk.city.outside import Outside
from kiosk.city.publication import load_publication
from kiosk.city.rooms import Parts, metadata
from kiosk.city.staff.passwords import NOBODYS
from kiosk.city.staff.roles import Role
from kiosk.city.staff.sessions import digest
from kiosk.city.staff.tables import channel, staff, staff_session
from kiosk.city.store import CityStore
from kiosk.domain.events import Event
from kiosk.domain.identity import check_character
from kiosk.ports.admission import Admission
from kiosk.ports.messages import MessageGateway
from kiosk.serving.door import listen_at
from kiosk.sync.callers import CITY_STAFF, NODE, Caller, Callers
from kiosk.sync.serving import serve_on
from tests.city.grounds import FileGround, Server
from tests.city.running import HALL
from tests.sync.upstream import Noted, until

T = TypeVar("T")

NOON = 1_795_492_800_000  # Tuesday 2026-11-24, 12:00 in China
HOUR = 3_600_000
DAY_MS = 24 * HOUR
KEYS = FieldKeys({1: b"k" * 32})
TOKENS = {
    "hall": Caller(HALL, NODE, HALL, keys=True),
    "terminal": Caller("T1", NODE, HALL),
    "second": Caller("H2", NODE, HALL, stands_in=True),
    "elsewhere": Caller("other", NODE, "other-hall", keys=True),
    "file-staff": Caller("inspector", CITY_STAFF),
}


class Rounds:
    """How chores rest in a test: until the test wants another round, so that idle houses cost nothing."""

    def __init__(self) -> None:
        self._resting: dict[asyncio.Future[None], asyncio.AbstractEventLoop] = {}
        self._lock = threading.Lock()

    async def rest(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        resting = loop.create_future()
        with self._lock:
            self._resting[resting] = loop
        await resting

    def another(self) -> None:
        with self._lock:
            woken, self._resting = self._resting, {}
        for resting, loop in woken.items():
            loop.call_soon_threadsafe(_rested, resting)


def _rested(resting: asyncio.Future[None]) -> None:
    if not resting.done():
        resting.set_result(None)


class House:
    """`now` is the city's clock. Chores rest until `until` lets them have another round."""

    def __init__(
        self,
        place: Place,
        gateway: MessageGateway | None = None,
        admission: Admission | None = None,
        lan: CityLan | None = None,
    ) -> None:
        self.now = NOON
        opened = open_database(place)
        assert isinstance(opened, Database), opened
        self.database = opened
        self.write(lambda connection: found(connection, load_publication()))
        self.log = HouseLog()
        self.rounds = Rounds()
        self.outside = Outside(lambda: self.now, KEYS, gateway, admission, rest=self.rounds.rest)
        self.store = CityStore(opened, lambda: self.now)
        listening = listen_at("127.0.0.1", 0)
        self._listening, self.port = listening, int(listening.getsockname()[1])
        self.lan = lan.at("127.0.0.1", self.port) if lan else None
        self.url = self.lan.url if self.lan else f"http://127.0.0.1:{self.port}"
        callers = CityCallers(TOKENS, self.store) if lan else Callers(TOKENS)
        self.app = city_app(Parts(self.store, callers, self.log, self.outside, self.lan))
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._local = threading.local()
        self._sent = 0
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        assert self._ready.wait(20)

    def until(self, holds: Callable[[], bool]) -> None:
        """Lets the chores work until something holds."""

        def after_a_round() -> bool:
            self.rounds.another()
            return holds()

        until(after_a_round)

    def as_new(self, put_back: Callable[[], None]) -> None:
        """The clock first: a chore that runs meanwhile shall not come from another test's future."""
        self.now, self._sent = NOON, 0
        put_back()
        self.log.bugs.clear()

    def write(self, work: Callable[[Connection], T]) -> T:
        return self.database.write(work)  # type: ignore[return-value]

    def call(
        self, method: str, path: str, token: str = "", json: Any = None, data: bytes | None = None
    ) -> requests.Response:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            session.trust_env = False
            session.verify = False
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        address = f"{self.url}{path}"
        if data is not None:
            headers["Content-Type"] = "application/json"
        answer = session.request(method, address, json=json, data=data, headers=headers, timeout=30)
        assert answer.status_code < 500 or answer.status_code == 503, (method, path, answer.text)
        return answer

    def get(self, path: str, token: str) -> Any:
        answer = self.call("GET", path, token)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, token: str, json: Any = None, status: int = 200) -> Any:
        answer = self.call("POST", path, token, {} if json is None else json)
        assert answer.status_code == status, answer.text
        return answer.json()

    def signed_in(self, role: Role, hall: str = "", name: str = "", must_change: bool = False) -> str:
        """An account with a session, without the price of a password."""
        own = name or f"{role.value.replace('_', '-')}{'.' + hall if hall else ''}"
        row = {"name": own, "role": role.value, "hall": hall, "password_hash": NOBODYS, "must_change": must_change,
               "disabled": False, "tries": 0, "locked_until_ms": 0, "made_ms": self.now, "made_by": "test"}  # fmt: skip
        long = {"began_ms": self.now, "expires_ms": self.now + 900 * DAY_MS}
        session = {"token_hash": digest(f"t-{own}"), "name": own, **long}

        def work(connection: Connection) -> None:
            connection.execute(insert(staff).values(**row))
            connection.execute(insert(staff_session).values(**session))

        self.write(work)
        return f"t-{own}"

    def channel(self, name: str = "city-app") -> str:
        row = {"name": name, "token_hash": digest(f"c-{name}"), "made_ms": 0, "made_by": "test", "revoked_ms": None}
        self.write(lambda connection: connection.execute(insert(channel).values(**row)))
        return f"c-{name}"

    def send(self, *events: Event, token: str = "hall", epoch: str = "e1", first: int = 0) -> None:  # noqa: S107
        """Events of the hall, as its uplink sends them."""
        body = {"version": 1, "node_id": HALL, "stream_epoch": epoch, "first_seq": first or self._sent + 1,
                "events": [on_wire(event) for event in events]}  # fmt: skip
        answer = self.call("POST", "/v1/sync/events", token, body)
        assert answer.status_code == 200, answer.text
        assert {one["verdict"] for one in answer.json()["verdicts"]} <= {"applied", "duplicate"}, answer.text
        self._sent += len(events)

    def changes(self, kind: str, token: str = "hall") -> dict[str, Any]:  # noqa: S107
        """What the hall would hold of a kind: the newest body of every key, None for a tombstone."""
        found: dict[str, Any] = {}
        after, feed = 0, ""
        while True:
            page = self.get(f"/v1/sync/changes?after={after}&feed={feed.replace('+', '%2B')}", token)
            found |= {one["key"]: one["body"] for one in page["changes"] if one["kind"] == kind}
            after, feed = page["cursor"], page["feed"]
            if not page["more"]:
                return found

    def __enter__(self) -> House:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(30)
        assert not self._thread.is_alive()
        self.store.close()
        self.database.close()

    def _serve(self) -> None:
        context = self.lan.key.server_context() if self.lan else None
        with self._listening:
            assert serve_on(self.app, self._listening, self._stop, self._is_ready, context=context) is None

    def _is_ready(self, port: int) -> None:
        self._ready.set()


class HouseLog(Noted):
    """A mistake in the program is kept, and fails the test at its end: a chore has nobody to raise it to."""

    def __init__(self) -> None:
        super().__init__()
        self.bugs: list[str] = []

    def bug(self, where: str, error: BaseException) -> None:
        self.bugs.append(f"{where}: {error!r}")


def put_back_file(house: House, template: Path) -> None:
    """The file as it was when it was made, over the one connection that writes."""
    source = sqlite3.connect(template)
    with house.database.engines.writing.connect() as connection:
        held = connection.connection.driver_connection
        assert isinstance(held, sqlite3.Connection)
        source.backup(held)
    source.close()


def put_back_server(house: House) -> None:
    """Every table empty, also the audit, which only its owner can do and only by saying so; then founded again."""
    tables = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)

    def work(connection: Connection) -> None:
        connection.execute(text("alter table staff_audit disable trigger user"))
        connection.execute(text(f"truncate {tables}"))
        connection.execute(text("alter table staff_audit enable trigger user"))
        found(connection, load_publication())

    house.write(work)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city's file with its tables and its first publication; a migration costs more than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "city.sqlite"
    opened = open_database(path)
    assert isinstance(opened, Database)
    opened.write(lambda connection: found(connection, load_publication()))
    opened.close()
    return path


@pytest.fixture
def file_place(migrated: Path, tmp_path: Path) -> Path:
    """For a house of a test's own."""
    place = FileGround(tmp_path / "city").place
    place.parent.mkdir()
    shutil.copy(migrated, place)
    return place


@pytest.fixture(scope="session")
def house_on_a_file(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    place = tmp_path_factory.mktemp("house") / "city.sqlite"
    shutil.copy(migrated, place)
    with House(place) as made:
        yield made


@pytest.fixture(scope="session")
def house_on_a_server(server: Server) -> Iterator[House]:
    ground = server.ground()
    with House(ground.place) as made:
        yield made
    ground.drop()


@pytest.fixture
def house(house_on_a_file: House, migrated: Path) -> Iterator[House]:
    """On a file; as new."""
    house_on_a_file.as_new(lambda: put_back_file(house_on_a_file, migrated))
    yield house_on_a_file
    assert house_on_a_file.log.bugs == []


@pytest.fixture
def server_house(house_on_a_server: House) -> Iterator[House]:
    """On a server, for what only many writers at once can do wrong; as new."""
    house_on_a_server.as_new(lambda: put_back_server(house_on_a_server))
    yield house_on_a_server
    assert house_on_a_server.log.bugs == []


@pytest.fixture(params=["house", "server_house"])
def any_house(request: pytest.FixtureRequest) -> House:
    """On a file and on a server."""
    made: House = request.getfixturevalue(request.param)
    return made


def citizen_number(serial: int) -> str:
    """An invented, consistent number of a division that does not exist."""
    day, order = serial % 28, serial // 28
    first17 = f"990101{1960 + order // 10800 % 40}{1 + order // 900 % 12:02d}{1 + day:02d}{order % 900:03d}"
    return first17 + check_character(first17)


def on_wire(event: Event) -> dict[str, Any]:
    at = event.at
    when = {"wall_ms": at.wall_ms, "mono_ms": at.mono_ms, "boot_id": at.boot_id, "trusted": at.trusted}
    return {"event_id": event.event_id, "kind": event.kind.value, "node": event.node, "day": event.day,
            "ticket_id": event.ticket_id, "data": dict(event.data), "at": when}  # fmt: skip
