"""A hall publishes on what it knows; its terminals follow it through resyncs without ever standing empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.ports.ledger import Change
from kiosk.sync.pages import NOT_WHOLE
from kiosk.sync.relay import relay_page
from offline_cache.cache import Cache
from offline_cache.ledger_file import Opened, open_ledger


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Cache]:
    result = open_ledger(tmp_path / "hall.sqlite")
    assert isinstance(result, Opened)
    yield Cache(result.file)
    result.file.close()


def change(cursor: int, kind: str = "catalogue") -> Change:
    return Change(cursor, kind, f"k{cursor}", "1", {"n": cursor})


def test_a_terminal_reads_everything_page_by_page(hall: Cache) -> None:
    hall.apply([change(n) for n in range(1, 8)], 9, "city")
    first = relay_page(hall, 0, "", 5, keys=False)
    assert ([c.cursor for c in first.changes], first.more, first.cursor) == ([1, 2, 3, 4, 5], True, 5)
    second = relay_page(hall, first.cursor, first.feed, 5, keys=False)
    assert ([c.cursor for c in second.changes], second.more, second.cursor) == ([6, 7], False, 9)


def test_keys_go_to_entitled_terminals_only(hall: Cache) -> None:
    hall.apply([change(1), change(2, "match_key"), change(3, "ticket_key")], 3, "city")
    without, entitled = (relay_page(hall, 0, "", 5, keys=keys) for keys in (False, True))
    assert [c.kind for c in without.changes] == ["catalogue"]
    assert [c.kind for c in entitled.changes] == ["catalogue", "match_key", "ticket_key"]
    assert relay_page(hall, 3, without.feed, 5, keys=True).resync, "a terminal that becomes entitled reads all again"


def test_a_hall_in_its_own_resync_tells_its_terminals_nothing_new(hall: Cache) -> None:
    hall.apply([change(1), change(2)], 2, "city")
    before = relay_page(hall, 0, "", 5, keys=False)
    hall.begin_resync()
    waiting = relay_page(hall, before.cursor, before.feed, 5, keys=False)
    assert (waiting.changes, waiting.cursor, waiting.feed, waiting.resync) == ((), 2, NOT_WHOLE, False)
    hall.apply([change(1)], 1, "city-b")
    assert relay_page(hall, before.cursor, before.feed, 5, keys=False).resync


def test_a_terminal_that_has_read_further_than_its_hall_waits_for_it(hall: Cache) -> None:
    hall.apply([change(1)], 1, "city")
    name = relay_page(hall, 0, "", 5, keys=False).feed
    ahead = relay_page(hall, 7, name, 5, keys=False)
    assert (ahead.changes, ahead.cursor, ahead.resync) == ((), 7, False)
