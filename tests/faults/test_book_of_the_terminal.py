"""The terminal's own book is locked or damaged: the citizen reads it, nothing is lost, and it heals by itself."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.operation.process import address_of
from tests.faults.line_cutter import RESERVE, Cut, LineCutter
from tests.faults.real_window import overwrite
from tests.faults.visiting import choose, invented_number, leave, numbered, papers_of, type_in, waits_once
from tests.journeys.whole_hall import Terminal, WholeHall, Wishes, until

pytestmark = pytest.mark.timeout(120)
IMPATIENT = 300  # ms that a statement waits for somebody else's lock
HOLD = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("begin immediate")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_another_process(path: Path) -> Iterator[None]:
    """As a backup program or a technician's shell holds it."""
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        yield
        holder.communicate()


def at_check(terminal: Terminal) -> None:
    choose(terminal)
    type_in(terminal, invented_number())


def refused(terminal: Terminal, reason: pages.FailureReason, in_the_log: str) -> None:
    failure = terminal.see(pages.Failure)
    assert failure.reason is reason
    assert "窗口" in terminal.says()
    assert terminal.has_logged("ticket_not_taken", reason=in_the_log)
    assert terminal.has_logged("ledger_failed", reason=in_the_log)["level"] == "error"
    terminal.press("home")
    terminal.see(pages.Home)


def gets_one_number(hall: WholeHall, terminal: Terminal) -> pages.TicketPage:
    at_check(terminal)
    page = numbered(terminal)
    assert page.paper is pages.PaperPhase.PRINTED, page.reason
    waits_once(hall, page)
    assert len(papers_of(hall, page.ticket.label)) == 1
    leave(hall, terminal)
    assert hall.call_everybody() == [page.ticket.label]
    return page


def test_a_book_held_by_another_process_gives_no_number_and_asks_for_none(
    hall: WholeHall, terminals: Callable[[Wishes], Terminal]
) -> None:
    terminal = terminals(Wishes(busy_ms=IMPATIENT))
    before = hall.labels()
    with held_by_another_process(terminal.book.path):
        at_check(terminal)
        terminal.touch(said.Confirm(), said.Confirm())
        refused(terminal, pages.FailureReason.STORAGE_LOCKED, "locked")
    assert hall.labels() == before
    gets_one_number(hall, terminal)


def test_a_book_that_is_locked_after_the_hall_set_a_number_aside_leaves_that_number_to_nobody(
    hall: WholeHall, terminals: Callable[[Wishes], Terminal]
) -> None:
    line = LineCutter(address_of(hall.state, "hall"))
    terminal = terminals(Wishes(busy_ms=IMPATIENT, hall=line.url))
    held = held_by_another_process(terminal.book.path)
    line.cuts.append(Cut(RESERVE, after=held.__enter__))
    at_check(terminal)
    terminal.touch(said.Confirm())
    refused(terminal, pages.FailureReason.STORAGE_LOCKED, "locked")
    lost = [event for event in hall.events() if event["kind"] == "reserved"][-1]
    held.__exit__(None, None, None)
    page = gets_one_number(hall, terminal)
    assert page.ticket.label != lost["label"]
    until(lambda: hall.kinds(lost["ticket_id"]) == ["reserved", "voided"], "the hall hears that it was given up")
    line.close()


def test_a_book_locked_while_the_paper_comes_changes_nothing_about_the_ticket(
    hall: WholeHall, terminals: Callable[[Wishes], Terminal]
) -> None:
    terminal = terminals(Wishes(busy_ms=IMPATIENT))
    at_check(terminal)
    hall.work("slow", device="receipt-printer", baud=19200)
    terminal.touch(said.Confirm())
    page = terminal.see(pages.TicketPage)
    until(lambda: hall.papers(), "the ticket has begun")
    with held_by_another_process(terminal.book.path):
        told = terminal.see(pages.TicketPage, lambda page: page.paper is not pages.PaperPhase.PRINTING)
        assert told.paper is pages.PaperPhase.PRINTED
        assert terminal.has_logged("ledger_failed", reason="locked")
    hall.work("lift_faults", device="receipt-printer")
    waits_once(hall, page)
    assert len(papers_of(hall, page.ticket.label)) == 1
    leave(hall, terminal)
    assert hall.call_everybody() == [page.ticket.label]


def test_a_book_that_rots_under_a_running_terminal_is_told_and_no_bug_of_ours(
    hall: WholeHall, terminals: Callable[[Wishes], Terminal]
) -> None:
    terminal = terminals(Wishes(busy_ms=IMPATIENT))
    gets_one_number(hall, terminal)
    before = hall.labels()
    with closing(sqlite3.connect(terminal.book.path)) as file:
        file.execute("pragma wal_checkpoint(truncate)")
    overwrite(terminal.book.path, 4096, terminal.book.path.stat().st_size - 4096)
    terminal.book.write(lambda db: db.execute("pragma user_version = 7"))  # the caches of all readers are void now
    choose(terminal)
    terminal.press("keypad")
    terminal.see(pages.TypeNumber)
    terminal.touch(*(said.TypeKey(key) for key in invented_number()), said.SubmitNumber())
    failure = terminal.see(pages.Failure)
    assert failure.reason is pages.FailureReason.NOT_READY
    assert "窗口" in terminal.says()
    assert terminal.has_logged("ledger_failed", reason="damaged")
    assert terminal.logged("bug") == []
    terminal.press("home")
    terminal.see(pages.Home)
    assert hall.labels() == before
    path = terminal.book.path
    terminal.close()
    again = terminals(Wishes())
    assert again.has_logged("ledger_moved_aside")
    assert [other for other in path.parent.iterdir() if ".damaged-" in other.name]
    gets_one_number(hall, again)
