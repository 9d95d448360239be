"""What begins as a code and is none: nobody gets it, whoever waits is told why, and the next code is whole."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from drivers.code_scanner.codec import EngineName
from drivers.code_scanner.scanner import SerialScanner
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.code_scanner import Scan, ScanFailure, Symbology
from tests.drivers.code_scanner.desk import TICKET, asked, scanner_on
from tests.drivers.stage import Stage, eventually


def _half(stage: Stage) -> None:
    stage.do("half_code", keep=5, times=1, answer="code")
    stage.do("show_code", text=TICKET)


def _too_long(stage: Stage) -> None:
    stage.do("long_code", size=1500)


def _not_text(stage: Stage) -> None:
    stage.do("show_code", text="ff fe 00 80", charset="hex")


def _the_next_is_whole(stage: Stage, scanner: SerialScanner) -> None:
    assert eventually(lambda: scanner.status().device is DeviceState.ONLINE)
    answer = asked(stage, scanner)
    stage.do("show_code", text=TICKET)
    got = answer.first()
    assert isinstance(got, Scan), got
    assert got.text == TICKET


@pytest.mark.parametrize(
    ("engine", "shown", "failure"),
    [
        (EngineName.LINE, _half, ScanFailure.CODE_CUT),
        (EngineName.LINE, _too_long, ScanFailure.CODE_TOO_LONG),
        (EngineName.LINE, _not_text, ScanFailure.NOT_TEXT),
        (EngineName.SSI, _half, ScanFailure.CODE_CUT),
    ],
)
def test_who_waits_is_told_why_and_the_next_code_is_whole(
    stage: Stage, engine: EngineName, shown: Callable[[Stage], None], failure: ScanFailure
) -> None:
    scanner = scanner_on(stage, engine)
    answer = asked(stage, scanner)
    shown(stage)
    assert answer.first() is failure
    _the_next_is_whole(stage, scanner)


def test_noise_among_packets_is_never_taken_for_a_code(stage: Stage) -> None:
    scanner = scanner_on(stage, EngineName.SSI)
    answer = asked(stage, scanner)
    stage.do("scanner_noise", count=40, seed=7)
    stage.do("show_code", text=TICKET)
    assert not isinstance(answer.first(), Scan) or answer.all == [Scan(TICKET, Symbology.QR)]
    _the_next_is_whole(stage, scanner)


def test_noise_on_a_plain_line_costs_one_answer_and_the_next_code_is_whole(stage: Stage) -> None:
    """A line has no check: noise that is text by chance is a text. What a ticket says is believed for its signature."""
    scanner = scanner_on(stage)
    answer = asked(stage, scanner)
    stage.do("scanner_noise", count=40, seed=7)
    got = answer.first()
    assert got in (ScanFailure.NOT_TEXT, ScanFailure.CODE_CUT) or (isinstance(got, Scan) and got.text != TICKET)
    assert eventually(lambda: scanner.status().device is DeviceState.ONLINE)
    time.sleep(0.25)  # longer than the pause after which what began is given up
    _the_next_is_whole(stage, scanner)


def test_half_a_code_before_an_unplugging_is_not_put_together_with_what_comes_after_it(stage: Stage) -> None:
    scanner = scanner_on(stage)
    answer = asked(stage, scanner)
    stage.do("half_code", keep=5, times=1)
    stage.do("show_code", text=TICKET)
    stage.do("unplug", device="code-scanner")
    stage.do("plug", device="code-scanner")
    for _ in range(30):  # what is shown before the port is open again is nobody's, so somebody shows it once more
        if eventually(lambda: answer.all, 0.4):
            break
        stage.do("show_code", text=TICKET)
    assert answer.first() in (Scan(TICKET), ScanFailure.CODE_CUT, ScanFailure.SCANNER_GONE)
    _the_next_is_whole(stage, scanner)


def test_a_scanner_that_stays_unplugged_ends_the_wait(stage: Stage) -> None:
    scanner = scanner_on(stage, EngineName.NEWLAND)
    answer = asked(stage, scanner)
    stage.do("unplug", device="code-scanner")
    assert answer.first() is ScanFailure.SCANNER_GONE
    assert scanner.status().device is DeviceState.NO_DEVICE
    stage.do("plug", device="code-scanner")
    _the_next_is_whole(stage, scanner)
