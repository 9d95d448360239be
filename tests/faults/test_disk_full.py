"""A full disk under the terminal's book, and under the hall's: a clear no, nothing doubled, and it heals by itself."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk.journeys import intents as said
from kiosk.journeys import pages
from tests.faults.small_disk import SmallDisk, small_disk
from tests.faults.visiting import (
    choose,
    invented_number,
    leave,
    numbered,
    open_terminal,
    papers_of,
    type_in,
    waits_once,
)
from tests.journeys.whole_hall import Terminal, WholeHall, Wishes, until, whole_hall

pytestmark = pytest.mark.timeout(120)


def at_check(terminal: Terminal) -> None:
    choose(terminal)
    type_in(terminal, invented_number())


def gets_one_number(hall: WholeHall, terminal: Terminal) -> None:
    at_check(terminal)
    page = numbered(terminal)
    assert page.paper is pages.PaperPhase.PRINTED, page.reason
    waits_once(hall, page)
    assert len(papers_of(hall, page.ticket.label)) == 1
    leave(hall, terminal)


def tries_until_refused(hall: WholeHall, terminal: Terminal) -> pages.Failure:
    """A file keeps some room of its own, so the first few may still get their number; nobody gets half of one."""
    for _ in range(12):
        at_check(terminal)
        terminal.touch(said.Confirm())
        until(lambda: isinstance(terminal.view and terminal.view.page, pages.Failure | pages.TicketPage), "an answer")
        page = terminal.view and terminal.view.page
        if isinstance(page, pages.Failure):
            return page
        leave(hall, terminal)
    raise AssertionError("the disk was never full")


def nothing_is_left_over(hall: WholeHall, terminal: Terminal, before: list[str]) -> None:
    """Whoever was refused since then waits nowhere; whoever got a number is called."""
    until(lambda: not terminal.ledger.open_intents(), "what was refused is given up")
    tickets = set(of_kind(hall, "reserved")) - set(before)
    valid = {ticket for ticket in tickets if terminal.ledger.ticket(ticket) is not None}
    for ticket in tickets - valid:
        until(lambda ticket=ticket: hall.kinds(ticket) == ["reserved", "voided"], "it is void at the hall")  # type: ignore[misc]
    until(lambda: all("taken" in hall.kinds(ticket) for ticket in valid), "all are confirmed")
    hall.call_everybody()
    assert set(of_kind(hall, "done")) - set(before) == valid
    assert len(hall.labels()) == len(set(hall.labels()))


def of_kind(hall: WholeHall, kind: str) -> list[str]:
    return [event["ticket_id"] for event in hall.events() if event["kind"] == kind]


def without_slack(path: Path) -> None:
    """The WAL gives its blocks back, so that the next write needs new ones."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("pragma wal_checkpoint(truncate)")


@contextmanager
def terminal_on(hall: WholeHall) -> Iterator[Terminal]:
    terminal = open_terminal(hall, Wishes(busy_ms=300))
    try:
        yield terminal
    finally:
        terminal.close()


class LimitedPages:
    """Where nothing can be mounted: SQLite itself refuses to make the file longer."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def fill(self) -> None:
        self._terminal.book.write(lambda db: db.execute("pragma max_page_count = 1").fetchall())

    def free(self) -> None:
        self._terminal.book.write(lambda db: db.execute("pragma max_page_count = 1000000").fetchall())


def test_a_full_disk_under_the_terminals_book(hall: WholeHall) -> None:
    hall.work("reset")
    before = of_kind(hall, "reserved")
    with small_disk(hall.state.data("terminal")) as mounted, terminal_on(hall) as terminal:
        disk = mounted or LimitedPages(terminal)
        gets_one_number(hall, terminal)
        without_slack(terminal.book.path)
        disk.fill()
        assert tries_until_refused(hall, terminal).reason is pages.FailureReason.STORAGE_FULL
        assert "窗口" in terminal.says()
        assert terminal.has_logged("ticket_not_taken", reason="disk_full")
        assert terminal.has_logged("ledger_failed", reason="disk_full")
        terminal.press("complain")
        terminal.see(pages.Complaint)
        terminal.touch(said.ChooseComplaint("01"))
        terminal.see(pages.Failure if mounted else pages.ComplaintKept)  # what cannot be kept is not said to be
        terminal.press("home")
        disk.free()
        gets_one_number(hall, terminal)
        nothing_is_left_over(hall, terminal, before)


@contextmanager
def hall_on_a_small_disk(folder: Path) -> Iterator[tuple[WholeHall, SmallDisk | None]]:
    (folder / "hall").mkdir(parents=True)
    with small_disk(folder / "hall") as disk, whole_hall(folder) as house:
        yield house, disk


class LimitedFiles:
    """Where nothing can be mounted: no file of the hall may become longer, not even its log."""

    def __init__(self, hall: WholeHall) -> None:
        self._pid = hall.children["hall"].pid
        self._before = resource.prlimit(self._pid, resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (0, self._before[1]))

    def free(self) -> None:
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, self._before)


def test_a_full_disk_under_the_halls_book(tmp_path: Path) -> None:
    with hall_on_a_small_disk(tmp_path / "state") as (hall, mounted), terminal_on(hall) as terminal:
        disk = mounted or LimitedFiles(hall)
        gets_one_number(hall, terminal)
        if mounted:
            without_slack(hall.state.data("hall") / "hall.sqlite")
        disk.fill()
        assert tries_until_refused(hall, terminal).reason is pages.FailureReason.HALL_OUT_OF_SERVICE
        assert "窗口" in terminal.says()
        assert terminal.has_logged("ticket_not_taken", reason="out_of_service")
        log = hall.state.logs / "hall.log"
        if mounted:
            until(lambda: '"disk_low"' in log.read_text("utf-8"), "the hall's log tells of its disk")
        terminal.press("home")
        disk.free()
        gets_one_number(hall, terminal)
        again = '"disk_room_again"' if mounted else '"hall_stores_again"'
        until(lambda: again in log.read_text("utf-8"), "and that there is room again")
        nothing_is_left_over(hall, terminal, [])
