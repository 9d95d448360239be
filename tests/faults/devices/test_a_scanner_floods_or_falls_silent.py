"""A scanner that says far too much, or nothing."""

from __future__ import annotations

from drivers.code_scanner.codec import EngineName
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.code_scanner import Scan, ScanFailure
from tests.drivers.code_scanner.desk import TICKET, asked, scanner_on
from tests.drivers.stage import Heard, Stage, eventually


def test_a_flooding_scanner_gives_no_codes_is_told_as_ill_and_comes_back_when_it_is_calm(stage: Stage) -> None:
    scanner = scanner_on(stage)
    stage.do("code_flood", count=150)
    assert eventually(lambda: scanner.status().reason.endswith("flooding"))
    assert scanner.status().device is DeviceState.HARDWARE_ERROR
    assert scanner.status().detail("scanner") == "inoperative"
    refused: Heard[Scan | ScanFailure] = Heard()
    scanner.read(refused)
    assert refused.first() is ScanFailure.SCANNER_FAULT
    assert eventually(lambda: scanner.status().device is DeviceState.ONLINE)
    answer = asked(stage, scanner)
    stage.do("show_code", text=TICKET)
    assert answer.first() == Scan(TICKET)


def test_who_waits_when_a_flood_begins_gets_at_most_one_answer(stage: Stage) -> None:
    scanner = scanner_on(stage)
    answer = asked(stage, scanner)
    stage.do("code_flood", count=150)
    assert answer.first() in (Scan("FLOOD"), ScanFailure.SCANNER_FAULT)
    assert eventually(lambda: scanner.status().reason.endswith("flooding"))
    assert len(answer.all) == 1


def test_an_engine_that_falls_silent_ends_the_wait_and_comes_back_by_itself(stage: Stage) -> None:
    scanner = scanner_on(stage, EngineName.SSI)
    answer = asked(stage, scanner)
    stage.do("silence", device="code-scanner")
    assert answer.first() is ScanFailure.SCANNER_SILENT
    assert scanner.status().device is DeviceState.OFFLINE
    stage.do("lift_faults", device="code-scanner")
    assert eventually(lambda: scanner.status().device is DeviceState.ONLINE)
