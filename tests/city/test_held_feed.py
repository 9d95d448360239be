"""A hall that holds its feed hears of a change the moment it is stored, and misses none whatever breaks."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import requests
from sqlalchemy import BigInteger, Column, Connection, MetaData, Sequence, Table, delete, insert, select

from kiosk.city.database import Database, open_database
from kiosk.city.held_feeds import HeldFeeds
from kiosk.city.postgres_engine import PostgresEngines
from kiosk.city.publishing import publish
from kiosk.city.tables import hall as hall_table
from kiosk.operation.postgres.preparing import administrator
from kiosk.sync import held
from kiosk.sync.client import SyncFailure, Unreached
from kiosk.sync.contract import ChangePage
from kiosk.sync.held_client import HeldFeed, Silence
from tests.city.grounds import Ground, Server, ServerGround
from tests.city.running import HALL, OpenCity
from tests.sync.upstream import TOKEN, Upstream, until


class Listener:
    """A hall that holds its feed on a thread of its own and keeps what it hears."""

    def __init__(self, address: str, token: str = "hall", after: int = 0, feed: str = "") -> None:  # noqa: S107
        self.client = HeldFeed(address, token, Silence(5, 20))
        self.versions: list[str] = []
        self.times: list[float] = []
        self.said: list[ChangePage | Unreached | None] = []
        self.place = (after, feed)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        for said in self.client.pages(*self.place):
            if isinstance(said, ChangePage):
                self.place = (said.cursor, said.feed)
                self.times.append(time.monotonic())
                self.versions += [change.version for change in said.changes]
            self.said.append(said)

    def heard_last(self, version: str) -> bool:
        return self.versions[-1] == version

    def close(self) -> None:
        self.client.close()
        self._thread.join(10)
        assert not self._thread.is_alive()


@pytest.fixture
def open_city(ground: Ground) -> Iterator[OpenCity]:
    served = OpenCity(ground.place)
    yield served
    served.stop()
    assert served.ended == [None]


@pytest.fixture
def served(database_of_a_server: ServerGround) -> Iterator[OpenCity]:
    """A city on a server."""
    city = OpenCity(database_of_a_server.place)
    yield city
    city.stop()


def told(database: Database, version: str, hall: str = HALL) -> None:
    stored = database.write(lambda c: publish(c, hall, "notice", "city", version, {"words": version}, "staff"))
    assert isinstance(stored, int), stored


@pytest.fixture
def listener(open_city: OpenCity) -> Iterator[Listener]:
    hearing = Listener(open_city.address)
    until(lambda: len(hearing.versions) >= 5)
    yield hearing
    hearing.close()


def test_a_hall_hears_of_a_change_the_moment_it_is_stored(open_city: OpenCity, listener: Listener) -> None:
    waits = []
    for number in range(10):
        began = time.monotonic()
        told(open_city.database, f"staff-{number}")
        until(partial(listener.heard_last, f"staff-{number}"))
        waits.append(listener.times[-1] - began)
    assert sorted(waits)[5] < 1.0  # some 5 ms on a quiet machine
    assert listener.client.held is True


def test_a_silent_feed_beats(open_city: OpenCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "HEARTBEAT_S", 0.05)
    hearing = Listener(open_city.address)
    until(lambda: hearing.said.count(None) > 3)
    hearing.close()


def test_a_city_that_stops_ends_its_feeds_first(open_city: OpenCity, listener: Listener) -> None:
    began = time.monotonic()
    open_city.stop()
    assert time.monotonic() - began < 8
    until(lambda: isinstance(listener.said[-1], Unreached))


def test_a_cursor_of_another_feed_is_asked_to_start_again(open_city: OpenCity) -> None:
    hearing = Listener(open_city.address, after=3, feed="of another city")
    until(lambda: len(hearing.said) >= 3)
    page = hearing.said[-2]
    assert isinstance(page, ChangePage) and page.resync
    assert isinstance(hearing.said[-1], Unreached)
    hearing.close()


@pytest.mark.parametrize(("token", "reason"), [("nobody", SyncFailure.NOT_ALLOWED), ("staff", SyncFailure.NOT_ALLOWED)])
def test_a_feed_is_for_nodes(open_city: OpenCity, token: str, reason: SyncFailure) -> None:
    hearing = Listener(open_city.address, token)
    until(lambda: bool(hearing.said))
    (refused,) = hearing.said
    assert isinstance(refused, Unreached) and refused.failure is reason
    hearing.close()


def test_more_feeds_than_a_worker_holds_are_told_to_come_again(
    open_city: OpenCity, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HeldFeeds, "full", property(lambda self: len(self._bell) >= 1))
    second = Listener(open_city.address)
    until(lambda: bool(second.said))
    (refused,) = second.said
    assert isinstance(refused, Unreached) and refused.failure is SyncFailure.SLOW_DOWN and refused.retry_after_s > 0
    second.close()


def test_a_hall_that_the_city_no_longer_has_is_told_so(open_city: OpenCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "LOOK_S", 0.05)
    monkeypatch.setattr(held, "HEARTBEAT_S", 0.05)
    hearing = Listener(open_city.address)
    until(lambda: len(hearing.versions) >= 5)
    open_city.database.write(lambda connection: connection.execute(delete(hall_table)))
    until(lambda: isinstance(hearing.said[-1], Unreached))
    hearing.close()


def test_an_older_upstream_answers_with_one_page(upstream: Upstream) -> None:
    hearing = Listener(upstream.address, TOKEN)
    until(lambda: bool(hearing.said))
    assert hearing.client.held is False
    hearing.close()


def test_a_change_stored_by_another_worker_is_heard_too(served: OpenCity) -> None:
    hearing = Listener(served.address)
    until(lambda: len(hearing.versions) >= 5)
    other = open_database(served.place)
    assert isinstance(other, Database)
    told(other, "from elsewhere")
    until(lambda: hearing.versions[-1] == "from elsewhere", 4)  # sooner than any look by itself
    other.close()
    hearing.close()


def test_what_was_stored_while_nobody_listened_is_heard_after_all(served: OpenCity, server: Server) -> None:
    hearing = Listener(served.address)
    until(lambda: len(hearing.versions) >= 5)
    other = open_database(served.place)
    assert isinstance(other, Database)
    for number in range(5):
        cut_the_listeners(server, served)
        told(other, f"unheard-{number}")
        until(partial(hearing.heard_last, f"unheard-{number}"))
    assert served.log.names.count("city_listening_lost") >= 1
    other.close()
    hearing.close()


def cut_the_listeners(server: Server, city: OpenCity) -> None:
    url = str(city.place.url)  # type: ignore[union-attr]
    asked = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and query ilike any(%s)"
    with administrator(server.cluster) as admin:
        admin.execute(asked, (url.rpartition("/")[2], ["listen%", "select id, feed, cursor%"]))


def test_a_transaction_that_stays_open_while_a_later_one_commits_loses_nothing(served: OpenCity) -> None:
    """Both take their cursor from the hall's row: the later one waits for the earlier one, the reader for neither."""
    hearing = Listener(served.address)
    until(lambda: len(hearing.versions) >= 5)
    earlier = HeldOpen(served.database, "earlier")
    later = threading.Thread(target=told, args=(served.database, "later"))
    later.start()
    told_elsewhere(served.database)  # another hall is not held up
    assert "later" not in hearing.versions
    earlier.commit()
    later.join(10)
    until(lambda: hearing.versions[-2:] == ["earlier", "later"])
    assert cursors(served) == sorted(cursors(served))
    assert hearing.place[0] == newest(served)
    hearing.close()


