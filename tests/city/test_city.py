"""A hall's day arrives in the city whole and once, and what the city publishes arrives in the hall."""

from __future__ import annotations

import asyncio
import base64
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Row, select

from kiosk.city.database import Database, Place, open_database
from kiosk.city.founding import found
from kiosk.city.intake import take
from kiosk.city.projecting import rebuild
from kiosk.city.publication import load_publication
from kiosk.city.publishing import publish
from kiosk.city.store import CityStore
from kiosk.city.tables import evaluation as evaluation_table
from kiosk.city.tables import ticket as ticket_table
from kiosk.domain.catalogue import catalogue_from, hall_settings_from
from kiosk.domain.events import EventKind
from kiosk.ports.ledger import LedgerFailure
from kiosk.sync.callers import NODE, Caller
from kiosk.sync.relay import relay_page
from kiosk.sync.streams import Incoming, Judged
from tests.city.grounds import Ground
from tests.city.running import DAY, HALL, City, Hall, event, visit
from tests.sync.upstream import until


def opened(place: Place) -> Database:
    database = open_database(place)
    assert isinstance(database, Database)
    return database


def test_an_evaluation_and_every_event_are_in_the_citys_records(city: City, hall: Hall) -> None:
    hall.send(*visit())
    assert [row["event_id"] for row in city.rows("events")] == [one.event_id for one in visit()]
    (ticket,) = city.rows("tickets")
    assert (ticket["label"], ticket["state"], ticket["paper"], ticket["name"]) == ("A001", "done", "printed", "张*三")
    (evaluation,) = city.rows("evaluations")
    assert (evaluation["grade"], evaluation["reasons"], evaluation["counter"], evaluation["text"]) == (
        5,
        ["510", "517"],
        "3",
        "很快",
    )


def test_records_come_in_pages_and_by_day(city: City, hall: Hall) -> None:
    for number in range(25):
        hall.ledger.append(visit(f"t-{number:02d}", f"A{number:03d}"))
    hall.send()
    assert [row["ticket_id"] for row in city.rows("tickets", limit=7)] == [f"t-{number:02d}" for number in range(25)]
    assert [row["arrival"] for row in city.rows("events", limit=100)] == list(range(1, 226))
    assert len(city.rows("evaluations", limit=500, day=DAY)) == 25
    assert city.rows("evaluations", day="2026-11-24") == []


def test_a_second_evaluation_of_one_visit_is_not_another_record(city: City, hall: Hall) -> None:
    hall.send(*visit(), event(20, EventKind.EVALUATED, outcome="graded", grade=1))
    hall.send(event(21, EventKind.EVALUATED, outcome="graded", grade=1))
    assert [row["grade"] for row in city.rows("evaluations")] == [5]


def test_a_city_that_restarts_has_lost_nothing_and_keeps_its_keys(city: City, hall: Hall, tmp_path: Path) -> None:
    hall.send(*visit())
    hall.downlink.turn()
    key = hall.cache.latest("match_key")
    city.stop()
    again = City(city.place)
    assert len(again.rows("events")) == 9
    reader = Hall(tmp_path / "second.sqlite", again)
    reader.downlink.turn()
    assert reader.cache.latest("match_key") == key
    assert reader.cache.feed().name == hall.cache.feed().name
    reader.stop()
    again.stop()


def test_a_hall_gets_what_it_needs_to_open(city: City, hall: Hall) -> None:
    hall.downlink.turn()
    settings, catalogue = hall.cache.latest("hall_settings"), hall.cache.latest("catalogue")
    assert settings is not None and settings.body is not None and catalogue is not None and catalogue.body is not None
    assert hall_settings_from(settings.body).id == HALL
    assert len(catalogue_from(catalogue.body).items) >= 100
    reasons, match, ticket = (hall.cache.latest(kind) for kind in ("evaluation_reasons", "match_key", "ticket_key"))
    assert reasons is not None
    for key in (match, ticket):
        assert key is not None and key.body is not None and key.body["version"] == 1
        assert len(base64.b64decode(key.body["key"])) == 32
    assert match is not None and ticket is not None and match.body != ticket.body


def test_keys_reach_entitled_nodes_only_also_through_the_halls_relay(city: City, hall: Hall, tmp_path: Path) -> None:
    standby = Hall(tmp_path / "standby.sqlite", city, "standby", "qinglan-2")
    standby.downlink.turn()
    assert standby.cache.latest("match_key") is None
    assert standby.cache.latest("catalogue") is not None
    hall.downlink.turn()
    kinds = {keys: {c.kind for c in relay_page(hall.cache, 0, "", 50, keys).changes} for keys in (True, False)}
    assert kinds[True] - kinds[False] == {"match_key", "ticket_key"}
    standby.stop()


