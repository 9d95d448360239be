"""A hall's line down to its city: held where the city holds it, asked again where not, whole whatever happens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from kiosk.city.publishing import publish
from kiosk.sync.client import Limits, SyncClient
from kiosk.sync.held_client import HeldFeed, Silence
from kiosk.sync.held_downlink import HeldDownlink
from kiosk.sync.patience import Patience
from offline_cache.cache import Cache
from tests.city.grounds import Ground
from tests.city.running import HALL, OpenCity, Reachable
from tests.sync.upstream import TOKEN, Noted, Upstream, file_at, until


class HoldingHall:
    """A hall's cache and its line down."""

    def __init__(self, path: Path, upstream: Reachable, token: str = "hall", poll_s: float = 60.0) -> None:  # noqa: S107
        self.file = file_at(path)
        self.cache = Cache(self.file)
        self.log = Noted()
        self.heard: list[str] = []
        self.upstream = upstream
        self.held = HeldFeed(self.where, token, Silence(5, 20))
        self.downlink = HeldDownlink(
            self.cache,
            SyncClient(self.where, token, Limits(5, 5, 10)),
            self.held,
            self.log,
            lambda changes: self.heard.extend(change.version for change in changes),
            Patience(0.01, 0.05),
            poll_s,
        )
        self.downlink.start()

    def where(self) -> str:
        return self.upstream.address

    def heard_last(self, version: str) -> bool:
        return self.heard[-1] == version

    def stop(self) -> float:
        began = time.monotonic()
        assert self.downlink.stop(10)
        self.file.close()
        return time.monotonic() - began


@pytest.fixture
def open_city(ground: Ground) -> Iterator[OpenCity]:
    served = OpenCity(ground.place)
    yield served
    served.stop()


def told(city: OpenCity, version: str, key: str = "city") -> None:
    city.database.write(lambda c: publish(c, HALL, "notice", key, version, {"words": version}, "staff"))


def test_a_hall_that_holds_its_line_stores_what_is_published_and_never_asks_again(
    open_city: OpenCity, tmp_path: Path
) -> None:
    hall = HoldingHall(tmp_path / "hall.sqlite", open_city)
    until(lambda: hall.held.held is True and len(hall.heard) >= 5)
    for number in range(5):
        told(open_city, f"v-{number}")
        until(partial(hall.heard_last, f"v-{number}"))
    stored = hall.cache.latest("notice")
    assert stored is not None and stored.version == "v-4"
    assert hall.stop() < 5  # a held line does not hold up the end
    assert hall.log.names == []


def test_a_city_that_restarts_is_found_again_and_nothing_is_missed(
    open_city: OpenCity, ground: Ground, tmp_path: Path
) -> None:
    hall = HoldingHall(tmp_path / "hall.sqlite", open_city)
    until(lambda: hall.held.held is True and len(hall.heard) >= 5)
    told(open_city, "before", "first")
    open_city.stop()
    again = OpenCity(ground.place)
    told(again, "while nobody heard", "second")
    open_city.port, kept = again.port, open_city.port
    until(lambda: hall.heard[-2:] == ["before", "while nobody heard"])
    told(again, "after", "third")
    until(lambda: hall.heard[-1] == "after")
    hall.stop()
    open_city.port = kept
    again.stop()


def test_a_new_city_in_the_place_of_the_old_is_read_from_its_beginning(
    open_city: OpenCity, ground: Ground, tmp_path: Path
) -> None:
    hall = HoldingHall(tmp_path / "hall.sqlite", open_city)
    until(lambda: hall.held.held is True and len(hall.heard) >= 5)
    before = hall.cache.latest("match_key")
    open_city.stop()
    other = OpenCity(ground.another().place)
    open_city.port = other.port
    until(lambda: hall.cache.latest("match_key") not in (before, None) and hall.cache.feed().complete)
    assert "feed_resync" in hall.log.names
    hall.stop()
    other.stop()


def test_an_older_city_is_asked_again_every_few_seconds(upstream: Upstream, tmp_path: Path) -> None:
    hall = HoldingHall(tmp_path / "hall.sqlite", upstream, TOKEN, 0.02)
    until(lambda: hall.held.held is False)
    assert hall.downlink.reached is True
    hall.stop()
