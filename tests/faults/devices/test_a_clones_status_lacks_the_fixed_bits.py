"""A clone that answers DLE EOT without the bits that are always set: a setting says so, and then it is understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from drivers.far_end.faults import Answer, Silence
from drivers.receipt_printer.printer import TicketPrinter
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import Cover, DeviceState, Paper, PrintOutcome
from tests.drivers.receipt_printer.far_printers import SETTINGS, UsbPrinter, printed
from tests.drivers.stage import eventually


@dataclass(frozen=True)
class Bare:
    """Only the bits that mean something leave the printer, as one maker's examples show it: 0C, 6C."""

    name: str = "bare"

    def bend(self, answer: Answer) -> bytes:
        return bytes(byte & 0x6C for byte in answer.wire)


@pytest.fixture
def clone() -> Iterator[UsbPrinter]:
    far = UsbPrinter()
    far.printer.faults.put(Bare(), frozenset({"real_time"}))
    far.printer.faults.put(Silence(), frozenset({"pushed", "queued"}))
    yield far
    far.close()


def test_without_the_setting_it_is_silent_and_not_guessed_at(clone: UsbPrinter, supervisor: Supervisor) -> None:
    printer = clone.attached(supervisor)
    assert eventually(lambda: printer.status().device is DeviceState.OFFLINE)
    assert printer.status().paper is Paper.UNKNOWN


def test_with_the_setting_its_paper_and_its_cover_are_known_and_its_word_counts(
    clone: UsbPrinter, supervisor: Supervisor
) -> None:
    printer = TicketPrinter(supervisor, clone.open, replace(SETTINGS, loose_status=True))
    assert eventually(lambda: printer.status().paper is Paper.FULL)
    report = printed(printer)
    assert (report.outcome, report.confirmed_by) == (PrintOutcome.PRINTED, "process_id")
    clone.printer.set_sensors(paper=Paper.LOW)
    assert eventually(lambda: printer.status().paper is Paper.LOW)
    clone.printer.set_sensors(paper=Paper.OUT)
    assert eventually(lambda: printer.status().paper is Paper.OUT)
    assert printed(printer).reason == "paper_out"
    clone.printer.set_sensors(paper=Paper.FULL, cover_open=True)
    assert eventually(lambda: printer.status().cover is Cover.OPEN)
