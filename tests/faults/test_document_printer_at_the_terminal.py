"""A guide comes beside the ticket through a real print server; one that cannot come costs nobody a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyipp.enums import IppOperation

from kiosk.journeys import pages
from kiosk.ports.devices import DeviceState
from tests.drivers.document_printer.office import PAGE, Office, opened
from tests.drivers.document_printer.private_cups import PrivateCups
from tests.faults.visiting import QUICK_PRINTER, choose, invented_number, leave, numbered, type_in
from tests.journeys.whole_hall import Terminal, WholeHall, Wishes, until

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office[PrivateCups]]:
    with opened(tmp_path / "office") as office:
        yield office


def test_a_guide_comes_beside_each_ticket_and_a_stopped_queue_costs_nobody_a_number(
    hall: WholeHall, terminals: Callable[[Wishes], Terminal], office: Office[PrivateCups]
) -> None:
    printer = office.printer()
    until(lambda: printer.status().device is DeviceState.ONLINE, "the queue has proved itself")
    terminal = terminals(Wishes(printer=QUICK_PRINTER, pages=printer))
    _number(terminal)
    until(lambda: office.cups.printed() == [PAGE], "the guide")
    until(lambda: terminal.has_logged("guide_printed"), "the log has it")
    _guide(terminal, pages.GuidePhase.PRINTED)
    assert "材料清单打好了" in terminal.says()
    terminal.press("reprint")
    terminal.see(pages.TicketPage, lambda page: page.paper is pages.PaperPhase.PRINTED and page.again)
    assert "材料清单" not in terminal.says()
    leave(hall, terminal)
    assert office.cups.printed() == [PAGE], "a reprint of the ticket brings no second guide"
    office.order(IppOperation.PAUSE_PRINTER)
    _number(terminal)
    _guide(terminal, pages.GuidePhase.FAILED)
    assert "材料清单没打出来，请问工作人员" in terminal.says()
    until(lambda: terminal.has_logged("guide_not_printed", outcome="failed", reason="stopped"), "the log says why")
    leave(hall, terminal)
    office.order(IppOperation.RESUME_PRINTER)
    office.cups.mode("wait media-empty-error")
    _number(terminal)
    until(
        lambda: terminal.has_logged("guide_not_printed", outcome="failed", reason="paper_out"), "it runs out of paper"
    )
    _guide(terminal, pages.GuidePhase.FAILED)
    leave(hall, terminal)
    assert office.cups.printed() == [PAGE]
    assert office.cups.spool() == []


def _guide(terminal: Terminal, phase: pages.GuidePhase) -> None:
    terminal.see(pages.TicketPage, lambda page: page.guide is phase)


def _number(terminal: Terminal) -> None:
    choose(terminal)
    type_in(terminal, invented_number())
    assert numbered(terminal).paper is pages.PaperPhase.PRINTED
