"""The virtual document printer at its wire: a published request, what it refuses, and a wire that is cut or hangs.

What it does with whole pages stands in the tests of the faults, where a real cupsd has to do the same.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.document_printer.bench import unit
from drivers.document_printer.clerk_line import ClerkLine
from drivers.document_printer.errands import Errand, Fault
from drivers.document_printer.ipp_frame import is_whole
from drivers.document_printer.ipp_message import request_in
from drivers.document_printer.virtual import Operation, VirtualDocumentPrinter
from drivers.document_printer.virtual_jobs import MOST_JOBS
from drivers.virtual_devices.arguments import Arguments, WrongArgumentError
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.document_printer import PageOutcome
from tests.drivers.document_printer.office import PAGE, Office, opened_virtual
from tests.drivers.document_printer.test_ipp_answers import attribute
from tests.drivers.document_printer.virtual_server import VirtualServer
from tests.drivers.stage import eventually

# RFC 8010, appendix A.1: a Print-Job request, but for the document.
PUBLISHED = (
    b"\x01\x01\x00\x02\x00\x00\x00\x01\x01"
    + attribute(0x47, b"attributes-charset", b"utf-8")
    + attribute(0x48, b"attributes-natural-language", b"en-us")
    + attribute(0x45, b"printer-uri", b"ipp://printer.example.com/ipp/print/pinetree")
    + attribute(0x42, b"job-name", b"foobar")
    + attribute(0x22, b"ipp-attribute-fidelity", b"\x01")
    + b"\x02"
    + attribute(0x21, b"copies", struct.pack(">i", 20))
    + attribute(0x44, b"sides", b"two-sided-long-edge")
    + b"\x03"
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office[VirtualServer]]:
    with opened_virtual(tmp_path) as office:
        yield office


def test_the_published_request_is_understood_and_what_stands_behind_it_is_the_document() -> None:
    found = request_in(PUBLISHED + b"%!PDF...\x03")
    assert found is not None
    assert (found.operation, found.number, found.document) == (2, 1, b"%!PDF...\x03")
    assert (found.words("job-name"), found.whole("copies")) == ("foobar", 20)
    assert found.attributes["ipp-attribute-fidelity"] is True


def test_a_request_that_is_cut_anywhere_is_a_bad_one() -> None:
    assert [request_in(PUBLISHED[:end]) for end in range(len(PUBLISHED))] == [None] * len(PUBLISHED)
    assert VirtualDocumentPrinter().answered(PUBLISHED[:40])[2:4] == b"\x04\x00"


def test_what_it_does_not_know_it_says_so() -> None:
    assert VirtualDocumentPrinter().answered(PUBLISHED)[2:8] == b"\x05\x01" + struct.pack(">i", 1)


@given(st.binary(max_size=400))
def test_whatever_comes_is_answered_in_ipp(rest: bytes) -> None:
    printer = VirtualDocumentPrinter()
    for operation in Operation:
        assert is_whole(printer.answered(PUBLISHED[:2] + struct.pack(">H", operation) + PUBLISHED[4:] + rest))
        assert is_whole(printer.answered(PUBLISHED[:2] + struct.pack(">H", operation) + rest))


def test_it_keeps_no_more_jobs_than_it_may(office: Office[VirtualServer]) -> None:
    clerk = ClerkLine(office.cups.queue, "somebody")
    faults = [clerk.ask(Errand.CREATE, name="one").fault for _ in range(MOST_JOBS + 1)]
    clerk.close()
    assert faults == [None] * MOST_JOBS + [Fault.REFUSED]


def test_it_stands_in_a_folder_of_any_depth(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 30) / ("deeper" * 20)
    deep.mkdir(parents=True)
    with opened_virtual(deep) as office:
        assert office.printed(office.printer()).outcome is PageOutcome.PRINTED
        assert (office.cups.printed(), office.cups.spool()) == ([PAGE], [])


def test_a_plug_that_is_pulled_in_the_middle_of_a_page_prints_nothing(office: Office[VirtualServer]) -> None:
    printer = office.printer()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    office.cups.pull_after(8000)
    assert office.printed(printer).outcome is not PageOutcome.PRINTED
    assert eventually(lambda: printer.status().reason == "server_gone")
    office.cups.plug()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    assert eventually(lambda: office.cups.spool() == []), "what was left there is taken back"
    assert office.cups.printed() == []
    assert office.printed(printer).outcome is PageOutcome.PRINTED


def test_it_hangs_and_comes_back(office: Office[VirtualServer]) -> None:
    printer = office.printer()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    office.cups.freeze(True)
    assert eventually(lambda: printer.status().reason == "silent")
    office.cups.freeze(False)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)


@pytest.mark.parametrize("arrives", [Operation.SEND_DOCUMENT, Operation.CREATE_JOB])
def test_an_answer_that_it_swallows_never_makes_two_pages(office: Office[VirtualServer], arrives: Operation) -> None:
    printer = office.printer()
    office.cups.lose_answers(arrives, 1)
    office.printed(printer)
    assert eventually(lambda: office.cups.spool() == [])
    assert len(office.cups.printed()) <= 1


def test_a_locked_one_keeps_everybody_out(office: Office[VirtualServer]) -> None:
    office.cups.lock()
    printer = office.printer()
    assert eventually(lambda: printer.status().reason == "not_allowed")


def test_who_speaks_no_http_or_too_much_of_it_is_sent_away(tmp_path: Path) -> None:
    own = unit(tmp_path, lambda what: None)
    own.line.plug()
    for said, answer in (
        (b"GET / HTTP/1.1\r\n\r\n", b"501"),
        (b"POST /elsewhere HTTP/1.1\r\nContent-Length: 1\r\n\r\nx", b"404"),
        (b"POST /ipp/print HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
        (b"POST /ipp/print HTTP/1.1\r\n\r\n", b"413"),
        (b"\x00\x01\x02\r\n\r\n", b"400"),
    ):
        with socket.socket(socket.AF_UNIX) as guest:
            guest.settimeout(10)
            guest.connect(str(tmp_path / own.name))
            guest.sendall(said)
            assert answer in guest.recv(200)
    own.close()
    assert not (tmp_path / own.name).exists()


def test_a_page_is_taken_from_the_tray_as_the_file_it_was(tmp_path: Path, office: Office[VirtualServer]) -> None:
    own = unit(tmp_path, lambda what: None)
    with pytest.raises(WrongArgumentError, match="no page"):
        own.commands()["take_page"](Arguments({"path": str(tmp_path / "x.pdf")}))()
    assert office.printed(office.printer()).outcome is PageOutcome.PRINTED
    assert office.cups.printed() == [PAGE]
