"""What a printer has used up, as far as it confirmed it; what is left only of a roll that was seen going in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.receipt_printer.codec import KNIFE_MM, Qr
from drivers.receipt_printer.codec import Paper as Roll
from drivers.receipt_printer.usage import Usage
from kiosk.operation.device_counters import DeviceCounters
from kiosk.ports.devices import Cover, DeviceState, DeviceStatus, Paper, PrintOutcome
from tests.drivers.stage import PRINTER, SLIP, Stage, eventually

NAME = "receipt-printer"
WELL = DeviceStatus(DeviceState.ONLINE, paper=Paper.FULL, cover=Cover.CLOSED)
LOW, OUT = replace(WELL, paper=Paper.LOW), replace(WELL, paper=Paper.OUT)
OPEN = replace(LOW, cover=Cover.OPEN)


def left_after(*seen: DeviceStatus) -> str:
    usage = Usage(DeviceCounters(), NAME, roll_m=80)
    usage.see(OUT)
    usage.see(WELL)
    usage.printed(4_500, 1)
    return [usage.see(status).detail("metresLeft") for status in seen][-1]


def test_nothing_is_said_of_a_roll_that_nobody_saw_going_in() -> None:
    assert Usage(DeviceCounters(), NAME, roll_m=80).see(WELL).detail("metresLeft") == "unknown"
    assert Usage(DeviceCounters(), NAME).see(WELL).detail("metresLeft") == "notSupported"


@pytest.mark.parametrize(
    ("seen", "left"),
    [((WELL,), "75"), ((OUT, WELL), "80"), ((LOW, OPEN, WELL), "80"), ((LOW, WELL), "75"), ((LOW, OUT, LOW), "75")],
)
def test_a_new_roll_is_one_after_an_end_or_after_an_open_cover_near_it(
    seen: tuple[DeviceStatus, ...], left: str
) -> None:
    assert left_after(*seen) == left


@pytest.mark.parametrize("qr", list(Qr))
def test_a_printed_ticket_is_counted_with_its_paper_and_a_failed_one_is_not(stage: Stage, qr: Qr) -> None:
    printer = stage.printer(replace(PRINTER, paper=Roll(qr=qr)))
    rare = replace(SLIP, holder="王*𬭩  尾号5030")
    assert stage.print(printer, rare).first().outcome is PrintOutcome.PRINTED
    (ticket,) = stage.tickets()
    counted = stage.supervisor.counters.of(NAME)
    assert (counted["tickets"], counted["cuts"]) == (1, 1)
    assert counted["millimetres"] == ticket["millimetres"] + KNIFE_MM
    assert eventually(lambda: printer.status().detail("tickets") == "1")
    stage.do("cover", **{"is": "open"})
    assert stage.print(printer).first().outcome is PrintOutcome.FAILED
    assert stage.supervisor.counters.of(NAME)["tickets"] == 1
