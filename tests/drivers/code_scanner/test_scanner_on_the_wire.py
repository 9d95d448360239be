"""A code held before each engine, read over a real pseudo-terminal."""

from __future__ import annotations

import pytest

from drivers.code_scanner.codec import EngineName
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.code_scanner import Scan, ScanFailure, Symbology
from tests.drivers.code_scanner.desk import TICKET, asked, scanner_on
from tests.drivers.stage import Heard, Stage, eventually


@pytest.mark.parametrize("engine", EngineName)
def test_each_engine_gives_the_code_that_is_held_before_it(stage: Stage, engine: EngineName) -> None:
    scanner = scanner_on(stage, engine)
    answer = asked(stage, scanner)
    stage.do("show_code", text="取号凭证 A017 䶮", charset="gb18030")
    kind = Symbology.QR if engine is EngineName.SSI else Symbology.UNKNOWN
    assert answer.first() == Scan("取号凭证 A017 䶮", kind)


def test_a_code_that_was_scanned_before_anybody_asked_reaches_nobody(stage: Stage) -> None:
    scanner = scanner_on(stage)
    stage.do("show_code", text="of-the-person-before")
    assert eventually(lambda: stage.supervisor.counters.of("code-scanner").get("unasked"))
    answer = asked(stage, scanner)
    stage.do("show_code", text=TICKET)
    assert answer.first() == Scan(TICKET)
    assert len(answer.all) == 1


def test_an_engine_looks_only_while_somebody_waits(stage: Stage) -> None:
    scanner = scanner_on(stage, EngineName.NEWLAND)

    def looking() -> bool:
        return bool(stage.do("state")["state"]["code-scanner"]["looking"])

    assert not looking()
    asked(stage, scanner)
    assert looking()
    assert eventually(lambda: scanner.status().detail("scanner") == "on")
    scanner.cancel()
    assert eventually(lambda: not looking())
    assert eventually(lambda: scanner.status().detail("scanner") == "off")


def test_the_second_who_asks_takes_the_place_of_the_first(stage: Stage) -> None:
    scanner = scanner_on(stage)
    first = asked(stage, scanner)
    second = asked(stage, scanner)
    assert first.first() is ScanFailure.NO_CODE
    stage.do("show_code", text=TICKET)
    assert second.first() == Scan(TICKET)
    assert first.all == [ScanFailure.NO_CODE]


def test_a_plain_line_says_that_it_cannot_be_asked_until_its_first_code(stage: Stage) -> None:
    scanner = scanner_on(stage)
    assert (scanner.status().device, scanner.status().detail("scanner")) == (DeviceState.ONLINE, "unknown")
    stage.do("show_code", text=TICKET)
    assert eventually(lambda: scanner.status().detail("scanner") == "on")


def test_closing_answers_whoever_waits(stage: Stage) -> None:
    scanner = scanner_on(stage)
    answer: Heard[Scan | ScanFailure] = asked(stage, scanner)
    scanner.close()
    assert answer.first() is ScanFailure.SCANNER_GONE