def test_the_same_with_a_sequence_for_a_cursor_would_lose_the_earlier_one(served: OpenCity) -> None:
    """Why the counter is a locked row: this is what readers of a sequence do to what commits late."""
    numbers = Sequence("numbers", metadata=(scratch := MetaData()))
    table = Table("by_sequence", scratch, Column("number", BigInteger, numbers, primary_key=True))
    served.database.write(scratch.create_all)
    engines = served.database.engines
    with engines.writing.connect() as first, engines.writing.connect() as second:
        first.execute(insert(table))
        second.execute(insert(table))
        second.commit()
        seen = read_behind(served.database, table, 0)
        first.commit()
        late = read_behind(served.database, table, seen[-1])
    assert (seen, late) == ([2], [])


def read_behind(database: Database, table: Table, after: int) -> list[int]:
    asked = select(table.c.number).where(table.c.number > after).order_by(table.c.number)
    rows: Any = database.read(lambda connection: connection.execute(asked).scalars().all())
    return list(rows)


class HeldOpen:
    """A publication whose transaction stays open."""

    def __init__(self, database: Database, version: str) -> None:
        self._may_commit, self._published = threading.Event(), threading.Event()

        def work(connection: Connection) -> None:
            publish(connection, HALL, "notice", "first", version, {}, "staff")
            self._published.set()
            self._may_commit.wait(10)

        self._thread = threading.Thread(target=lambda: database.write(work))
        self._thread.start()
        assert self._published.wait(10)

    def commit(self) -> None:
        self._may_commit.set()
        self._thread.join(10)


def told_elsewhere(database: Database) -> None:
    row = {"id": "elsewhere", "feed": "f", "cursor": 0, "arrival": 0}
    database.write(lambda connection: connection.execute(insert(hall_table).values(**row)))
    told(database, "elsewhere", "elsewhere")


def cursors(city: OpenCity) -> list[int]:
    pages = [change.cursor for change in page_of(city).changes]
    assert len(set(pages)) == len(pages)
    return pages


def newest(city: OpenCity) -> int:
    return page_of(city).cursor


def page_of(city: OpenCity) -> ChangePage:
    headers = {"Authorization": "Bearer hall"}
    return ChangePage.model_validate(
        requests.get(f"{city.address}/v1/sync/changes", headers=headers, timeout=10).json()
    )


def test_changes_by_many_writers_in_two_workers_are_all_heard_in_each_ones_order(served: OpenCity) -> None:
    """Every key of its own, so that none replaces another: six writers in two pools, one reader."""
    hearing = Listener(served.address)
    until(lambda: len(hearing.versions) >= 5)
    other = open_database(served.place)
    assert isinstance(other, Database)

    def write(database: Database, writer: int) -> None:
        for number in range(40):
            key = f"{writer}-{number}"
            said = {"hall": HALL, "kind": "notice", "key": key, "version": key, "source": "staff"}
            database.write(partial(publish, **said, body={}))

    threads = [threading.Thread(target=write, args=((served.database, other)[n % 2], n)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    wanted = {f"{writer}-{number}" for writer in range(6) for number in range(40)}
    until(lambda: wanted <= set(hearing.versions))
    for writer in range(6):
        mine = [version for version in hearing.versions if version.startswith(f"{writer}-")]
        assert mine == [f"{writer}-{number}" for number in range(40)]
    other.close()
    hearing.close()


def test_an_engine_that_nobody_answers_tells_without_an_exception(database_of_a_server: ServerGround) -> None:
    place = database_of_a_server.place
    nowhere = PostgresEngines(type(place)(url="postgresql://nobody@127.0.0.1:1/none", connect_s=1))
    nowhere.tell([HALL])
    assert nowhere.waits_for_standby() is False
