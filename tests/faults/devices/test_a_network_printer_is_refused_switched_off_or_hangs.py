"""A ticket printer at port 9100: another host has it, its mains fail, its cable is pulled, nobody is there."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from drivers.binding.places import Binder
from drivers.serial_link import LinkFault
from drivers.tcp_link import TcpLink, open_tcp
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState, PrintOutcome
from tests.drivers.receipt_printer.far_printers import SETTINGS, NetworkPrinter, printed
from tests.drivers.stage import SLIP, eventually


@pytest.fixture
def far() -> Iterator[NetworkPrinter]:
    far = NetworkPrinter()
    yield far
    far.close()


def test_a_ticket_is_printed_and_confirmed_over_the_socket_that_also_asks_for_the_paper(
    far: NetworkPrinter, supervisor: Supervisor
) -> None:
    report = printed(far.attached(supervisor))
    assert (report.outcome, report.confirmed_by) == (PrintOutcome.PRINTED, "process_id")
    assert report.wire_ms < report.bytes_sent * 10_000 / SETTINGS.baud / 2, "a serial line's pace was kept"
    (ticket,) = far.printer.tickets
    assert (ticket.label, ticket.qr, ticket.unknown) == ("A017", SLIP.code, [])


def test_a_printer_that_another_host_holds_is_gone_and_comes_when_it_is_free(
    far: NetworkPrinter, supervisor: Supervisor
) -> None:
    far.line.busy = True
    printer = far.attached(supervisor)
    assert eventually(lambda: printer.status().device in (DeviceState.NO_DEVICE, DeviceState.OFFLINE))
    far.line.busy = False
    assert printed(printer).outcome is PrintOutcome.PRINTED


def test_a_printer_whose_mains_fail_in_the_middle_of_a_ticket_never_claims_it(
    far: NetworkPrinter, supervisor: Supervisor
) -> None:
    printer = far.attached(supervisor)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    far.line.unplug_after(300)
    report = printed(printer)
    assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, "gone")
    far.line.plug()
    assert printed(printer, replace(SLIP, label="B002")).outcome is PrintOutcome.PRINTED
    assert [ticket.is_cut for ticket in far.printer.tickets] == [True, True]
    assert far.printer.tickets[-1].label == "B002"


def test_a_pulled_network_cable_is_silence_and_the_printer_comes_back(
    far: NetworkPrinter, supervisor: Supervisor
) -> None:
    printer = far.attached(supervisor)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    far.line.frozen.set()
    assert eventually(lambda: printer.status().device is DeviceState.OFFLINE)
    assert printed(printer).outcome is PrintOutcome.FAILED
    far.line.frozen.clear()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)


def test_nobody_at_the_port_is_refused_and_a_wrong_address_is_told(far: NetworkPrinter) -> None:
    url = far.line.url
    far.line.unplug()
    assert Binder().wired(url, 115200)() is LinkFault.REFUSED
    for wrong in ("tcp://", "tcp://:9100", "tcp://127.0.0.1:99999"):
        assert open_tcp(wrong) is LinkFault.BAD_URL


def test_a_host_that_never_answers_the_connection_costs_its_limit_and_no_more() -> None:
    """A listener whose backlog is full leaves further connections unanswered, as a dead address does."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with socket.create_connection(full.getsockname()):
            begun = time.monotonic()
            opened = open_tcp(f"tcp://127.0.0.1:{full.getsockname()[1]}", connect_s=0.3)
            if isinstance(opened, TcpLink):  # the kernel let one more in; the next waits
                again = open_tcp(f"tcp://127.0.0.1:{full.getsockname()[1]}", connect_s=0.3)
                opened.close()
                opened = again
            assert opened is LinkFault.UNREACHABLE
            assert time.monotonic() - begun < 5


def test_a_printer_that_takes_no_more_bytes_stops_the_writer_within_its_limit(far: NetworkPrinter) -> None:
    link = far.open()
    assert isinstance(link, TcpLink)
    far.line.frozen.set()
    begun = time.monotonic()
    assert link.write(bytes(4_000_000)) is LinkFault.STUCK
    assert time.monotonic() - begun < 5
    link.close()
    assert link.write(b"\n") is LinkFault.INTERRUPTED
