"""A ticket sticks between the knife and the presenter's lips."""

from __future__ import annotations

from kiosk.ports.devices import DeviceState, Paper, PrintOutcome
from tests.drivers.stage import Stage, eventually
from tests.faults.devices.test_a_ticket_is_not_taken import PRESENTING


def test_a_jam_fails_the_ticket_by_its_own_name_and_is_over_when_it_is_cleared(stage: Stage) -> None:
    stage.do("presenter_jam")
    printer = stage.printer(PRESENTING)
    report = stage.print(printer).first()
    assert (report.outcome, report.reason) == (PrintOutcome.FAILED, "presenter_jammed")
    assert eventually(lambda: printer.status().paper is Paper.JAMMED)
    assert printer.status().device is DeviceState.HARDWARE_ERROR
    assert printer.status().detail("presented") == "jammed"
    stage.do("presenter_jam", on=False)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    assert printer.status().paper is Paper.FULL
