"""The real hall process on its file: keys where they belong, its reserve taken, and back from its copy after damage."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.operation.state_folder import StateFolder
from offline_cache.backup import MadeBackup, back_up
from offline_cache.hall_ledger import HallLedger
from offline_cache.keeping import Keeping
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from tests.offline_cache.invented import DAY, event

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def hall(state: StateFolder) -> Iterator[None]:
    """Running until the end of the block."""
    command = [sys.executable, str(ROOT / "main.py"), "--state", str(state.root), "hall"]
    with subprocess.Popen(command, cwd=state.root, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 60
        while not state.ready("hall").exists():
            assert process.poll() is None and time.monotonic() < until, "the hall did not start"
            time.sleep(0.02)
        yield
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0, process.stderr.read() if process.stderr else ""


@contextmanager
def book(state: StateFolder) -> Iterator[LedgerFile]:
    """The hall's file while the hall is down."""
    keeping = Keeping(state.secrets / "hall-fields.json", low_bytes=0, reserve_bytes=0)
    opened = open_ledger(state.data("hall") / "hall.sqlite", keeping=keeping)
    assert isinstance(opened, Opened), opened
    yield opened.file
    opened.file.close()


def logged(state: StateFolder) -> list[str]:
    return [json.loads(line)["event"] for line in (state.logs / "hall.log").read_text("utf-8").splitlines()]


def test_a_hall_keeps_its_file_and_comes_back_from_its_copy_when_it_is_damaged(tmp_path: Path) -> None:
    state = StateFolder(tmp_path / "state").make()
    with hall(state):
        assert stat.S_IMODE((state.secrets / "hall-fields.json").stat().st_mode) == 0o600
        reserve = (state.data("hall") / "hall.sqlite.reserve").stat()
        disk = os.statvfs(state.root)
        assert reserve.st_size == min(8 << 20, disk.f_blocks * disk.f_frsize // 20)
    with book(state) as file:
        HallLedger(file).append([event(n) for n in range(50)])
        assert isinstance(back_up(file, 4, threading.Event()), MadeBackup)
    path = state.data("hall") / "hall.sqlite"
    path.write_bytes(b"\x17" * path.stat().st_size)
    with hall(state):
        assert {"ledger_moved_aside", "book_restored"} <= set(logged(state))
    with book(state) as file:
        assert len(HallLedger(file).load(DAY)) == 50
        assert not HallLedger(file).origin().settled
