"""The hall's book rots, or its disk fails for good, under the running process: it ends, is started again, and is whole.

Here launcher and hall are the real processes; nobody lays a hand on them.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drivers.device_classes import schema
from kiosk.domain.ticket import Holder, Reserved, TakeRequest
from kiosk.hall.client import CounterHall, TerminalHall
from kiosk.hall.core.answers import CounterView
from kiosk.operation.clock import SystemClock
from kiosk.operation.command_line import parse
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.hall_node.book import HallBook
from kiosk.operation.hall_node.broken_book import BrokenBook
from kiosk.operation.hall_node.role import live_as_hall
from kiosk.operation.launcher import Child, Launcher, Stage
from kiosk.operation.log import EventLog
from kiosk.operation.process import address_of, begin, read_ready
from kiosk.operation.start import Start, prepare_start
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import Tokens, ensure_tokens
from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import NoLog
from offline_cache.backup_files import BackupFiles
from offline_cache.hall_book import open_hall_book
from offline_cache.prepared import fill_cache
from tests.faults.real_window import overwrite
from tests.hall.a_server import Noted, Published
from tests.journeys.whole_hall import CLERK, ITEM, PIN, PLACES, ROOT, until

SPARE = range(800, 1000)


class WatchedHall:
    """A hall under the real launcher; what a city would have told it stands in its book."""

    def __init__(self, folder: Path) -> None:
        self.state = StateFolder(folder).make()
        tokens = ensure_tokens(self.state.tokens, PLACES)
        assert isinstance(tokens, Tokens)
        where = address_of(self.state, "hall")
        self.terminal = TerminalHall(where, tokens.of("terminal", "T1") or "")
        self.counter = CounterHall(where, tokens.of("caller", "3") or "", "3")
        self.book = self.state.data("hall") / "hall.sqlite"
        assert fill_cache(self.book, Published().changes) is None

    def live(self, meanwhile: Callable[[], None]) -> None:
        """On the thread that lives longest, because a child dies with the one that started it."""
        stop, failed = threading.Event(), list[BaseException]()

        def beside() -> None:
            try:
                meanwhile()
            except BaseException as error:
                failed.append(error)
            finally:
                stop.set()

        command = (sys.executable, str(ROOT / "main.py"), "--state", str(self.state.root))
        stages = (Stage((Child("hall", (*command, "hall")),)),)
        thread = threading.Thread(target=beside)
        thread.start()
        Launcher(stages, self.state, EventLog(self.state.logs, "launcher", speak=False), stop).run()
        thread.join()
        if failed:
            raise failed[0]

    def pid(self) -> int:
        facts = read_ready(self.state.ready("hall"))
        return int(facts["pid"]) if facts else 0

    def number(self, ticket: str) -> str:
        """A number within the time, however often it has to be asked for."""
        request = TakeRequest(ticket, ITEM, Holder(hash=f"{ticket:0>64}", key_version=1))
        answers = list[object]()

        def reserved() -> bool:
            answers.append(self.terminal.reserve(request))
            return isinstance(answers[-1], Reserved)

        until(reserved, f"a number for {ticket}")
        assert isinstance(answers[-1], Reserved)
        return answers[-1].ticket.label

    def logged(self, role: str) -> list[str]:
        return [json.loads(line)["event"] for line in (self.state.logs / f"{role}.log").read_text("utf-8").splitlines()]

    def copied(self) -> None:
        """As it does by itself every hour."""
        copies = BackupFiles(self.book)
        copies.folder.mkdir(exist_ok=True)
        with closing(sqlite3.connect(self.book)) as book, closing(sqlite3.connect(copies.new_name())) as copy:
            book.backup(copy)

    def rots(self) -> None:
        with closing(sqlite3.connect(self.book)) as file:
            file.execute("pragma wal_checkpoint(truncate)")
            overwrite(self.book, 4096, self.book.stat().st_size - 4096)
            file.execute("pragma user_version = 7")  # what the process has read before is of no use to it now
            file.commit()


@pytest.mark.timeout(120)
def test_a_book_that_rots_under_a_running_hall_is_put_back_from_its_copy_and_nobody_gets_a_number_twice(
    tmp_path: Path,
) -> None:
    hall = WatchedHall(tmp_path)

    def a_bad_day() -> None:
        labels = [hall.number(f"{n}") for n in range(2)]
        hall.copied()
        labels += [hall.number(f"{n}") for n in range(2, 4)]
        before = hall.pid()
        hall.rots()
        labels += [hall.number(f"{n}") for n in range(4, 6)]
        assert hall.pid() not in (0, before)
        assert len(set(labels)) == 6 and {int(label[1:]) in SPARE for label in labels[4:]} == {True}, labels
        assert isinstance(hall.counter.sign_in(CLERK, PIN), CounterView), "clerks work on"

    hall.live(a_bad_day)
    told = hall.logged("hall")
    expected = ["hall_ended_by_its_book", "ledger_moved_aside", "book_restored", "hall_numbers_doubted"]
    assert [event for event in told if event in expected] == expected
    assert {"child_crashed", "child_restarting"} <= set(hall.logged("launcher"))
    assert "bug" not in told


class FailingDisk:
    """A book of which only its disk is of interest."""

    def __init__(self) -> None:
        self.failure: LedgerFailure | None = None
        self.tries = 0
        self.broken: Callable[[LedgerFailure], None] = lambda failure: None

    def watch(self, broken: Callable[[LedgerFailure], None]) -> None:
        self.broken = broken

    def probe(self) -> LedgerFailure | None:
        self.tries += 1
        if self.failure is LedgerFailure.BROKEN_DISK:
            self.broken(self.failure)
        return self.failure


def test_a_disk_that_fails_for_a_moment_ends_no_hall_and_one_that_fails_for_good_does() -> None:
    disk, stop = FailingDisk(), threading.Event()
    with BrokenBook(disk, stop, NoLog(), lasts_s=0.3, looks_every_s=0.02) as broken:
        for failure in (None, LedgerFailure.DISK_FULL):
            disk.failure = failure
            before = disk.tries
            disk.broken(LedgerFailure.BROKEN_DISK)
            until(_tried_more_than(disk, before), "it was tried")
            assert not stop.wait(0.5) and broken.code(0) == 0
            assert disk.tries == before + 1, "over: nobody tries a disk that is well"
        disk.failure = LedgerFailure.BROKEN_DISK
        disk.broken(disk.failure)
        assert stop.wait(20) and broken.code(0) == 1


def test_a_start_whose_disk_takes_nothing_opens_no_door_and_the_second_node_serves_on(tmp_path: Path) -> None:
    start = prepare_start(parse(["--state", str(tmp_path), "hall"], ()), schema())
    assert isinstance(start, Start)
    log = Noted()
    process = begin(start.state, "hall", log)
    assert process is not None

    def on_a_broken_disk(*asked: Any) -> HallBook | LedgerFailure:
        opened = open_hall_book(*asked)
        assert isinstance(opened, HallBook)
        return replace(opened, probe=lambda: LedgerFailure.BROKEN_DISK)

    assert live_as_hall(start, process, on_a_broken_disk) == ExitCode.FAILED
    assert ("server_not_started", {"reason": "broken_disk"}) in log.events
    assert read_ready(start.state.ready("hall")) is None
    again = open_hall_book(start, "hall", SystemClock(), log)
    assert isinstance(again, HallBook), "it left its book to the next start"
    again.close()


def _tried_more_than(disk: FailingDisk, times: int) -> Callable[[], bool]:
    return lambda: disk.tries > times
