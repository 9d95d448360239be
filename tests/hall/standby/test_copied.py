"""The first node is lost with what it owed the city: the second has a copy and tells it, each event once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.hall.standby.copied import CopiedOutbox, CopiedUplink
from kiosk.hall.standby.following import reading_in
from kiosk.sync.client import SyncClient
from kiosk.sync.uplink import Uplink
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.outbox import Outbox
from tests.city.running import HALL, TOKENS, City
from tests.hall.a_server import eventually
from tests.hall.standby.machines import number
from tests.hall.standby.pair import Machine, Node, Pair, a_pair
from tests.sync.upstream import Noted

SECOND = TOKENS["standby"].name


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with a_pair(tmp_path / "hall") as found:
        yield found


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    served = City(tmp_path / "city.sqlite")
    yield served
    served.stop()


def drained(first: Node, city: City) -> None:
    """The first node's own line, until it owes the city nothing."""
    outbox = Outbox(first.file)
    line = Uplink(HALL, outbox, SyncClient(lambda: city.address, "hall"), Noted())
    while outbox.backlog():
        line.turn()
    line.stop()


def of_second(pair: Pair, folder: Path, city: City) -> CopiedUplink:
    assert pair.second is not None
    file, log = pair.second.file, Noted()
    copied = CopiedOutbox(pair.second.parts.peer, reading_in(folder), InboundStreams(file), HallLedger(file))
    return CopiedUplink(SECOND, copied, SyncClient(lambda: city.address, "standby"), log, pair.serves)


def in_city(city: City) -> list[str]:
    return [row["event_id"] for row in city.rows("events", limit=500)]


def test_what_a_lost_first_node_owed_the_city_is_told_by_the_second_and_nothing_else(
    pair: Pair, city: City, tmp_path: Path
) -> None:
    terminal = Machine.of(pair, "terminal", "T1")
    number(terminal, "a-0")
    drained(pair.first, city)
    taken = in_city(city)
    for ticket in ("a-1", "a-2", "a-3"):
        number(terminal, ticket)
    eventually(pair.follows, "following")
    book = [event.event_id for _, event in pair.first.parts.ledger.since(0, 500)]
    assert 0 < len(taken) < len(book)
    line = of_second(pair, tmp_path / "hall" / "second", city)
    line.turn()
    assert in_city(city) == taken, "it does not serve"
    pair.first.stop()
    number(terminal, "b-0")
    eventually(lambda: line.turn() and in_city(city) == book, "the city has all of the first one's book")
    assert sent_by_second(tmp_path / "city.sqlite") == len(book) - len(taken), "what the city had is not sent again"
    pair.start_first()
    eventually(lambda: terminal.route() == pair.first.url, "the way back")
    line.stop()
    number(terminal, "c-0")
    drained(pair.first, city)
    assert set(Counter(in_city(city)).values()) == {1}
    assert set(in_city(city)) == {event.event_id for _, event in pair.first.parts.ledger.since(0, 500)}


def sent_by_second(path: Path) -> int:
    with closing(sqlite3.connect(path)) as city:
        return int(city.execute("select sum(position) from stream where node = ?", (SECOND,)).fetchone()[0])
