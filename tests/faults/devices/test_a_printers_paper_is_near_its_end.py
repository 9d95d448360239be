"""The roll is nearly used up: tickets go on coming, and staff are told."""

from __future__ import annotations

from kiosk.ports.devices import DeviceState, Paper, PrintOutcome
from tests.drivers.stage import Stage, eventually


def test_paper_near_its_end_prints_and_warns(stage: Stage) -> None:
    stage.do("paper", level="low")
    printer = stage.printer()
    assert stage.print(printer).first().outcome is PrintOutcome.PRINTED
    assert eventually(lambda: printer.status().paper is Paper.LOW)
    assert printer.status().device is DeviceState.ONLINE


def test_paper_that_ends_with_the_last_line_is_still_a_whole_ticket(stage: Stage) -> None:
    stage.do("paper", level="low")
    printer = stage.printer()
    stage.print(printer).first()
    (ticket,) = stage.tickets()
    stage.do("reset")
    stage.do("paper", level="out", after_lines=100)
    assert stage.print(printer).first().outcome is PrintOutcome.PRINTED
    assert ticket["cut"]
