"""The file itself: whose it is, whether it is whole, and what happens when the disk says no."""

from __future__ import annotations

import re
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kiosk.ports.ledger import LedgerError, LedgerFailure
from offline_cache.hall_ledger import HallLedger
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from tests.offline_cache.conftest import opened
from tests.offline_cache.invented import DAY, event


def test_one_file_has_one_process(file: LedgerFile) -> None:
    assert open_ledger(file.path) is LedgerFailure.LOCKED
    file.close()
    opened(file.path).close()


def test_a_killed_process_leaves_its_file_free_and_what_it_stored_whole(tmp_path: Path) -> None:
    path = tmp_path / "hall.sqlite"
    program = (
        "import os, signal, pathlib; from tests.offline_cache.conftest import opened;"
        "from tests.offline_cache.invented import event; from offline_cache.hall_ledger import HallLedger;"
        f"HallLedger(opened(pathlib.Path({str(path)!r}))).append([event(1), event(2)]);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL
    again = open_ledger(path)
    assert isinstance(again, Opened)
    assert not again.fresh
    assert HallLedger(again.file).load(DAY) == [(1, event(1)), (2, event(2))]
    again.file.close()


def test_a_file_nobody_else_may_read(file: LedgerFile) -> None:
    HallLedger(file).append([event(1)])
    for part in ("", "-wal", "-shm", ".lock"):
        assert stat.S_IMODE(Path(f"{file.path}{part}").stat().st_mode) == 0o600


def test_every_commit_waits_for_the_disk_and_deleted_rows_are_overwritten(file: LedgerFile) -> None:
    def settings(name: str) -> object:
        return file.write(lambda db: db.execute(f"pragma {name}").fetchone()[0])

    assert [settings(name) for name in ("journal_mode", "synchronous", "secure_delete")] == ["wal", 2, 1]


def test_readers_cannot_write(file: LedgerFile) -> None:
    with pytest.raises(LedgerError) as refused:
        file.read(lambda db: db.execute("delete from event"))
    assert refused.value.failure is LedgerFailure.READ_ONLY


def test_a_clean_close_leaves_the_whole_book_in_the_one_file(file: LedgerFile) -> None:
    HallLedger(file).append([event(1)])
    file.close()
    file.close()
    assert not Path(f"{file.path}-wal").exists()
    alone = sqlite3.connect(file.path)
    assert alone.execute("select count(*) from event").fetchone() == (1,)
    alone.close()


@pytest.mark.parametrize("damage", ["noise", "page", "cut"])
def test_a_damaged_file_is_moved_aside_under_its_date_and_a_new_one_is_started(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "hall.sqlite"
    book = opened(path)
    HallLedger(book).append([event(n) for n in range(500)])
    book.close()
    spoilt = _spoilt(path.read_bytes(), damage)
    path.write_bytes(spoilt)
    again = open_ledger(path)
    assert isinstance(again, Opened)
    assert again.fresh and again.moved_aside is not None
    assert re.fullmatch(r"hall\.sqlite\.damaged-\d{8}T\d{6}\.\d{6}Z", again.moved_aside.name)
    assert again.moved_aside.read_bytes() == spoilt
    assert HallLedger(again.file).append([event(1)]) == 1
    again.file.close()


def _spoilt(whole: bytes, damage: str) -> bytes:
    if damage == "noise":
        return b"\x17" * len(whole)
    return whole[:8192] + b"\xa5" * 4096 + whole[12288:] if damage == "page" else whole[: len(whole) // 2 + 100]


def test_a_full_disk_is_an_answer_and_the_book_stays_whole(file: LedgerFile) -> None:
    HallLedger(file).append([event(1)])
    file.write(lambda db: db.execute("pragma max_page_count = 1"))
    big = [event(n, data={"reasons": ["x" * 1000]}) for n in range(2, 300)]
    assert HallLedger(file).append(big) is LedgerFailure.DISK_FULL
    file.write(lambda db: db.execute("pragma max_page_count = 100000"))
    assert HallLedger(file).load(DAY) == [(1, event(1))]
    assert HallLedger(file).append([event(2)]) == 2


def test_a_disk_that_refuses_to_grow_is_an_answer_too(tmp_path: Path) -> None:
    program = (
        "import resource, signal, pathlib, sys; from tests.offline_cache.conftest import opened;"
        "from tests.offline_cache.invented import event; from offline_cache.hall_ledger import HallLedger;"
        f"book = opened(pathlib.Path({str(tmp_path / 'hall.sqlite')!r}));"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536));"
        "said = [HallLedger(book).append([event(n)]) for n in range(300)];"
        "print(said[-1], HallLedger(book).last_seq() == sum(isinstance(answer, int) for answer in said))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(LedgerFailure.BROKEN_DISK), "True"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE) != (65536, 65536)


def test_a_file_held_by_another_program_is_waited_for_and_then_refused(tmp_path: Path) -> None:
    result = open_ledger(tmp_path / "hall.sqlite", busy_ms=50)
    assert isinstance(result, Opened)
    other = sqlite3.connect(result.file.path, isolation_level=None)
    other.execute("begin immediate")
    assert HallLedger(result.file).append([event(1)]) is LedgerFailure.LOCKED
    other.execute("rollback")
    other.close()
    assert HallLedger(result.file).append([event(1)]) == 1
    result.file.close()


def test_a_place_that_cannot_be_written_is_an_answer(tmp_path: Path) -> None:
    (tmp_path / "hall.sqlite").mkdir()
    assert open_ledger(tmp_path / "hall.sqlite") is LedgerFailure.READ_ONLY
    (tmp_path / "no-folder").write_text("")
    assert open_ledger(tmp_path / "no-folder" / "hall.sqlite") is LedgerFailure.READ_ONLY


def test_many_threads_read_and_write_one_book(file: LedgerFile) -> None:
    ledger = HallLedger(file)

    def work(start: int) -> None:
        for n in range(start, start + 20):
            ledger.append([event(n)])
            ledger.since(0, 5)

    threads = [threading.Thread(target=work, args=(n * 100,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert ledger.last_seq() == 160


def test_a_bug_in_the_middle_of_a_transaction_leaves_nothing_of_it(file: LedgerFile) -> None:
    def half(db: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        file.write(half)
    assert HallLedger(file).append([event(1)]) == 1


def test_a_file_of_the_first_version_is_brought_to_this_one(tmp_path: Path) -> None:
    path = tmp_path / "hall.sqlite"
    book = opened(path)
    HallLedger(book).append([event(1)])
    book.write(lambda db: [db.execute(f"drop table {name}") for name in ("change", "feed")])
    book.write(lambda db: db.execute("delete from _sqlite_migrations where name = 'from_above'"))
    book.close()
    again = opened(path)
    assert again.read(lambda db: db.execute("select count(*) from feed").fetchone()) == (1,)
    assert HallLedger(again).last_seq() == 1
    again.close()
