"""The drawing of rare names is opened while nobody waits, and not before the printer answers."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from drivers.receipt_printer import codec, device
from kiosk.ports.devices import DeviceState
from tests.drivers.stage import PRINTER, Stage, eventually

QUICK = replace(PRINTER, poll_s=0.05)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    threads: list[str] = []

    def seen() -> None:
        threads.append(threading.current_thread().name)
        codec.rehearse()

    monkeypatch.setattr(device, "rehearse", seen)
    return threads


def test_a_printer_that_answers_has_drawn_once_by_its_own_thread(stage: Stage, drawn: list[str]) -> None:
    printer = stage.printer(QUICK)
    assert eventually(lambda: len(drawn) > 0)
    beats = len(drawn)
    assert stage.print(printer).first().reason == ""
    assert (beats, len(drawn)) == (1, 1)
    assert drawn[0] != threading.current_thread().name


def test_a_silent_one_has_not(stage: Stage, drawn: list[str]) -> None:
    stage.do("silence", device="receipt-printer")
    printer = stage.printer(QUICK)
    assert eventually(lambda: printer.status().device is DeviceState.OFFLINE)
    assert not drawn
