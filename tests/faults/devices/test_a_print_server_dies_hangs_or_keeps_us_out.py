"""The print server is killed under a page, stands still, is not there, knows no such queue, or wants a password."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.document_printer.errands import Errand
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState, Paper
from kiosk.ports.devices.document_printer import PageOutcome
from tests.drivers.document_printer.office import PAGE, CuttingClerk, Office, opened
from tests.drivers.document_printer.private_cups import PrivateCups
from tests.drivers.stage import eventually


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office[PrivateCups]]:
    with opened(tmp_path) as office:
        yield office


def test_a_server_killed_under_a_page_leaves_it_unknown_and_it_does_not_come_when_the_server_is_back(
    office: Office[PrivateCups],
) -> None:
    printer = office.printer()
    office.cups.mode("hang")
    told = office.laid(printer)
    assert eventually(lambda: any(name.startswith("d") for name in office.cups.spool())), "the page is there"
    office.cups.kill()
    report = told.report
    assert (report.outcome, report.reason) == (PageOutcome.UNKNOWN, "server_gone")
    assert eventually(lambda: printer.status().device is DeviceState.NO_DEVICE)
    assert printer.status().paper is Paper.UNKNOWN
    office.cups.start()
    assert eventually(lambda: printer.status().device is not DeviceState.NO_DEVICE)
    assert eventually(lambda: office.cups.spool() == []), "the page, begun again, was taken back"
    office.cups.mode("print")
    assert office.printed(printer).outcome is PageOutcome.PRINTED
    assert office.cups.printed() == [PAGE]


@pytest.mark.parametrize("arrives", [True, False])
def test_an_answer_that_got_lost_is_cleared_up_by_the_jobs_number(office: Office[PrivateCups], arrives: bool) -> None:
    printer = office.printer(clerk=CuttingClerk(office.cups.queue, arrives))
    report = office.printed(printer)
    cleared = (PageOutcome.PRINTED, "") if arrives else (PageOutcome.FAILED, "line_cut")
    assert (report.outcome, report.reason) == cleared
    assert office.cups.printed() == ([PAGE] if arrives else [])
    assert office.cups.spool() == []


def test_a_server_that_stands_still_is_silent_and_comes_back(office: Office[PrivateCups]) -> None:
    printer = office.printer()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    office.cups.freeze(True)
    assert eventually(lambda: (printer.status().device, printer.status().reason) == (DeviceState.OFFLINE, "silent"))
    office.cups.freeze(False)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)


def test_a_terminal_that_ends_while_the_server_stands_still_ends_in_time(office: Office[PrivateCups]) -> None:
    office.printer()
    office.cups.freeze(True)
    begun = time.monotonic()
    assert office.supervisor.close() == ()
    assert time.monotonic() - begun < 4


def test_a_page_of_a_terminal_that_was_killed_is_taken_back_at_its_next_start(office: Office[PrivateCups]) -> None:
    earlier = CuttingClerk(office.cups.queue, arrives=True)
    office.cups.mode("hang")
    made = earlier.ask(Errand.CREATE, name="hall-of-a-life-before")
    earlier.ask(Errand.SEND, PAGE, job=made.attributes["job-id"])
    earlier.close()
    assert office.cups.spool() != []
    office.printer()
    assert eventually(lambda: office.cups.spool() == [])
    assert eventually(lambda: office.supervisor.counters.of("document-printer").get("pages_taken_back") == 1)


@pytest.mark.parametrize(("queue", "reason"), [("locked", "not_allowed"), ("nowhere", "no_such_queue")])
def test_a_queue_that_is_not_ours_is_told(office: Office[PrivateCups], queue: str, reason: str) -> None:
    printer = office.printer(office.cups.queue.replace("a4", queue))
    assert eventually(lambda: printer.status().reason == reason)
    assert office.printed(printer).reason == reason


def test_nobody_at_the_port_and_somebody_who_speaks_no_ipp_are_told_apart(tmp_path: Path) -> None:
    office = Office.__new__(Office)
    supervisor = Supervisor()
    office.supervisor, office.folder = supervisor, tmp_path
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        printer = office.printer(f"ipp://127.0.0.1:{port}/printers/a4")
        assert eventually(lambda: printer.status().reason == "server_gone")
        listener.listen()
        listener.settimeout(10)
        while printer.status().reason == "server_gone":
            peer, _ = listener.accept()
            with peer:
                peer.recv(65536)
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\xff\xff\xff\xff")
        assert printer.status().reason in ("not_ipp", "line_cut")
    assert supervisor.close() == ()
