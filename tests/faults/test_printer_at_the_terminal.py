"""The ticket printer fails at a ticket: the number stays, on the page and in the queue; paper comes by a touch only."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.ports.devices import Cover, DeviceState, Paper
from tests.faults.visiting import (
    QUICK_PRINTER,
    choose,
    invented_number,
    leave,
    numbered,
    paper_told,
    papers_of,
    type_in,
    waits_once,
)
from tests.journeys.whole_hall import Terminal, WholeHall, Wishes, until

pytestmark = pytest.mark.timeout(120)
PRINTER = "receipt-printer"
FAILED, UNKNOWN, PRINTED = pages.PaperPhase.FAILED, pages.PaperPhase.UNKNOWN, pages.PaperPhase.PRINTED


@pytest.fixture
def terminal(terminals: Callable[[Wishes], Terminal]) -> Terminal:
    return terminals(Wishes(printer=QUICK_PRINTER))


def at_check(terminal: Terminal) -> None:
    choose(terminal)
    type_in(terminal, invented_number())


def told(
    hall: WholeHall, terminal: Terminal, phase: pages.PaperPhase, *reasons: str, event: str = ""
) -> pages.TicketPage:
    """The number stands on the page whatever the paper does, the queue has it once, the log has the reason."""
    page = paper_told(terminal)
    assert (page.paper, page.reason) in [(phase, reason) for reason in reasons]
    assert terminal.shown().face["label"] == page.ticket.label
    assert "号码有效" in terminal.says()
    waits_once(hall, page)
    logged = "ticket_not_printed" if phase is FAILED else "ticket_paper_unsure"
    assert terminal.has_logged(logged, outcome=phase.value, reason=page.reason, reprint=False)
    expected = event or ("print_failed" if phase is FAILED else "print_unknown")
    until(lambda: expected in hall.kinds(page.ticket.ticket_id), f"the hall hears of {expected}")
    return page


def reprints(hall: WholeHall, terminal: Terminal, page: pages.TicketPage) -> None:
    """补打: one more paper, whole, marked, of the same number; and no second number."""
    terminal.press("reprint")
    again = terminal.see(pages.TicketPage, lambda page: page.paper is PRINTED)
    assert again.ticket == page.ticket
    assert terminal.has_logged("ticket_print", outcome="printed", reprint=True)
    paper = hall.papers()[-1]
    assert (paper["label"], paper["qr"], paper["cut"]) == (page.ticket.label, page.code, True)
    assert "补打" in str(paper["text"])
    until(lambda: "reprinted" in hall.kinds(page.ticket.ticket_id), "the hall hears of the reprint")
    waits_once(hall, page)
    leave(hall, terminal)
    assert hall.call_everybody().count(page.ticket.label) == 1


def nothing_more_comes(hall: WholeHall, terminal: Terminal, pieces: int) -> None:
    """The device is well again, and still only so many pieces of paper came out."""
    until(lambda: terminal.printer.status().device is DeviceState.ONLINE, "the printer is well again")
    until(lambda: len(hall.papers()) == pieces, f"{pieces} pieces of paper")
    time.sleep(0.3)  # a printer that printed by itself would have begun
    assert len(hall.papers()) == pieces
    assert "补打" not in str(hall.papers())


def test_out_of_paper_before_the_ticket(hall: WholeHall, terminal: Terminal) -> None:
    hall.work("paper", level="out")
    assert terminal.has_logged("device_wants_somebody", device=PRINTER, paper="out")
    at_check(terminal)
    terminal.touch(said.Confirm())
    page = told(hall, terminal, FAILED, "paper_out")
    assert papers_of(hall, page.ticket.label) == []
    assert "缺纸" in terminal.says()
    hall.work("paper", level="full")
    terminal.see(pages.TicketPage, lambda page: page.printer_back)
    assert "缺纸" not in terminal.says() and "补打" in terminal.says()
    nothing_more_comes(hall, terminal, 0)
    reprints(hall, terminal, page)


def test_the_paper_ends_in_the_middle_of_the_ticket(hall: WholeHall, terminal: Terminal) -> None:
    at_check(terminal)
    hall.work("paper", level="out", after_lines=5)
    terminal.touch(said.Confirm())
    page = told(hall, terminal, FAILED, "paper_out")
    hall.work("paper", level="full")
    until(lambda: terminal.printer.status().paper is Paper.FULL, "the new paper is seen")
    nothing_more_comes(hall, terminal, 1)
    reprints(hall, terminal, page)


def test_the_cover_opens_in_the_middle_of_the_ticket(hall: WholeHall, terminal: Terminal) -> None:
    at_check(terminal)
    hall.work("cover", **{"is": "open"}, after_lines=5)
    terminal.touch(said.Confirm())
    page = told(hall, terminal, FAILED, "cover_open")
    assert terminal.has_logged("device_wants_somebody", device=PRINTER, cover="open")
    hall.work("cover", **{"is": "closed"})
    until(lambda: terminal.printer.status().cover is Cover.CLOSED, "the closed cover is seen")
    nothing_more_comes(hall, terminal, 1)
    reprints(hall, terminal, page)


def test_a_silent_printer_gets_not_one_byte_of_a_ticket(hall: WholeHall, terminal: Terminal) -> None:
    hall.work("silence", device=PRINTER)
    at_check(terminal)
    terminal.touch(said.Confirm())
    page = told(hall, terminal, FAILED, "silent")
    assert terminal.has_logged("device_wants_somebody", device=PRINTER, state="offline")
    assert papers_of(hall, page.ticket.label) == []
    hall.work("lift_faults", device=PRINTER)
    nothing_more_comes(hall, terminal, 0)
    reprints(hall, terminal, page)


def test_a_printer_that_hangs_in_the_middle_leaves_the_paper_unknown(hall: WholeHall, terminal: Terminal) -> None:
    at_check(terminal)
    hall.work("slow", device=PRINTER, baud=19200)
    terminal.touch(said.Confirm())
    terminal.see(pages.TicketPage, lambda page: page.paper is pages.PaperPhase.PRINTING)
    until(lambda: hall.papers(), "the ticket has begun")
    hall.work("hang", device=PRINTER)
    page = told(hall, terminal, UNKNOWN, "silent", "stuck")
    hall.work("lift_faults", device=PRINTER)
    nothing_more_comes(hall, terminal, 1)
    reprints(hall, terminal, page)


@pytest.mark.parametrize("after", [60, 300, 480, 560])
def test_a_printer_unplugged_in_the_middle_leaves_the_paper_unknown(
    hall: WholeHall, terminal: Terminal, after: int
) -> None:
    at_check(terminal)
    hall.work("unplug", device=PRINTER, after_bytes=after)
    terminal.touch(said.Confirm())
    page = told(hall, terminal, UNKNOWN, "gone")
    assert terminal.has_logged("device_wants_somebody", device=PRINTER, state="noDevice")
    hall.work("plug", device=PRINTER)
    nothing_more_comes(hall, terminal, 1)
    reprints(hall, terminal, page)
    torn, whole = hall.papers()
    assert torn["cut"] and whole["cut"]


def test_a_printer_unplugged_before_the_ticket_prints_nothing(hall: WholeHall, terminal: Terminal) -> None:
    hall.work("unplug", device=PRINTER)
    at_check(terminal)
    terminal.touch(said.Confirm())
    page = told(hall, terminal, FAILED, "gone")
    hall.work("plug", device=PRINTER)
    nothing_more_comes(hall, terminal, 0)
    reprints(hall, terminal, page)


def test_the_knife_sticks(hall: WholeHall, terminal: Terminal) -> None:
    at_check(terminal)
    hall.work("cutter_error")
    terminal.touch(said.Confirm())
    page = told(hall, terminal, FAILED, "cutter_error")
    assert terminal.has_logged("device_step", device=PRINTER, state="hardwareError")
    hall.work("cutter_error", on=False)
    nothing_more_comes(hall, terminal, 1)
    reprints(hall, terminal, page)


def test_a_printer_without_echo_confirms_by_its_queued_status(hall: WholeHall, terminal: Terminal) -> None:
    hall.work("no_echo")
    at_check(terminal)
    page = numbered(terminal)
    assert page.paper is PRINTED, page.reason
    waits_once(hall, page)
    until(lambda: "printed" in hall.kinds(page.ticket.ticket_id), "the hall hears that paper came")
    told = next(event for event in hall.events(page.ticket.ticket_id) if event["kind"] == "printed")
    assert told["confirmed_by"] == "queued_status"
    assert terminal.has_logged("ticket_print", outcome="printed", reason="none", reprint=False)
    assert len(papers_of(hall, page.ticket.label)) == 1
    leave(hall, terminal)
    hall.call_everybody()


def test_reprints_come_one_for_a_touch_and_end_after_three(hall: WholeHall, terminal: Terminal) -> None:
    at_check(terminal)
    page = numbered(terminal)
    for count in range(1, 4):
        terminal.touch(said.Reprint(), said.Reprint())  # a double tap
        until(lambda count=count: len(papers_of(hall, page.ticket.label)) == count + 1, "one more paper")  # type: ignore[misc]
        paper_told(terminal)
    assert "reprint" not in [key["wish"] for key in terminal.shown().face["keys"]]
    terminal.touch(said.Reprint(), said.Exit())
    terminal.see(pages.Home)
    assert len(papers_of(hall, page.ticket.label)) == 4
    assert hall.call_everybody().count(page.ticket.label) == 1
