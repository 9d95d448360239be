"""A disk that fills up: new tickets stop first, what is under way is still stored, and room again is room again.

On a small disk of its own where one can be mounted; else SQLite itself is kept from making its file longer.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.ticket import PrintState
from kiosk.ports.ledger import Change, Judgement, LedgerFailure, Verdict
from offline_cache.cache import Cache
from offline_cache.disk_notices import DiskNotices
from offline_cache.disk_room import DiskRoom
from offline_cache.hall_ledger import HallLedger
from offline_cache.keeping import Keeping
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger
from tests.faults.small_disk import SmallDisk, small_disk
from tests.offline_cache.invented import DAY, event, kept, request
from tests.offline_cache.noting import Noting

KB = 1 << 10


def opened(folder: Path, low_kb: int = 512, reserve_kb: int = 1024) -> LedgerFile:
    keeping = Keeping(folder.parent / "keys", low_bytes=low_kb * KB, reserve_bytes=reserve_kb * KB)
    result = open_ledger(folder / "terminal.sqlite", 300, keeping)
    assert isinstance(result, Opened), result
    return result.file


class NoRoom:
    """Where nothing can be mounted: the disk says that it is full, and the book cannot grow until the reserve went."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def fill(self, file: LedgerFile) -> None:
        give_back = DiskRoom.give_back

        def given(room: DiskRoom) -> bool:
            had = give_back(room)
            if had:
                _let_grow(file, 60)
            return had

        _let_grow(file, 0)
        self._patch.setattr(DiskRoom, "free_bytes", lambda room: 0)
        self._patch.setattr(DiskRoom, "give_back", given)

    def free(self, file: LedgerFile) -> None:
        self._patch.undo()
        _let_grow(file, 1 << 20)


def _let_grow(file: LedgerFile, pages: int) -> None:
    def limit(connection: sqlite3.Connection) -> None:
        count = connection.execute("pragma page_count").fetchone()[0]
        connection.execute(f"pragma max_page_count = {count + pages}").fetchall()

    file.turn(limit)


class Disk:
    """The disk under a terminal's book."""

    def __init__(self, mounted: SmallDisk | None, file: LedgerFile, patch: pytest.MonkeyPatch) -> None:
        self._mounted, self._limited, self.file = mounted, NoRoom(patch), file

    def fill(self) -> None:
        self.file.turn(lambda connection: connection.execute("pragma wal_checkpoint(truncate)").fetchall())
        self._mounted.fill() if self._mounted else self._limited.fill(self.file)

    def free(self) -> None:
        self._mounted.free() if self._mounted else self._limited.free(self.file)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk") as mounted:
        file = opened(tmp_path / "disk")
        yield Disk(mounted, file, monkeypatch)
        file.close()


def begun(ledger: TerminalLedger, ticket_id: str) -> LedgerFailure | None:
    return ledger.open_intent(request(ticket_id), DAY, 77)


def test_on_a_full_disk_a_ticket_under_way_is_finished_and_no_new_one_begins(disk: Disk) -> None:
    ledger, outbox = TerminalLedger(disk.file), Outbox(disk.file)
    for ticket_id in ("t-1", "t-2"):
        assert begun(ledger, ticket_id) is None
    disk.fill()
    assert begun(ledger, "t-3") is LedgerFailure.DISK_LOW
    assert ledger.commit_ticket(kept("t-1"), event(1, ticket_id="t-1")) is None
    assert ledger.record_print("t-1", PrintState.PRINTED, event(2, EventKind.PRINTED, "t-1")) is None
    assert ledger.abandon_intent("t-2", event(3, EventKind.VOIDED, "t-2")) is None
    assert ledger.record_event(event(4, EventKind.COMPLAINED)) is None
    assert outbox.acknowledge(1, [Verdict("e-1", Judgement.REJECTED, "why")]) is None
    assert begun(ledger, "t-4") is LedgerFailure.DISK_LOW
    assert [ticket.event_id for ticket in outbox.owed(9).events] == ["e-2", "e-3", "e-4"]
    assert list(ledger.open_intents()) == []


def test_numbers_are_given_again_as_soon_as_there_is_room(disk: Disk) -> None:
    ledger, told = TerminalLedger(disk.file), Noting()
    notices = DiskNotices(disk.file.room, told)
    notices.look()
    begun(ledger, "t-1")
    disk.fill()
    assert ledger.record_event(event(1, EventKind.COMPLAINED, data={"reason": "x" * 9000})) is None
    for _ in range(3):
        notices.look()
    assert begun(ledger, "t-2") is LedgerFailure.DISK_LOW
    assert told.names() == ["disk_reserve_used", "disk_low"], "each is said once"
    disk.free()
    assert begun(ledger, "t-2") is None
    notices.look()
    assert told.names()[2:] == ["disk_room_again"]
    assert disk.file.room.has_reserve


