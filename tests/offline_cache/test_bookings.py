"""The hall's bookings in a node that is cut off: found by person, number and time, and unreadable in the file."""

from __future__ import annotations

import pytest

from kiosk.city.bookings import feed
from kiosk.domain.keyed_hash import KeyedHash, MatchKey, keyed_hash, keyed_hashes
from kiosk.ports.ledger import BOOKING, CachedBooking, Change
from kiosk.sync.relay import relay_page
from offline_cache.bookings import Bookings
from offline_cache.cache import Cache
from offline_cache.ledger_file import LedgerFile
from tests.offline_cache.conftest import opened

OLD, NEW = MatchKey(1, b"o" * 32), MatchKey(2, b"n" * 32)
HALF_HOUR = 1_800_000
MORNING = 1_795_482_000_000  # 2026-11-24 09:00 in China
WANG, LI = "110101199003070038", "11010119850101123X"


def booked(
    cursor: int, number: str, who: str = WANG, key: MatchKey = OLD, slot: int = 0, item: str = "GA-001"
) -> Change:
    person = keyed_hash(who, key)
    return Change(cursor, BOOKING, number, str(cursor), {
        "day": "2026-11-24", "begins_ms": MORNING + slot * HALF_HOUR, "ends_ms": MORNING + (slot + 1) * HALF_HOUR,
        "item": item, "holder": person.hash, "key_version": person.key_version, "name": "王*明", "tail": who[-4:],
        "state": "booked", "of_a_later_version": [1, {"x": "预约"}],
    })  # fmt: skip


def numbers(found: object) -> list[str]:
    assert isinstance(found, list)
    return [booking.number for booking in found]


def test_a_booking_is_found_by_its_number_with_all_that_was_published(file: LedgerFile) -> None:
    change = booked(1, "B-1")
    Cache(file).apply([change], 1, "f")
    assert change.body is not None
    person = keyed_hash(WANG, OLD)
    wanted = CachedBooking("B-1", "2026-11-24", MORNING, MORNING + HALF_HOUR, "GA-001", person, change.body)
    assert Bookings(file).booking("B-1") == wanted
    assert Bookings(file).booking("B-2") is None


def test_a_person_is_found_under_the_old_key_and_the_new_one_while_both_are_known(file: LedgerFile) -> None:
    Cache(file).apply([booked(1, "B-1", key=OLD, slot=3), booked(2, "B-2", key=NEW), booked(3, "B-3", LI)], 3, "f")
    found = Bookings(file)
    assert numbers(found.of_person(keyed_hashes(WANG, [OLD, NEW]))) == ["B-2", "B-1"]
    assert numbers(found.of_person(keyed_hashes(WANG, [NEW]))) == ["B-2"]
    assert numbers(found.of_person([])) == []
    assert numbers(found.of_person([KeyedHash("", 0)])) == [], "nobody is not everybody without a hash"


def test_the_bookings_of_a_time_are_those_whose_slot_starts_in_it(file: LedgerFile) -> None:
    Cache(file).apply([booked(n, f"B-{n}", slot=4 - n) for n in range(1, 5)], 4, "f")
    assert numbers(Bookings(file).between(MORNING, MORNING + 2 * HALF_HOUR)) == ["B-4", "B-3"]
    assert numbers(Bookings(file).between(MORNING + 1, MORNING + 2 * HALF_HOUR)) == ["B-3"]


def test_a_booking_that_was_withdrawn_is_found_by_nothing_and_told_on(file: LedgerFile) -> None:
    cache, gone = Cache(file), Change(2, BOOKING, "B-1", "2", None)
    cache.apply([booked(1, "B-1")], 1, "f")
    cache.apply([gone], 2, "f")
    found = Bookings(file)
    assert found.booking("B-1") is None
    assert numbers(found.of_person(keyed_hashes(WANG, [OLD]))) == []
    assert numbers(found.between(0, MORNING * 2)) == []
    assert list(cache.after(0, 9)) == [gone]


