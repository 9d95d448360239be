"""A knife that sticks in the middle of its way."""

from __future__ import annotations

from kiosk.ports.devices import DeviceState, PrintOutcome
from tests.drivers.stage import Stage, eventually


def test_a_knife_that_sticks_is_a_broken_printer_until_it_is_freed(stage: Stage) -> None:
    stage.do("cutter_error")
    printer = stage.printer()
    report = stage.print(printer).first()
    assert (report.outcome, report.reason) == (PrintOutcome.FAILED, "cutter_error")
    assert eventually(lambda: printer.status().device is DeviceState.HARDWARE_ERROR)
    assert stage.print(printer).first().reason.endswith("cutter_error")
    stage.do("cutter_error", on=False)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    assert stage.print(printer).first().outcome is PrintOutcome.PRINTED
