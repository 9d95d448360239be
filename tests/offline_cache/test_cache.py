"""What came down: whole pages, newest bodies, tombstones, and a resync that never leaves a hall without its data."""

from __future__ import annotations

from kiosk.ports.ledger import Change, Feed
from offline_cache.cache import Cache
from offline_cache.ledger_file import LedgerFile
from tests.offline_cache.conftest import opened


def change(cursor: int, key: str = "hall", version: str = "1", kind: str = "catalogue") -> Change:
    return Change(cursor, kind, key, version, {"version": version, "名": "目录"})


def test_a_page_and_its_cursor_survive_a_restart_together(file: LedgerFile) -> None:
    Cache(file).apply([change(1), change(2, kind="hall_settings")], 2, "city-a")
    file.close()
    again = opened(file.path)
    assert Cache(again).feed() == Feed("city-a", 2, 0, True)
    assert Cache(again).latest("catalogue") == change(1)
    again.close()


def test_a_newer_body_takes_the_place_of_the_older(file: LedgerFile) -> None:
    cache = Cache(file)
    cache.apply([change(1)], 1, "f")
    cache.apply([change(2, version="2")], 2, "f")
    assert cache.latest("catalogue", "hall") == change(2, version="2")
    assert list(cache.after(0, 10)) == [change(2, version="2")]


def test_what_was_withdrawn_is_not_there_any_more_but_is_published_on(file: LedgerFile) -> None:
    cache = Cache(file)
    gone = Change(2, "catalogue", "hall", "2", None)
    cache.apply([change(1)], 1, "f")
    cache.apply([gone], 2, "f")
    assert cache.latest("catalogue") is None
    assert list(cache.after(1, 10)) == [gone]


def test_the_newest_of_several_versions_of_a_key_is_found_without_its_name(file: LedgerFile) -> None:
    cache = Cache(file)
    cache.apply([change(1, "1", kind="match_key"), change(2, "2", kind="match_key")], 2, "f")
    newest, older = cache.latest("match_key"), cache.latest("match_key", "1")
    assert newest is not None and older is not None
    assert (newest.key, older.key) == ("2", "1")


def test_a_resync_keeps_the_old_state_until_the_new_one_is_whole(file: LedgerFile) -> None:
    cache = Cache(file)
    cache.apply([change(1), change(2, kind="hall_settings"), change(3, kind="gone")], 3, "old")
    assert cache.begin_resync() is None
    assert cache.feed() == Feed("", 0, 1, False)
    assert cache.latest("catalogue") == change(1)
    cache.apply([change(1, version="9")], 1, "new", complete=False)
    assert cache.latest("gone") is not None
    cache.apply([change(2, kind="hall_settings")], 2, "new")
    assert cache.latest("gone") is None
    assert cache.latest("catalogue") == change(1, version="9")
    assert cache.feed() == Feed("new", 2, 1, True)


def test_pages_are_read_in_the_order_of_the_cursor_with_a_limit(file: LedgerFile) -> None:
    cache = Cache(file)
    cache.apply([change(n, f"k{n}") for n in (5, 3, 4, 1, 2)], 5, "f")
    assert [c.cursor for c in cache.after(1, 3)] == [2, 3, 4]