def test_a_city_that_was_made_anew_is_read_again_from_the_start(city: City, hall: Hall, ground: Ground) -> None:
    hall.downlink.turn()
    before = hall.cache.latest("match_key")
    new = City(ground.another().place)
    city.port, kept = new.port, city.port
    hall.downlink.turn()
    hall.downlink.turn()
    after = hall.cache.latest("match_key")
    assert before is not None and after is not None and before.body != after.body
    assert hall.log.names == ["feed_resync"]
    city.port = kept
    new.stop()


def test_a_city_put_back_to_an_earlier_day_gets_its_halls_events_again(city: City, hall: Hall, ground: Ground) -> None:
    hall.send(*visit("t-1"))
    city.stop()
    earlier = ground.image()
    later = City(city.place)
    city.port = later.port
    hall.send(*visit("t-2", "A002"))
    later.stop()
    image = City(earlier.place)
    city.port = image.port
    hall.send(*visit("t-3", "A003"))
    assert [row["label"] for row in image.rows("tickets")] == ["A001", "A002", "A003"]
    assert "stream_rewound" in hall.log.names
    image.stop()


def test_a_hall_reads_anew_when_the_citys_file_was_put_back(tmp_path: Path) -> None:
    """What was counted behind that moment means something else now, and the city has counted past it again."""
    place, kept = tmp_path / "city" / "city.sqlite", tmp_path / "kept.sqlite"
    notices = _Notices(place)
    city = City(place)
    hall = Hall(tmp_path / "hall.sqlite", city)
    notices.add("stands-1")
    hall.downlink.turn()
    city.stop()
    shutil.copy(place, kept)
    notices.add("lost")
    city.port = (later := City(place)).port
    assert notices.known(hall) == ["lost", "stands-1"]
    later.stop()
    shutil.copy(kept, place)
    notices.add("stands-2", "stands-3")
    city.port = (again := City(place)).port
    assert notices.known(hall) == ["stands-1", "stands-2", "stands-3"]
    assert hall.log.names == ["feed_resync"]
    again.stop()
    city.port = (calm := City(place)).port
    assert len(notices.known(hall)) == 3 and hall.log.names == ["feed_resync"]
    calm.stop()
    hall.stop()


def _publish_notice(connection: Connection, notice: str) -> int:
    return publish(connection, HALL, "notice", notice, "1", {"word": notice}, "staff")


class _Notices:
    def __init__(self, place: Path) -> None:
        self._place = place

    def add(self, *notices: str) -> None:
        database = opened(self._place)
        for notice in notices:
            database.write(partial(_publish_notice, notice=notice))
        database.close()

    def known(self, hall: Hall) -> list[str]:
        for _ in range(4):
            hall.downlink.turn()
        return sorted(change.key for change in hall.cache.every("notice"))


def test_the_city_killed_in_the_middle_of_a_day_has_each_event_once(tmp_path: Path, ground: Ground) -> None:
    program = (
        "import sys, threading\nfrom pathlib import PosixPath\n"
        "from kiosk.city.postgres_place import PostgresPlace\n"
        "from kiosk.city.server import serve\n"
        "from kiosk.ports.log import NoLog\n"
        "from tests.city.running import TOKENS\n"
        "ready = lambda port: print(port, flush=True)\n"
        f"serve({ground.place!r}, TOKENS, threading.Event(), ready, NoLog())\n"
    )
    moving = Moving()
    hall = Hall(tmp_path / "hall.sqlite", moving)
    hall.uplink.start()
    for turn in range(2):
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            moving.address = f"http://127.0.0.1:{int(child.stdout.readline())}"
            for number in range(20):
                hall.ledger.append(visit(f"t-{turn}-{number:02d}"))
                hall.uplink.nudge()
            until(lambda: hall.outbox.backlog() < 120)
            child.send_signal(signal.SIGKILL)
            child.wait(10)
    last = City(ground.place)
    moving.address = last.address
    until(lambda: hall.outbox.backlog() == 0)
    arrived = [row["event_id"] for row in last.rows("events", limit=500)]
    assert arrived == [one.event_id for _, one in hall.ledger.since(0, 10_000)]
    assert len(last.rows("tickets", limit=500)) == 40
    hall.stop()
    last.stop()


class Moving:
    """Where the city is now; every start has another port."""

    address = "http://127.0.0.1:1"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(EventKind), st.sampled_from(["t-1", "t-2", "t-3", ""])), max_size=12),
        max_size=6,
    )
)
def test_tickets_made_again_from_the_events_are_the_same(
    database: Database, batches: list[list[tuple[EventKind, str]]]
) -> None:
    epoch = f"epoch-{next(_EPOCHS)}"
    seq = 1
    for told in batches:
        events = tuple(event(next(_EPOCHS), kind, ticket_id, grade=3, outcome="graded") for kind, ticket_id in told)
        taken = database.write(partial(take, hall=HALL, batch=Incoming(HALL, epoch, seq, events), now_ms=1))
        assert isinstance(taken, Judged)
        seq += len(events)
    before = rows_of(database)
    assert database.write(rebuild) is None
    assert rows_of(database) == before


_EPOCHS = iter(range(100, 10_000_000))


