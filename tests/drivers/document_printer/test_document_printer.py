"""A page from the terminal to the paper through a real cupsd, and what is left of it: nothing."""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.attaching import Surroundings
from drivers.device_classes import DeviceClass, schema
from drivers.document_printer.attach import user_of
from drivers.document_printer.clerk_line import ClerkLine
from drivers.document_printer.errands import Errand
from drivers.document_printer.printing import Printing
from drivers.document_printer.probe import TEST_PAGE, probe_document_printer
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.document_printer import PageOutcome
from kiosk.ports.log import NoLog
from tests.drivers.document_printer.office import PAGE, PATIENCE, USER, Office, Told, opened
from tests.drivers.document_printer.private_cups import PrivateCups
from tests.drivers.stage import eventually

ONE = DeviceClass("document_printer")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office[PrivateCups]]:
    with opened(tmp_path) as office:
        yield office


def test_a_guide_is_printed_as_the_configuration_names_it_and_nothing_of_it_is_kept(
    office: Office[PrivateCups], tmp_path: Path
) -> None:
    settings = schema().model_validate({"document_printer": {"queue": office.cups.queue}})
    around = Surroundings(settings, StateFolder(tmp_path / "state").make(), office.supervisor, NoLog())
    printer = ONE.attach(settings.of(ONE.settings), around)
    told = Told()
    printer.print_guide(TEST_PAGE, told)
    report = told.report
    assert (report.outcome, report.reason, report.wiped) == (PageOutcome.PRINTED, "", True)
    (paper,) = office.cups.printed()
    assert paper.startswith(b"%PDF-") and len(paper) == report.pdf_bytes
    assert office.cups.spool() == [], "though this server is told to keep the files of jobs"
    assert eventually(lambda: office.supervisor.counters.of("document-printer").get("pages_printed") == 1)


def test_nothing_about_anybody_stands_in_the_name_of_a_job_nor_in_the_servers_logs(office: Office[PrivateCups]) -> None:
    assert office.printed(office.printer()).outcome is PageOutcome.PRINTED
    logged = office.cups.logs()
    assert re.search(r"a4 hall-test 1 .* hall-[0-9a-f]{16} ", logged), logged
    assert TEST_PAGE.item not in logged


def test_who_leaves_takes_the_page_along(office: Office[PrivateCups]) -> None:
    printer = office.printer()
    office.cups.mode("hang")
    told, after = office.laid(printer), office.laid(printer)
    assert eventually(lambda: len(office.cups.spool()) >= 1)
    printer.cancel()
    assert (told.report.outcome, told.report.wiped) == (PageOutcome.CANCELED, True)
    assert after.report.outcome is PageOutcome.CANCELED
    office.cups.mode("print")
    assert office.printed(printer).outcome is PageOutcome.PRINTED, "whoever comes next is not concerned"
    assert (office.cups.printed(), office.cups.spool()) == ([PAGE], [])


def test_a_page_that_takes_too_long_is_taken_back(office: Office[PrivateCups]) -> None:
    office.cups.mode("hang")
    clerk = ClerkLine(office.cups.queue, USER)
    report = Printing(clerk.ask, replace(PATIENCE, give_up=0.3), threading.Event()).send(PAGE)
    assert (report.outcome, report.reason, report.wiped) == (PageOutcome.FAILED, "too_slow", True)
    assert clerk.ask(Errand.OURS, which="not-completed").jobs == ()
    clerk.close()


def test_a_technician_asks_the_queue_and_prints_a_test_page(office: Office[PrivateCups]) -> None:
    said = io.StringIO()
    assert probe_document_printer(office.cups.queue, False, False, said) == 0
    assert said.getvalue() == "The queue answers and prints (paper full, cover closed, toner full).\n"
    said = io.StringIO()
    assert probe_document_printer(office.cups.queue, True, True, said) == 0
    told = json.loads(said.getvalue())
    assert (told["test_page"]["outcome"], told["test_page"]["wiped"], told["errorPolicy"]) == (
        "printed",
        True,
        "abort-job",
    )
    assert len(office.cups.printed()) == 1 and office.cups.spool() == []


@pytest.mark.parametrize(
    ("port", "code", "says"),
    [("/dev/usb/lp0", 2, "is not a queue"), ("ipp://127.0.0.1:1/printers/a4", 2, "server gone")],
)
def test_a_technician_is_told_what_is_wrong_with_the_queue(port: str, code: int, says: str) -> None:
    said = io.StringIO()
    assert probe_document_printer(port, True, False, said) == code
    assert says in said.getvalue()


def test_two_terminals_at_one_print_server_have_two_names() -> None:
    assert user_of("/one") == user_of("/one") != user_of("/two")


def test_a_hall_has_none_unless_it_says_so() -> None:
    settings = schema()()
    assert not settings.of(ONE.settings).wanted
    for wrong in ("lp0", "http://x/printers/a", "ipp://host", "ipp://ho st/printers/a"):
        with pytest.raises(ValueError, match="queue"):
            schema().model_validate({"document_printer": {"queue": wrong}})


def test_a_supervisor_without_a_server_ends_in_time(tmp_path: Path) -> None:
    office = Office.__new__(Office)
    office.supervisor, office.folder = Supervisor(), tmp_path
    printer = office.printer("ipp://127.0.0.1:1/printers/a4")
    assert eventually(lambda: printer.status().device is DeviceState.NO_DEVICE)
    assert office.supervisor.close() == ()
