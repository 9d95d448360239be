"""From the slip to the printer's bytes in less than 15 ms, also where a name and the code are drawn."""

from __future__ import annotations

import time
from statistics import median

import pytest

from drivers.receipt_printer.codec import Paper, Qr, rehearse
from drivers.receipt_printer.device import PrinterSettings, ReceiptPrinterDevice
from drivers.receipt_printer.printing import Fence, Habits
from drivers.receipt_printer.samples import SAMPLES
from drivers.serial_link import LinkFault
from kiosk.ports.devices import PrintOutcome

LIMIT_S = 0.015


class Nowhere:
    """Takes everything at once, as far as a driver can see, and says nothing."""

    flow_control = True

    def read(self, limit_s: float) -> bytes | LinkFault:
        return b""

    def write(self, data: bytes) -> LinkFault | None:
        return None

    def clear(self) -> LinkFault | None:
        return None

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


@pytest.mark.parametrize("qr", Qr)
@pytest.mark.parametrize("slip", SAMPLES)
def test_a_ticket_is_rendered_in_less_than_15_ms(slip: str, qr: Qr) -> None:
    """By the thread's own time on the processor: a busy machine makes nothing slower here."""
    rehearse()
    device = ReceiptPrinterDevice(Nowhere, PrinterSettings(paper=Paper(qr=qr), fence=Fence.NONE), Habits(Fence.NONE))
    device.open()
    took = []
    for _ in range(9):
        begun = time.thread_time()
        assert device.print(SAMPLES[slip]).outcome is PrintOutcome.UNKNOWN
        took.append(time.thread_time() - begun)
    assert median(took) < LIMIT_S
