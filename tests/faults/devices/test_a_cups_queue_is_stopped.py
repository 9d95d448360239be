"""Somebody stops the print server's queue, before a page and in the middle of one, or it takes no more jobs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyipp.enums import IppOperation

from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.document_printer import PageOutcome
from tests.drivers.document_printer.office import OPENED, PAGE, Office
from tests.drivers.stage import eventually


@pytest.fixture(params=OPENED)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office[Any]]:
    """Before a real cupsd and before the virtual printer."""
    with OPENED[request.param](tmp_path) as office:
        yield office


def test_a_stopped_queue_is_told_refuses_a_page_at_once_and_prints_when_it_is_started_again(
    office: Office[Any],
) -> None:
    printer = office.printer()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    office.order(IppOperation.PAUSE_PRINTER)
    assert eventually(lambda: (printer.status().device, printer.status().reason) == (DeviceState.USER_ERROR, "stopped"))
    report = office.printed(printer)
    assert (report.outcome, report.reason) == (PageOutcome.FAILED, "stopped")
    office.order(IppOperation.RESUME_PRINTER)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    assert office.printed(printer).outcome is PageOutcome.PRINTED
    assert office.cups.printed() == [PAGE], "the refused page never comes"


def test_a_queue_that_is_stopped_under_a_page_gives_it_back_and_it_does_not_come_later(office: Office[Any]) -> None:
    printer = office.printer()
    office.cups.mode("hang")
    told = office.laid(printer)
    assert eventually(lambda: len(office.cups.spool()) >= 1)
    office.order(IppOperation.PAUSE_PRINTER)
    report = told.report
    assert (report.outcome, report.reason, report.wiped) == (PageOutcome.FAILED, "stopped", True)
    office.cups.mode("print")
    office.order(IppOperation.RESUME_PRINTER)
    assert office.printed(printer).outcome is PageOutcome.PRINTED
    assert office.cups.printed() == [PAGE]
    assert office.cups.spool() == []


def test_a_backend_that_stops_its_queue_fails_the_page_and_leaves_nothing_in_the_spool(office: Office[Any]) -> None:
    printer = office.printer()
    office.cups.mode("stop")
    report = office.printed(printer)
    assert (report.outcome, report.reason) == (PageOutcome.FAILED, "stopped")
    assert eventually(lambda: printer.status().reason == "stopped")
    assert (office.cups.printed(), office.cups.spool()) == ([], [])


def test_a_queue_that_takes_no_more_jobs_says_so(office: Office[Any]) -> None:
    printer = office.printer()
    office.order(IppOperation.CUPS_REJECT_JOBS)
    assert eventually(lambda: printer.status().reason == "not_accepting")
    assert office.printed(printer).reason == "not_accepting"
    office.order(IppOperation.CUPS_ACCEPT_JOBS)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
