"""Copies of a book in use: whole, private, checked, few; and nobody's ticket waits for one."""

from __future__ import annotations

import sqlite3
import stat
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.ports.ledger import LedgerFailure
from offline_cache import backup
from offline_cache.backup import MadeBackup, back_up
from offline_cache.backup_files import BackupFiles, rows_of
from offline_cache.hall_ledger import HallLedger
from offline_cache.ledger_file import LedgerFile
from tests.offline_cache.conftest import opened
from tests.offline_cache.invented import event

NEVER = threading.Event()


def made(file: LedgerFile, kept: int = 4) -> MadeBackup:
    result = back_up(file, kept, NEVER)
    assert isinstance(result, MadeBackup), result
    return result


def filled(file: LedgerFile, count: int, start: int = 0) -> None:
    HallLedger(file).append([event(n, data={"label": "A017", "text": "x" * 300}) for n in range(start, start + count)])


def test_a_copy_is_the_whole_book_in_one_private_file(file: LedgerFile) -> None:
    filled(file, 300)
    copy = made(file).path
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert [path.name for path in copy.parent.iterdir()] == [copy.name], "no WAL, nothing unfinished beside it"
    with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as alone:
        assert alone.execute("select count(*), max(event_id) from event").fetchone() == (300, "e-99")
        assert alone.execute("pragma journal_mode").fetchone() == ("delete",)


def test_what_is_written_while_the_copy_is_made_goes_along_and_the_copy_is_not_begun_again(
    file: LedgerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(file, 4000)
    monkeypatch.setattr(backup, "STEP_PAGES", 8)
    steps: list[int] = []
    wait = threading.Event.wait

    def busy(self: threading.Event, timeout: float | None = None) -> bool:
        """Between two steps somebody takes a number."""
        if self is stop:
            steps.append(1)
            filled(file, 1, 10_000 + len(steps))
            return False
        return wait(self, timeout)

    stop = threading.Event()
    pages = file.read(lambda db: db.execute("pragma page_count").fetchone()[0])
    monkeypatch.setattr(threading.Event, "wait", busy)
    result = back_up(file, 4, stop)
    assert isinstance(result, MadeBackup)
    assert pages / 8 <= len(steps) <= pages / 8 * 1.5
    rows = rows_of(result.path)
    assert rows is not None
    assert rows["event"] == 4000 + len(steps)


def test_nobody_waits_for_more_than_one_small_step(file: LedgerFile) -> None:
    filled(file, 8000)
    waited, ending = [0.0], threading.Event()

    def takes() -> None:
        number = 20_000
        while not ending.is_set():
            began = time.monotonic()
            filled(file, 1, number := number + 1)
            waited.append(time.monotonic() - began)

    somebody = threading.Thread(target=takes)
    somebody.start()
    took = made(file).seconds
    ending.set()
    somebody.join()
    assert len(waited) > 10
    assert max(waited) < took / 2, "a copy in one piece would have held somebody up for all of it"


def test_only_the_newest_copies_are_kept(file: LedgerFile) -> None:
    names = [made(file, kept=3).path for _ in range(5)]
    assert BackupFiles(file.path).newest_first() == names[:1:-1]


def test_what_a_killed_copying_left_goes_with_the_next(file: LedgerFile) -> None:
    files = BackupFiles(file.path)
    files.folder.mkdir()
    left = files.folder / ".hall-20261123T000000.000000Z.sqlite"
    left.write_bytes(b"half")
    made(file)
    assert not left.exists()


def test_a_copy_that_is_stopped_leaves_nothing(file: LedgerFile) -> None:
    filled(file, 3000)
    asked = threading.Event()
    asked.set()
    assert back_up(file, 4, asked) is None
    assert list(BackupFiles(file.path).folder.iterdir()) == []


def test_a_book_that_is_closed_while_it_is_copied_does_not_wait_for_the_copy(
    file: LedgerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(file, 8000)
    monkeypatch.setattr(backup, "PAUSE_S", 0.05)
    results: list[object] = []
    copying = threading.Thread(target=lambda: results.append(back_up(file, 4, NEVER)))
    copying.start()
    while not BackupFiles(file.path).unfinished():
        time.sleep(0.001)
    file.close()
    copying.join(20)
    assert results == [None]
    again = opened(file.path)
    assert HallLedger(again).last_seq() == 8000
    again.close()


def test_a_copy_of_a_book_that_has_gone_bad_in_use_is_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "hall.sqlite"
    file = opened(path)
    filled(file, 2000)
    good = made(file).path
    file.close()
    again = opened(path)
    content = path.read_bytes()
    with path.open("r+b") as disk:  # a page rots under the running process
        disk.seek(len(content) // 8192 * 4096)
        disk.write(b"\xa5" * 4096)
    again.turn(lambda connection: connection.execute("pragma shrink_memory"))  # or it is copied from memory, and good
    assert back_up(again, 1, NEVER) is LedgerFailure.DAMAGED
    assert BackupFiles(path).newest_first() == [good], "the last good one is not thrown away for it"
    again.close()


def test_no_copy_is_tried_where_it_would_fill_the_disk(file: LedgerFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file.room, "free_bytes", lambda: 1000)
    assert back_up(file, 4, NEVER) is LedgerFailure.DISK_LOW
