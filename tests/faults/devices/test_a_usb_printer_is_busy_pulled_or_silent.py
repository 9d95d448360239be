"""A ticket printer on USB: found by its place, as fast as USB, busy, pulled in the middle of a print, silent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.binding.listing import ListedPort, SysfsListing
from drivers.binding.places import Binder
from drivers.binding.suggestions import suggestions
from drivers.far_end.faults import Silence
from drivers.receipt_printer.codec import Paper
from drivers.receipt_printer.hints import HINTS
from drivers.receipt_printer.printed import Line
from drivers.receipt_printer.printer import TicketPrinter
from drivers.serial_link import LinkFault
from drivers.usb_link import UsbPipes
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState, PrintOutcome
from tests.drivers.binding.usb_tree import UsbTree
from tests.drivers.receipt_printer.far_printers import PORT, SETTINGS, UsbPrinter, printed
from tests.drivers.stage import SLIP, eventually


@pytest.fixture
def far() -> Iterator[UsbPrinter]:
    far = UsbPrinter()
    yield far
    far.close()


def test_a_ticket_comes_out_as_fast_as_usb_takes_it_and_is_confirmed(far: UsbPrinter, supervisor: Supervisor) -> None:
    report = printed(far.attached(supervisor))
    assert (report.outcome, report.confirmed_by) == (PrintOutcome.PRINTED, "process_id")
    assert report.wire_ms < report.bytes_sent * 10_000 / SETTINGS.baud / 2, "a serial line's pace was kept"
    (ticket,) = far.printer.tickets
    assert (ticket.label, ticket.qr, ticket.unknown) == ("A017", SLIP.code, [])


def test_a_58_mm_printer_on_usb_prints_within_its_paper(far: UsbPrinter, supervisor: Supervisor) -> None:
    printer = TicketPrinter(supervisor, far.open, replace(SETTINGS, paper=Paper(columns=32, dots=384)))
    assert printed(printer).outcome is PrintOutcome.PRINTED
    texts = far.printer.tickets[0].value()["text"]
    assert isinstance(texts, list)
    assert max(len(line.encode("gbk")) for line in texts) <= 32


def test_a_printer_that_another_program_has_is_told_so_and_comes_when_free(
    far: UsbPrinter, supervisor: Supervisor
) -> None:
    far.usb.busy = True
    printer = far.attached(supervisor)
    assert eventually(lambda: printer.status().reason.endswith("in_use"))
    assert printed(printer).outcome is PrintOutcome.FAILED
    far.usb.busy = False
    assert printed(printer).outcome is PrintOutcome.PRINTED


def test_a_printer_pulled_in_the_middle_of_a_ticket_never_claims_it_and_cuts_first_when_it_is_back(
    far: UsbPrinter, supervisor: Supervisor
) -> None:
    printer = far.attached(supervisor)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    far.pull_after(300)
    report = printed(printer)
    assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, "gone")
    assert eventually(lambda: printer.status().device is DeviceState.NO_DEVICE)
    far.usb.plug(True)
    assert printed(printer, replace(SLIP, label="B002")).outcome is PrintOutcome.PRINTED
    assert [ticket.is_cut for ticket in far.printer.tickets] == [True, True]
    assert far.printer.tickets[-1].label == "B002"
    head = [mark.text for mark in far.printer.tickets[-1].marks if isinstance(mark, Line) and mark.text][:2]
    assert SLIP.item not in head


def test_a_printer_that_takes_no_more_bytes_is_stuck_and_comes_back(far: UsbPrinter, supervisor: Supervisor) -> None:
    printer = far.attached(supervisor)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    far.usb.frozen.set()
    assert printed(printer).outcome is not PrintOutcome.PRINTED
    assert eventually(lambda: printer.status().device is DeviceState.OFFLINE)
    far.usb.frozen.clear()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    assert printed(printer).outcome is PrintOutcome.PRINTED


def test_a_printer_that_falls_silent_after_its_ticket_leaves_it_unknown(
    far: UsbPrinter, supervisor: Supervisor
) -> None:
    printer = far.attached(supervisor)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    far.printer.faults.put(Silence(), frozenset(("echo", "queued")))
    report = printed(printer)
    assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, "silent")


def test_a_printer_on_usb_is_found_by_its_class_or_its_number() -> None:
    office = ListedPort("1-5:1.0", 0x1234, 0x5678, interface_class=7)
    own = ListedPort("1-6:1.0", 0x0416, 0x5011, interface_class=0xFF)
    camera = ListedPort("1-7:1.0", 0x1234, 0x5678, interface_class=0x0E)
    found = suggestions([PORT, office, own, camera], {"receipt-printer": HINTS})
    assert [one.classes for one in found] == [("receipt-printer",)] * 3 + [()]


def test_a_place_without_a_tty_is_printed_to_over_usb(tmp_path: Path) -> None:
    tree, asked = UsbTree(tmp_path), list[ListedPort]()

    def open_pipes(port: ListedPort) -> UsbPipes | LinkFault:
        asked.append(port)
        return LinkFault.IN_USE

    tree.plug("1-4:1.0", 0x04B8, 0x0202)
    opened = Binder(SysfsListing(tree.sys, tree.dev), tree.sys, open_pipes).wired("place:1-4:1.0", 115200)
    assert opened() is LinkFault.IN_USE
    assert [one.place for one in asked] == ["1-4:1.0"]
