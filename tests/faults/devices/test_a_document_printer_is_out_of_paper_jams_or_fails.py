"""The A4 printer wants a hand in the middle of a page: paper, a jam, its door; or it fails, or does nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.ports.devices import Cover, DeviceState, Paper
from kiosk.ports.devices.document_printer import PageOutcome
from tests.drivers.document_printer.office import OPENED, PAGE, Office
from tests.drivers.stage import eventually


@pytest.fixture(params=OPENED)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office[Any]]:
    """Before a real cupsd and before the virtual printer."""
    with OPENED[request.param](tmp_path) as office:
        yield office


def test_a_page_without_paper_is_taken_back_and_never_comes_when_the_paper_is_back(office: Office[Any]) -> None:
    printer = office.printer()
    office.cups.mode("wait media-empty-error")
    report = office.printed(printer)
    assert (report.outcome, report.reason, report.wiped) == (PageOutcome.FAILED, "paper_out", True)
    assert eventually(lambda: printer.status().paper is Paper.OUT)
    office.cups.mode("print")
    assert office.printed(printer).outcome is PageOutcome.PRINTED
    assert office.cups.printed() == [PAGE], "the page of the citizen before did not come out too"
    assert office.cups.spool() == []


def test_a_page_that_came_out_disproves_what_cups_repeats_of_an_empty_tray(office: Office[Any]) -> None:
    """The backend of this test, as some real ones, never takes its word back."""
    printer = office.printer()
    office.cups.mode("wait media-empty-error")
    office.printed(printer)
    assert eventually(lambda: printer.status().paper is Paper.OUT)
    office.cups.mode("print")
    office.printed(printer)
    assert eventually(lambda: printer.status().paper is Paper.FULL)
    assert printer.status().reason == ""


def test_paper_put_in_in_time_lets_the_page_come(office: Office[Any]) -> None:
    printer = office.printer()
    office.cups.mode("wait media-needed-error")
    told = office.laid(printer)
    assert eventually(lambda: printer.status().paper is Paper.OUT or office.cups.spool())
    office.cups.mode("print")
    assert told.report.outcome is PageOutcome.PRINTED
    assert office.cups.printed() == [PAGE]


@pytest.mark.parametrize(
    ("said", "reason", "state"),
    [
        ("media-jam-error", "jammed", DeviceState.HARDWARE_ERROR),
        ("door-open-report", "cover_open", DeviceState.USER_ERROR),
        ("toner-empty-error", "toner_out", DeviceState.HARDWARE_ERROR),
        ("timed-out-error", "printer_offline", DeviceState.USER_ERROR),
    ],
)
def test_what_the_printer_wants_is_named(office: Office, said: str, reason: str, state: DeviceState) -> None:
    printer = office.printer()
    office.cups.mode(f"wait {said}")
    assert office.printed(printer).reason == reason
    assert eventually(lambda: printer.status().reason.endswith(reason) and printer.status().device is state)
    assert (printer.status().cover is Cover.OPEN) is (reason == "cover_open")


def test_a_printer_that_fails_aborts_the_page(office: Office[Any]) -> None:
    printer = office.printer()
    office.cups.mode("fail")
    report = office.printed(printer)
    assert (report.outcome, report.reason, report.wiped) == (PageOutcome.FAILED, "aborted", True)
    assert office.cups.spool() == []


def test_toner_that_runs_low_is_told_and_prints(office: Office[Any]) -> None:
    printer = office.printer()
    office.cups.mode("say toner-low-warning")
    assert office.printed(printer).outcome is PageOutcome.PRINTED
    assert eventually(lambda: printer.status().detail("toner") == "low")
    assert (printer.status().device, printer.status().reason) == (DeviceState.ONLINE, "")
