"""A ticket stands in the presenter's lips: it is taken, or after a while it is pulled back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.receipt_printer import presenter
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


def test_after_one_that_could_not_be_pulled_back_the_next_ticket_has_its_own_time(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "PULLED_WITHIN_S", 0.2)
    stage.do("presenter_jam", hold=True)
    printer = stage.printer(replace(PRESENTING, take_s=0.3))
    assert stage.print(printer).first().outcome is PrintOutcome.PRINTED
    assert eventually(lambda: printer.status().detail("presented") == "notTaken")
    stage.do("presenter_jam", on=False)
    assert stage.print(printer, replace(SLIP, label="B002")).first().outcome is PrintOutcome.PRINTED
    assert eventually(lambda: [ticket["retracted"] for ticket in stage.tickets()] == [True, True])
    assert eventually(lambda: printer.status().detail("presented") == "retracted")
