"""A ticket stands in the presenter's lips: it is taken, or after a while it is pulled back."""

from __future__ import annotations

from dataclasses import replace

from drivers.receipt_printer.codec import Paper
from kiosk.ports.devices import DeviceState, PrintOutcome
from tests.drivers.stage import PRINTER, SLIP, Stage, eventually

PRESENTING = replace(PRINTER, paper=Paper(presents=True), take_s=0.0)


def test_a_ticket_stands_there_until_it_is_taken_or_another_comes_and_silence_tells_neither(stage: Stage) -> None:
    printer = stage.printer(PRESENTING)
    assert eventually(lambda: printer.status().detail("presented") == "notPresent")
    assert stage.print(printer).first().outcome is PrintOutcome.PRINTED
    assert eventually(lambda: printer.status().detail("presented") == "present")
    stage.do("silence", device="receipt-printer", answer="full")
    assert eventually(lambda: printer.status().detail("presented") == "unknown")
    stage.do("lift_faults", device="receipt-printer")
    assert eventually(lambda: printer.status().detail("presented") == "present")
    assert stage.print(printer, replace(SLIP, label="B002")).first().outcome is PrintOutcome.PRINTED
    assert eventually(lambda: printer.status().detail("presented") == "present")
    stage.do("take_ticket")
    assert eventually(lambda: printer.status().detail("presented") == "taken")
    first, second = stage.tickets()
    assert (first["retracted"], first["taken"], second["retracted"], second["taken"]) == (True, False, False, True)
    assert first["unknown"] == second["unknown"] == []


def test_a_ticket_that_nobody_takes_is_pulled_back_and_the_next_one_comes(stage: Stage) -> None:
    printer = stage.printer(replace(PRESENTING, take_s=0.4))
    assert stage.print(printer).first().outcome is PrintOutcome.PRINTED
    assert eventually(lambda: printer.status().detail("presented") == "retracted")
    assert stage.do("state")["state"]["receipt-printer"]["hanging_tickets"] == []
    assert printer.status().device is DeviceState.ONLINE
    assert stage.print(printer, replace(SLIP, label="B002")).first().outcome is PrintOutcome.PRINTED
    assert [ticket["retracted"] for ticket in stage.tickets()] == [True, False]