@pytest.fixture
def database(ground: Ground) -> Iterator[Database]:
    made = opened(ground.place)
    made.write(lambda connection: found(connection, load_publication()))
    yield made
    made.close()


def rows_of(database: Database) -> object:
    def work(connection: Connection) -> list[Sequence[Row[Any]]]:
        tables = (ticket_table, evaluation_table)
        ordered = (select(table).order_by(table.c.ticket_id) for table in tables)
        return [connection.execute(query).all() for query in ordered]

    return database.read(work)


def test_a_package_with_a_newer_catalogue_publishes_it_and_never_over_the_staffs_own(database: Database) -> None:
    publication = load_publication()
    newer = {**publication, "catalogue": {**publication["catalogue"], "version": "2099-01-01.1"}}
    versions = []
    for given_now in (publication, newer, newer):
        database.write(partial(found, publication=given_now))
        versions.append(version_of(database, "catalogue"))
    assert versions == [(publication["catalogue"]["version"], 1), ("2099-01-01.1", 7), ("2099-01-01.1", 7)]
    database.write(lambda c: publish(c, HALL, "catalogue", "city", "staff-1", publication["catalogue"], "staff"))
    database.write(lambda connection: found(connection, publication))
    assert version_of(database, "catalogue") == ("staff-1", 8)


def version_of(database: Database, kind: str) -> tuple[str, int]:
    store = CityStore(database)
    page = asyncio.run(store.page(Caller(HALL, NODE, HALL, keys=True), 0, "", 50))
    store.close()
    assert not isinstance(page, LedgerFailure)
    (change,) = (change for change in page.changes if change.kind == kind)  # type: ignore[union-attr]
    return change.version, change.cursor


def test_what_the_city_withdraws_goes_from_the_hall(city: City, hall: Hall) -> None:
    hall.downlink.turn()
    city.stop()
    database = opened(city.place)
    database.write(lambda connection: publish(connection, HALL, "evaluation_reasons", "city", "-", None, "staff"))
    database.close()
    again = City(city.place)
    city.port = again.port
    hall.downlink.turn()
    assert hall.cache.latest("evaluation_reasons") is None
    assert hall.cache.latest("catalogue") is not None
    again.stop()


@pytest.mark.parametrize("what", ["events", "tickets", "evaluations"])
def test_records_are_for_the_citys_staff(city: City, what: str) -> None:
    path = f"/v1/halls/{HALL}/{what}"
    assert [city.get(path, token).status_code for token in ("", "nobody", "hall", "other staff", "staff")] == [
        401,
        401,
        403,
        403,
        200,
    ]
    unknown = city.get(f"/v1/halls/elsewhere/{what}")
    assert (unknown.status_code, unknown.json()["reason"]) == (404, "unknown_hall")


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x y", "limit=0", "limit=501", "day=today", "day=2026-1-1", "after=" + "9" * 70]
)
def test_a_question_that_makes_no_sense_is_told_so(city: City, query: str) -> None:
    answer = city.get(f"/v1/halls/{HALL}/events?{query}")
    assert (answer.status_code, answer.json()["reason"]) == (422, "malformed")


def test_a_node_of_a_hall_the_city_does_not_have_is_refused(city: City, tmp_path: Path) -> None:
    stranger = Hall(tmp_path / "other.sqlite", city, "elsewhere", "other")
    stranger.ledger.append(visit())
    stranger.uplink.turn()
    stranger.downlink.turn()
    assert [fields["reason"] for fields in stranger.log.fields] == ["not_allowed", "not_allowed"]
    assert stranger.outbox.backlog() == 9
    stranger.stop()


def test_health_is_told_to_anybody_and_says_nothing_of_anybody(city: City) -> None:
    told = {"role": "city", "version": 1, "halls": [HALL], "status": "ready"}
    assert city.get("/v1/health", "").json() == told


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/", 404), ("DELETE", "/v1/health", 405), ("GET", "/docs", 404)]
)
def test_what_is_not_there_is_typed_too(city: City, method: str, path: str, status: int) -> None:
    answer = requests.request(method, city.address + path, timeout=10)
    assert (answer.status_code, sorted(answer.json())) == (status, ["reason", "sentence"])


def test_a_disk_that_refuses_is_waited_for_and_then_all_arrives(tmp_path: Path) -> None:
    database = opened(tmp_path / "city.sqlite")
    database.write(lambda connection: found(connection, load_publication()))
    store, batch = CityStore(database), Incoming(HALL, "a", 1, tuple(one for n in range(40) for one in visit(f"t-{n}")))
    caller = Caller(HALL, NODE, HALL)
    database.write(lambda connection: connection.exec_driver_sql("pragma max_page_count = 1"))
    assert asyncio.run(store.take(caller, batch)) is LedgerFailure.DISK_FULL
    database.write(lambda connection: connection.exec_driver_sql("pragma max_page_count = 1000000"))
    assert isinstance(asyncio.run(store.take(caller, batch)), Judged)
    store.close()
    database.close()
