"""A printer without status answers: by DLE EOT, by pushing, by queued answers; by some of them or by none."""

from __future__ import annotations

from kiosk.ports.devices import Cover, DeviceState, Paper, PrintOutcome
from tests.drivers.stage import Stage, eventually


def test_a_printer_that_tells_no_status_is_not_trusted_with_a_ticket(stage: Stage) -> None:
    stage.do("no_status")
    printer = stage.printer()
    assert eventually(lambda: printer.status().device is DeviceState.OFFLINE)
    assert (printer.status().paper, printer.status().cover) == (Paper.UNKNOWN, Cover.UNKNOWN)
    assert stage.print(printer).first().reason == "silent"
    assert stage.tickets() == []
    stage.do("no_status", on=False)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)


def test_a_printer_that_only_pushes_its_status_is_understood_and_trusted(stage: Stage) -> None:
    stage.do("silence", device="receipt-printer", answer="real_time")
    stage.do("paper", level="low")
    printer = stage.printer()
    assert eventually(lambda: printer.status().paper is Paper.LOW)
    assert printer.status().cover is Cover.CLOSED
    assert stage.print(printer).first().outcome is PrintOutcome.PRINTED
    stage.do("cover", **{"is": "open"})
    assert eventually(lambda: printer.status().cover is Cover.OPEN)
    assert stage.print(printer).first().reason == "cover_open"


def test_a_printer_that_only_tells_its_paper_has_an_unknown_cover(stage: Stage) -> None:
    stage.do("silence", device="receipt-printer", answer="real_time")
    stage.do("silence", device="receipt-printer", answer="pushed")
    stage.do("paper", level="out")
    printer = stage.printer()
    assert eventually(lambda: printer.status().paper is Paper.OUT)
    assert printer.status().cover is Cover.UNKNOWN
    assert stage.print(printer).first().reason == "paper_out"
    assert stage.tickets() == []
