"""A hall under load in a process of its own: the real book in a folder, the enlarged hall in its cache.

`python -m tests.benchmarks.hall_process FOLDER` prints its port and ends with its standard input.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from kiosk.hall.core.telling import Member, Role
from kiosk.hall.server import serve
from kiosk.hall.service import HallParts
from kiosk.operation.benchmark.busy_hall import CLERKS, COUNTERS, ITEM, PIN, busy_hall
from kiosk.operation.benchmark.hall_load import HallUnderLoad
from kiosk.operation.clock import SystemClock
from kiosk.operation.uuid7 import Uuid7
from kiosk.ports.log import NoLog
from offline_cache.cache import Cache
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import Opened, open_ledger


def members() -> dict[str, Member]:
    callers = {f"caller-{counter}": Member(Role.CALLER, counter) for counter in COUNTERS}
    return {"terminal": Member(Role.TERMINAL, "T1"), "board": Member(Role.BOARD, "B1"), **callers}


def under_load(port: int) -> HallUnderLoad:
    callers = {counter: f"caller-{counter}" for counter in COUNTERS}
    return HallUnderLoad(port, ITEM, "terminal", "T1", "board", callers, CLERKS, PIN)


def main(folder: Path) -> None:
    opened = open_ledger(folder / "hall.sqlite3")
    assert isinstance(opened, Opened), opened
    file, cache = opened.file, Cache(opened.file)
    changes = busy_hall()
    assert cache.apply(changes, changes[-1].cursor, "benchmark") is None
    parts = HallParts(
        "hall-1", HallLedger(file), InboundStreams(file), cache, SystemClock(), Uuid7(), members(), NoLog()
    )
    stop = threading.Event()
    threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    serve(parts, lambda port: print(port, flush=True), stop)
    file.close()


def _wait_for_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
