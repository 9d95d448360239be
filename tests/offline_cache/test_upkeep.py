"""What a node does for its file by itself, on the thread that does it."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.domain.events import Moment
from kiosk.operation.configuration import Configuration
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.ledger import Change, LedgerFailure
from offline_cache import upkeep as upkeep_module
from offline_cache.backup_files import BackupFiles
from offline_cache.cache import Cache
from offline_cache.configured import keeping, known_day
from offline_cache.field_encryption import FieldCipher
from offline_cache.hall_ledger import HallLedger
from offline_cache.keeping import Keeping
from offline_cache.ledger_file import LedgerFile, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.upkeep import Upkeep
from offline_cache.waiting import open_patiently, tell
from tests.offline_cache.conftest import opened
from tests.offline_cache.invented import event
from tests.offline_cache.noting import Noting
from tests.offline_cache.test_bookings import booked
from tests.offline_cache.test_retention import OLD, TODAY, on

NINE = 1_795_482_000_000  # 2026-11-24 09:00 in China


def plan(file: LedgerFile, every_s: float = 3600.0, kept: int = 4) -> Keeping:
    return Keeping(file.keys.path, low_bytes=0, reserve_bytes=0, backup_every_s=every_s, backups_kept=kept)


def test_a_copy_is_made_each_time_its_pause_is_over(file: LedgerFile) -> None:
    log = Noting()
    care = Upkeep(file, plan(file, every_s=0.05, kept=2), lambda: "", log)
    care.turn()
    assert log.names() == [], "not at once after the start"
    for _ in range(3):
        time.sleep(0.06)
        care.turn()
        care.turn()
    assert log.names() == ["backup_made"] * 3
    assert len(BackupFiles(file.path).newest_first()) == 2


def test_a_copy_that_is_overdue_after_a_stop_is_made_soon(file: LedgerFile, monkeypatch: pytest.MonkeyPatch) -> None:
    Upkeep(file, plan(file, every_s=0.0), lambda: "", Noting()).turn()
    (copy,) = BackupFiles(file.path).newest_first()
    copy.rename(copy.with_name("hall-20240101T000000.000000Z.sqlite"))
    monkeypatch.setattr(upkeep_module, "_SETTLED_S", 0.0)
    log = Noting()
    Upkeep(file, plan(file), lambda: "", log).turn()
    assert log.names() == ["backup_made"]
    Upkeep(file, plan(file), lambda: "", log).turn()
    assert log.names() == ["backup_made"], "the newest is young"


def test_after_a_day_was_tidied_away_no_older_copy_still_has_it(file: LedgerFile) -> None:
    Cache(file).apply([booked(1, "B-1")], 1, "f")
    HallLedger(file).append([on(OLD, n) for n in range(50)])
    Outbox(file).acknowledge(50, [])
    day, log = ["2026-11-24"], Noting()
    care = Upkeep(file, plan(file, every_s=0.0), lambda: day[0], log)
    for _ in range(3):
        care.turn()
    day[0] = "2026-11-25"
    care.turn()
    assert len(BackupFiles(file.path).newest_first()) == 2, "the one after tidying, and the next"
    tidied = [fields for name, fields in log.events if name == "book_tidied"]
    assert tidied == [
        {"bookings": 0, "tickets": 0, "wishes": 0, "sent": 50},
        {"bookings": 1, "tickets": 0, "wishes": 0, "sent": 0},
    ]


def test_without_a_day_that_is_certain_nothing_is_removed(file: LedgerFile) -> None:
    HallLedger(file).append([on(OLD, 1)])
    Outbox(file).acknowledge(1, [])
    log = Noting()
    Upkeep(file, plan(file), lambda: "", log).turn()
    assert (HallLedger(file).load(OLD) != [], log.names()) == (True, [])


def test_a_failure_is_said_and_tried_again_later_and_nobody_else_is_stopped_by_it(
    file: LedgerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Noting()
    care = Upkeep(file, plan(file, every_s=0.0), lambda: TODAY, log)
    with monkeypatch.context() as broken:
        broken.setattr("offline_cache.upkeep.tidy_up", lambda *_: LedgerFailure.LOCKED)
        care.turn()
        care.turn()
    names = log.names()
    assert names.count("book_not_tidied") == 1, "not again at each beat"
    assert "backup_made" in names


def test_the_thread_works_by_itself_and_ends_when_it_is_told(file: LedgerFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep_module, "BEAT_S", 0.01)
    log = Noting()
    care = Upkeep(file, plan(file, every_s=0.0), lambda: TODAY, log)
    care.start()
    until = time.monotonic() + 20
    while "backup_made" not in log.names():
        assert time.monotonic() < until
        time.sleep(0.01)
    care.stop()
    assert "upkeep" not in {thread.name for thread in threading.enumerate()}


def test_the_business_day_is_known_from_the_halls_settings_and_a_clock_that_is_believed(file: LedgerFile) -> None:
    now = [Moment(NINE, 0, "boot-1")]
    cache = Cache(file)
    day = known_day(cache, SimpleNamespace(now=lambda: now[0]))
    assert day() == "", "no settings yet"
    cache.apply([Change(1, "hall_settings", "qinglan", "1", {"business_day_boundary": "04:00"})], 1, "f")
    assert day() == "2026-11-24"
    now[0] = Moment(NINE - 6 * 3_600_000, 0, "boot-1")
    assert day() == "2026-11-23", "before the boundary it is still yesterday"
    now[0] = Moment(NINE, 0, "boot-1", trusted=False)
    assert day() == ""


def test_what_the_configuration_says_is_how_the_file_is_kept(tmp_path: Path) -> None:
    told = {"backup_minutes": 5, "backups_kept": 7, "sent_event_days": 9, "low_megabytes": 3, "reserve_megabytes": 2,
            "cipher": "sm4-gcm", "key_days": 11}  # fmt: skip
    start = SimpleNamespace(configuration=Configuration(storage=told), state=StateFolder(tmp_path))
    wanted = Keeping(tmp_path / "secrets" / "hall-fields.json", FieldCipher.SM4_GCM, 11, 3 << 20, 2 << 20, 300.0, 7, 9)
    assert keeping(start, "hall") == wanted  # type: ignore[arg-type]


def test_the_technician_hears_how_the_file_was_found(tmp_path: Path) -> None:
    path = tmp_path / "hall.sqlite"
    file = opened(path)
    HallLedger(file).append([event(1)])
    Cache(file).apply([booked(1, "B-1")], 1, "f")
    Upkeep(file, plan(file, every_s=0.0), lambda: "", Noting()).turn()
    file.close()
    path.write_bytes(b"\x17" * 9000)
    path.with_name("hall.sqlite.keys").unlink()
    log, failed = Noting(), []
    again = open_patiently(path, 50, threading.Event(), failed.append, log)
    assert again is not None
    assert log.events == [("ledger_moved_aside", {}), ("book_restored", {}), ("cells_unreadable", {"count": 1})]
    again.close()
    quiet = Noting()
    whole = open_ledger(path)
    assert not isinstance(whole, LedgerFailure)
    tell(whole, quiet)
    assert (quiet.events, failed) == ([], [])
    whole.file.close()
