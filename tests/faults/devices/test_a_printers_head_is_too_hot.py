"""A head that is too hot stops in the middle and goes on by itself when it has cooled."""

from __future__ import annotations

from kiosk.ports.devices import DeviceState, PrintOutcome
from tests.drivers.stage import Stage, eventually


def test_a_hot_head_makes_a_ticket_fail_and_heals_by_itself(stage: Stage) -> None:
    stage.do("head_hot", after_lines=5)
    printer = stage.printer()
    report = stage.print(printer).first()
    assert (report.outcome, report.reason) == (PrintOutcome.FAILED, "head_hot")
    assert eventually(lambda: printer.status().device is DeviceState.HARDWARE_ERROR)
    stage.do("head_hot", on=False)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    assert stage.print(printer).first().outcome is PrintOutcome.PRINTED
