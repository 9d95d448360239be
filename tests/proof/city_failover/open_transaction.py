"""The change feed while one transaction stays open and a later one commits: nothing is skipped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from kiosk.city.database import Database, open_database
from kiosk.city.founding import found, found_hall
from kiosk.city.postgres_place import PostgresPlace
from kiosk.city.publication import load_publication
from kiosk.city.publishing import city_page, publish
from kiosk.sync.pages import Page

HALLS = ("qinglan", "beihe")


def skipped(place: PostgresPlace | Path, rounds: int) -> list[str]:
    """Publishes in `rounds` pairs: the first transaction of a pair commits last. What a reader that follows its cursor
    missed."""
    opened = open_database(place)
    assert isinstance(opened, Database), opened
    opened.write(_found)
    heard: dict[str, list[str]] = {hall: [] for hall in HALLS}
    places = dict.fromkeys(HALLS, (0, ""))
    for number in range(rounds):
        _pair(opened, number, partial(_read, opened, heard, places))
        _read(opened, heard, places)
    opened.close()
    expected = {f"{who}-{number}" for number in range(rounds) for who in ("early", "late", "other")}
    missed = expected - {name for names in heard.values() for name in names}
    return sorted(missed) + [f"{hall} {name} twice" for hall, names in heard.items() for name in _twice(names)]


def _pair(database: Database, number: int, read: Callable[[], None]) -> None:
    """The early one takes its place in the feed and stays open; a later one of its hall waits for it, one of another
    hall commits before it."""
    begun, end = threading.Event(), threading.Event()

    def early(connection: Connection) -> None:
        _publish(connection, HALLS[0], f"early-{number}")
        begun.set()
        assert end.wait(20)

    def late(connection: Connection) -> None:
        _publish(connection, HALLS[0], f"late-{number}")

    first = threading.Thread(target=lambda: database.write(early))
    first.start()
    assert begun.wait(20)
    second = threading.Thread(target=lambda: database.write(late))
    second.start()
    other = threading.Thread(target=lambda: database.write(lambda c: _publish(c, HALLS[1], f"other-{number}")))
    other.start()
    other.join(20)
    assert not other.is_alive(), "another hall's change waited too"
    read()
    end.set()
    for thread in (first, second):
        thread.join(20)
        assert not thread.is_alive()


def _read(database: Database, heard: dict[str, list[str]], places: dict[str, tuple[int, str]]) -> None:
    for hall, (after, feed) in places.items():
        page = database.read(partial(city_page, hall=hall, after=after, feed=feed, limit=500, keys=True))
        assert isinstance(page, Page), page
        heard[hall] += [change.key for change in page.changes if change.kind == "calendar"]
        places[hall] = page.cursor, page.feed


def _publish(connection: Connection, hall: str, key: str) -> None:
    publish(connection, hall, "calendar", key, key, {"version": key}, "load")


def _found(connection: Connection) -> None:
    found(connection, load_publication())
    found_hall(connection, HALLS[1])


def _twice(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}