def test_when_the_reserve_is_used_up_too_a_failure_is_an_answer_and_the_book_stays_whole(disk: Disk) -> None:
    ledger = TerminalLedger(disk.file)
    begun(ledger, "t-1")
    disk.fill()
    answers = []
    for number in range(2000):
        answers.append(ledger.record_event(event(number, EventKind.COMPLAINED, data={"reason": "x" * 9000})))
        if answers[-1] is not None:
            break
    assert answers[-1] is LedgerFailure.DISK_FULL
    assert answers.count(None) > 5
    assert Outbox(disk.file).backlog() == answers.count(None)
    disk.free()
    assert ledger.commit_ticket(kept("t-1"), event(5000)) is None
    assert Outbox(disk.file).backlog() == answers.count(None) + 1


def test_what_comes_down_waits_until_there_is_room(disk: Disk) -> None:
    cache, change = Cache(disk.file), Change(1, "catalogue", "city", "1", {"a": 1})
    disk.fill()
    assert cache.apply([change], 1, "f") is LedgerFailure.DISK_LOW
    assert cache.feed().cursor == 0
    disk.free()
    assert cache.apply([change], 1, "f") is None


def test_the_hall_asks_before_it_reserves_a_number_and_stores_what_was_promised(disk: Disk) -> None:
    ledger = HallLedger(disk.file)
    assert ledger.room() is None
    disk.fill()
    assert ledger.room() is LedgerFailure.DISK_LOW
    assert ledger.append([event(n, EventKind.DONE) for n in range(20)]) == 20
    assert ledger.room() is LedgerFailure.DISK_LOW
    disk.free()
    assert ledger.room() is None


def test_the_reserve_is_real_and_private_and_the_same_after_a_restart(disk: Disk) -> None:
    reserve = disk.file.path.with_name("terminal.sqlite.reserve")
    found = reserve.stat()
    assert found.st_blocks * 512 >= found.st_size > 0
    assert stat.S_IMODE(found.st_mode) == 0o600
    disk.file.close()
    disk.file = opened(disk.file.path.parent)
    assert (disk.file.room.has_reserve, reserve.stat().st_blocks) == (True, found.st_blocks)


def test_a_start_on_a_full_disk_finishes_what_the_last_stop_left(disk: Disk) -> None:
    ledger = TerminalLedger(disk.file)
    begun(ledger, "t-1")
    disk.fill()
    disk.file.room.give_back()  # the last run needed it, and something else filled the disk again
    disk.fill()
    disk.file.close()
    disk.file = opened(disk.file.path.parent)
    assert begun(TerminalLedger(disk.file), "t-2") is LedgerFailure.DISK_LOW
    assert [intent.request.ticket_id for intent in TerminalLedger(disk.file).open_intents()] == ["t-1"]


def test_neither_threshold_nor_reserve_takes_more_than_a_twentieth_of_a_small_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = SimpleNamespace(f_blocks=20 * 512, f_frsize=KB, f_bavail=2048)  # 10 MB, 2 MB of it free
    monkeypatch.setattr(os, "statvfs", lambda _: small)
    room = DiskRoom(tmp_path / "reserve", 1 << 60, 1 << 60)
    room.take()
    assert (room.has_reserve, (tmp_path / "reserve").stat().st_size) == (True, 512 * KB)
    assert not room.is_low()
    small.f_bavail = 511
    assert room.is_low()


def test_a_quota_that_is_used_up_is_a_full_disk_and_not_a_broken_one(tmp_path: Path) -> None:
    """SQLite says "disk I/O error" for EDQUOT; which it was, the disk says when a few blocks more are asked for."""
    with small_disk(tmp_path / "disk") as mounted:
        file = opened(tmp_path / "disk")
        tries: list[int] = []

        def work(db: object) -> None:
            tries.append(1)
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
            raise error

        assert file.write(work) is LedgerFailure.BROKEN_DISK
        assert (len(tries), file.room.has_reserve) == (1, True)
        if mounted:
            mounted.fill()
            assert file.write(work, begins=False) in (LedgerFailure.DISK_FULL, LedgerFailure.BROKEN_DISK)
            assert (len(tries), file.room.has_reserve) == (3, False), "it was tried again with the reserve given back"
        file.close()


def test_a_reserve_that_is_not_wanted_any_more_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "terminal.sqlite.reserve"
    DiskRoom(path, 0, 64 * KB).take()
    assert path.exists()
    room = DiskRoom(path)
    room.take()
    assert (path.exists(), room.is_low(), room.has_reserve) == (False, False, False)