def test_a_changed_booking_takes_the_place_of_the_earlier(file: LedgerFile) -> None:
    Cache(file).apply([booked(1, "B-1", slot=1)], 1, "f")
    Cache(file).apply([booked(2, "B-1", LI, NEW, slot=5)], 2, "f")
    assert numbers(Bookings(file).of_person(keyed_hashes(WANG, [OLD]))) == []
    assert numbers(Bookings(file).of_person(keyed_hashes(LI, [OLD, NEW]))) == ["B-1"]
    assert numbers(Bookings(file).between(MORNING + 5 * HALF_HOUR, MORNING + 6 * HALF_HOUR)) == ["B-1"]


def test_bookings_and_other_things_come_down_and_are_told_on_in_one_order(file: LedgerFile) -> None:
    changes = [booked(n, f"B-{n}") if n % 2 else Change(n, "catalogue", f"k{n}", "1", {"n": n}) for n in range(1, 9)]
    cache = Cache(file)
    cache.apply(changes, 8, "city")
    assert list(cache.after(0, 100)) == changes
    assert list(cache.after(2, 3)) == changes[2:5]
    assert [change.cursor for change in relay_page(cache, 0, "", 5, keys=True).changes] == [1, 2, 3, 4, 5]
    assert list(cache.every(BOOKING)) == changes[0::2]
    assert cache.latest(BOOKING, "B-3") == changes[2]
    assert cache.latest(BOOKING) == changes[6]


def test_a_resync_drops_the_bookings_that_it_did_not_bring_again_and_not_before_it_is_whole(file: LedgerFile) -> None:
    cache = Cache(file)
    cache.apply([booked(1, "B-1"), booked(2, "B-2")], 2, "old")
    cache.begin_resync()
    cache.apply([booked(1, "B-2")], 1, "new", complete=False)
    assert Bookings(file).booking("B-1") is not None
    cache.apply([], 1, "new")
    assert Bookings(file).booking("B-1") is None
    assert Bookings(file).booking("B-2") is not None


def test_a_booking_that_lacks_what_it_is_looked_for_by_is_kept_and_told_on(file: LedgerFile) -> None:
    odd = Change(
        1, BOOKING, "B-1", "1", {"day": 5, "begins_ms": "soon", "item": None, "holder": ["x"], "key_version": True}
    )
    Cache(file).apply([odd], 1, "f")
    assert list(Cache(file).after(0, 9)) == [odd]
    assert Bookings(file).booking("B-1") is not None


def test_a_whole_horizon_survives_a_restart_and_nothing_of_it_can_be_read_in_the_file(file: LedgerFile) -> None:
    Cache(file).apply([booked(n, f"B-{n}", item="不动产") for n in range(1, 400)], 399, "f")
    file.close()
    for path in file.path.parent.glob("hall.sqlite*"):
        content = path.read_bytes()
        assert not any(word.encode() in content for word in ("王*明", "0038", "booked")), path
    again = opened(file.path)
    assert len(Bookings(again).of_person(keyed_hashes(WANG, [OLD]))) == 399
    again.close()


def test_what_a_city_sends_down_is_found_by_all_that_a_node_looks_for(
    file: LedgerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The city's own words, as it publishes them, and this node's: they have to be the same."""
    sent: list[Change] = []
    monkeypatch.setattr(feed, "boundary_minutes", lambda connection, hall: 240)
    monkeypatch.setattr(
        feed,
        "publish",
        lambda c, hall, kind, key, version, body, source: sent.append(Change(1, kind, key, version, body)),
    )
    person = keyed_hash(WANG, NEW)
    feed.send_down(None, {  # type: ignore[arg-type]
        "booking_id": "B-1", "hall": "qinglan", "starts_ms": MORNING, "ends_ms": MORNING + HALF_HOUR, "item": "GA-001",
        "group": "booked", "hash": person.hash, "key_version": 2, "name": "王*明", "tail": "0038", "changed_ms": 7,
    })  # fmt: skip
    Cache(file).apply(sent, 1, "city")
    (found,) = Bookings(file).of_person(keyed_hashes(WANG, [OLD, NEW]))
    assert list(Bookings(file).between(MORNING, MORNING + 1)) == [found]
    assert Bookings(file).booking("B-1") == found
    assert (found.day, found.item, found.holder, found.ends_ms) == ("2026-11-24", "GA-001", person, MORNING + HALF_HOUR)
    assert (found.body["name"], found.body["tail"]) == ("王*明", "0038")
