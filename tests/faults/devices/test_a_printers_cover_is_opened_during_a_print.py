"""A cover that is opened before a ticket, in its middle, or for a moment."""

from __future__ import annotations

import time
from dataclasses import replace

from kiosk.ports.devices import Cover, DeviceState, PrintOutcome
from tests.drivers.stage import PRINTER, Stage, eventually


def test_an_open_cover_is_told_and_nothing_is_sent(stage: Stage) -> None:
    stage.do("cover", **{"is": "open"})
    printer = stage.printer()
    assert eventually(lambda: printer.status().cover is Cover.OPEN)
    assert printer.status().device is DeviceState.USER_ERROR
    report = stage.print(printer).first()
    assert (report.outcome, report.reason, report.bytes_sent) == (PrintOutcome.FAILED, "cover_open", 0)
    stage.do("cover", **{"is": "closed"})
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)


def test_a_cover_opened_while_a_ticket_is_printed_makes_it_fail(stage: Stage) -> None:
    stage.do("cover", **{"is": "open"}, after_lines=5)
    report = stage.print(stage.printer()).first()
    assert (report.outcome, report.reason) == (PrintOutcome.FAILED, "cover_open")


def test_a_cover_opened_for_a_moment_prints_the_ticket_to_its_end(stage: Stage) -> None:
    patient = replace(PRINTER, patience=replace(PRINTER.patience, trouble=5.0, confirm=10.0))
    stage.do("cover", **{"is": "open"}, after_lines=5)
    answer = stage.print(stage.printer(patient))
    assert eventually(lambda: stage.do("state")["state"]["receipt-printer"]["cover"] == "open")
    time.sleep(0.6)  # several looks see it open
    assert answer.all == []
    stage.do("cover", **{"is": "closed"})
    assert answer.first().outcome is PrintOutcome.PRINTED
    assert [ticket["cut"] for ticket in stage.tickets()] == [True]
