"""A book that is damaged or gone comes back from its newest good copy, and says so until everybody has reported."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from kiosk.ports.ledger import Beginning, LedgerFailure, Origin
from offline_cache.backup import MadeBackup, back_up
from offline_cache.hall_ledger import HallLedger
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from offline_cache.outbox import Outbox
from tests.offline_cache.conftest import opened
from tests.offline_cache.invented import DAY, event

KEPT = Origin(Beginning.KEPT, settled=True)
FRESH = Origin(Beginning.FRESH, settled=False)
RESTORED = Origin(Beginning.RESTORED, settled=False)


def copied(file: LedgerFile) -> Path:
    made = back_up(file, 9, threading.Event())
    assert isinstance(made, MadeBackup)
    return made.path


def lived(path: Path) -> tuple[list[Path], str]:
    """A book with two copies and something after them; the copies and the epoch of its stream."""
    file = opened(path)
    copies = []
    for number in (1, 2):
        HallLedger(file).append([event(number * 10 + n, data={"text": "x" * 400}) for n in range(5)])
        copies.append(copied(file))
    HallLedger(file).append([event(99)])
    Outbox(file).acknowledge(7, [])
    epoch = Outbox(file).owed(1).epoch
    file.close()
    return copies, epoch


def reopened(path: Path) -> Opened:
    again = open_ledger(path)
    assert isinstance(again, Opened), again
    return again


@pytest.mark.parametrize("fate", ["noise", "half", "missing", "empty", "only_the_wal_left"])
def test_a_damaged_or_missing_book_is_put_back_from_its_newest_copy(tmp_path: Path, fate: str) -> None:
    path = tmp_path / "hall.sqlite"
    copies, epoch = lived(path)
    whole = path.read_bytes()
    if fate == "only_the_wal_left":
        path.with_name("hall.sqlite-wal").write_bytes(_a_wal(tmp_path / "other"))
    path.unlink()
    if fate in ("noise", "half", "empty"):
        path.write_bytes({"noise": b"\x17" * 9000, "half": whole[:30_000], "empty": b""}[fate])
    again = reopened(path)
    ledger = HallLedger(again.file)
    assert (again.restored_from, again.fresh) == (copies[1], False)
    assert (again.moved_aside is not None) == (fate in ("noise", "half"))
    assert [e.event_id for _, e in ledger.load(DAY)] == [f"e-{n}" for n in [*range(10, 15), *range(20, 25)]]
    assert ledger.origin() == RESTORED
    assert Outbox(again.file).owed(1).epoch != epoch, "what it sends now may differ from what it sent"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again.file.close()


def _a_wal(folder: Path) -> bytes:
    """Frames that would be read into any file beside which they lie."""
    file = opened(folder / "x.sqlite")
    HallLedger(file).append([event(n) for n in range(70, 80)])
    frames = (folder / "x.sqlite-wal").read_bytes()
    file.close()
    return frames


def test_a_copy_that_is_not_good_is_passed_over_for_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "hall.sqlite"
    copies, _ = lived(path)
    content = copies[1].read_bytes()
    copies[1].write_bytes(content[:8192] + b"\xa5" * 4096 + content[12288:])
    path.unlink()
    again = reopened(path)
    assert again.restored_from == copies[0]
    assert HallLedger(again.file).last_seq() == 5
    again.file.close()


def test_without_any_good_copy_the_book_is_begun_anew_and_says_that_it_knows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "hall.sqlite"
    copies, _ = lived(path)
    for copy in copies:
        copy.write_bytes(b"\0" * 5000)
    path.unlink()
    again = reopened(path)
    assert (again.restored_from, again.fresh, HallLedger(again.file).origin()) == (None, True, FRESH)
    again.file.close()


def test_a_book_says_that_it_forgot_something_through_every_restart_until_it_is_settled(tmp_path: Path) -> None:
    path = tmp_path / "hall.sqlite"
    lived(path)
    path.unlink()
    reopened(path).file.close()
    again = reopened(path)
    assert (again.restored_from, HallLedger(again.file).origin()) == (None, RESTORED)
    assert HallLedger(again.file).settle() is None
    again.file.close()
    last = reopened(path)
    assert HallLedger(last.file).origin() == Origin(Beginning.RESTORED, settled=True)
    last.file.close()


def test_an_upstream_that_knows_later_events_than_the_book_makes_it_a_restored_one(file: LedgerFile) -> None:
    ledger, outbox = HallLedger(file), Outbox(file)
    ledger.append([event(1)])
    ledger.settle()
    assert outbox.new_epoch() is None
    assert ledger.origin().settled, "a new stream alone says nothing about this book"
    assert outbox.new_epoch(restored=True) is None
    assert ledger.origin() == RESTORED


def test_a_book_restored_while_the_disk_is_full_stays_restorable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hall.sqlite"
    copies, _ = lived(path)
    path.unlink()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("offline_cache.restoring.shutil.copyfileobj", full)
        assert open_ledger(path) is LedgerFailure.DISK_FULL
    again = reopened(path)
    assert again.restored_from == copies[1]
    again.file.close()
