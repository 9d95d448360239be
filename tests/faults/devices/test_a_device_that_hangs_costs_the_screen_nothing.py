"""Each class of devices hangs in turn, for ever, while a window's thread works every device and draws.

Where a class has a virtual far end, that hangs; the voice's player and the print server are programs that never answer.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from drivers.attaching import Attached, Surroundings, attach_devices
from drivers.device_classes import device_classes, schema, tables, with_part
from drivers.document_printer.probe import TEST_PAGE
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import Announcement
from kiosk.ports.devices.signal_board import Flash, Light
from kiosk.ports.log import NoLog
from tests.drivers.stage import SLIP, Stage, eventually

WATCHED_S = 1.2  # longer than any of the drivers' own waits for an answer
TICK_MS = 10
WORST_S = 0.6  # a slow machine may lose its turn; a thread that waits for a device loses seconds
USUAL_S = 0.05

# What the window's thread asks of a class on every tick, beside its status.
WORK: dict[str, Callable[[Any], object]] = {
    "id_card": lambda port: port.read(lambda answer: None),
    "receipt_printer": lambda port: port.print_ticket(SLIP, lambda report: None),
    "code_scanner": lambda port: port.read(lambda outcome: None),
    "counter_display": lambda port: port.show("3", f"A{time.monotonic_ns() % 1000:03}"),
    "signal_board": lambda port: port.light(Light.CARD, Flash.QUICK if time.monotonic_ns() % 2 else Flash.OFF),
    "camera": lambda port: [
        (lens.wake(), lens.frame(), lens.let_go()) for lens in (port.document, port.face) if lens is not None
    ],
    "speaker": lambda port: port.say(Announcement("one", "请A001号到1号窗口办理")),
    "document_printer": lambda port: (port.print_guide(TEST_PAGE, lambda report: None), port.cancel()),
}
HEARD_ONLY = {"keypad"}  # nothing is asked of it


@contextmanager
def silent_server() -> Iterator[str]:
    """Takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"ipp://127.0.0.1:{listening.getsockname()[1]}/printers/a4"


@pytest.fixture
def house(
    device: str, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Attached, Supervisor]]:
    """Everything that can be virtual is attached, whatever role it stands at; `device` can be made to hang."""
    wanted: dict[str, dict[str, object]] = {
        name: {"port": "virtual"} for name, model in tables().items() if "port" in model.model_fields
    }
    wanted["speaker"] = {"engine": "clips" if device == "speaker" else "silent"}
    wanted["counter_display"]["strips"] = ["3=1"]
    if device == "face-camera":
        wanted["camera"]["face_port"] = "virtual"
    monkeypatch.setenv("PATH", f"{_never_ending(tmp_path / 'programs', 'aplay')}:{os.environ['PATH']}")
    supervisor = Supervisor()
    with silent_server() as queue:
        if device == "document-printer":
            wanted["document_printer"] = {"queue": queue}
        around = Surroundings(schema().model_validate(wanted), StateFolder(tmp_path).make(), supervisor, NoLog())
        attached = attach_devices("terminal", around)
        for one in device_classes():
            table = around.configuration.of(one.settings)
            if one.table not in attached and table.wanted:
                attached.add(one.table, one.attach(table, around))
        try:
            yield attached, supervisor
        finally:
            supervisor.close()


def _never_ending(folder: Path, program: str) -> Path:
    folder.mkdir()
    (folder / program).write_text("#!/bin/sh\nexec sleep 600\n")
    (folder / program).chmod(0o755)
    return folder


def _hang(device: str, stage: Stage, supervisor: Supervisor) -> None:
    """Those with a virtual far end once they work; the two others have never done anything else."""
    if device in NOT_VIRTUAL:
        return
    assert eventually(lambda: {supervisor.statuses()[name].device.value for name in ("id-card", device)} == {"online"})
    stage.do("hang", device=PLUGS.get(device, device))


NOT_VIRTUAL = ("speaker", "document-printer")
PLUGS = {"face-camera": "camera"}  # both lenses hang on one


def test_every_class_is_made_to_hang_and_worked_meanwhile() -> None:
    """A class that comes later has to be thought of here."""
    assert {one.name for one in device_classes()} == {one.name for one in with_part("bench")} | {*NOT_VIRTUAL}
    assert {one.table for one in device_classes()} == WORK.keys() | HEARD_ONLY


@pytest.mark.parametrize("device", [*(one.name for one in with_part("bench")), *PLUGS, *NOT_VIRTUAL])
def test_while_one_hangs_the_screen_draws_on_and_everything_can_be_ended(
    device: str, stage: Stage, house: tuple[Attached, Supervisor], qtbot: QtBot
) -> None:
    attached, supervisor = house
    _hang(device, stage, supervisor)
    ticks: list[float] = []

    def tick() -> None:
        for name in attached:
            port = attached[name]
            port.status()
            if name in WORK:
                WORK[name](port)
        ticks.append(time.monotonic())

    timer = QTimer()
    timer.setInterval(TICK_MS)
    timer.timeout.connect(tick)
    timer.start()
    qtbot.wait(int(WATCHED_S * 1000))
    timer.stop()

    gaps = sorted(later - earlier for earlier, later in pairwise(ticks))
    assert len(gaps) > 10
    assert gaps[-1] < WORST_S
    assert gaps[len(gaps) // 2] < USUAL_S
    began = time.monotonic()
    supervisor.close()
    assert time.monotonic() - began < 2.5  # 2 s by its own word, and what a busy machine adds
