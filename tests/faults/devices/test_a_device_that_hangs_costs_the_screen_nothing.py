"""Each class of devices hangs in turn, for ever, while a window works every device and draws frame after frame.

Where a class has a virtual far end, that hangs. One without says in its own tests how it is made to hang:
`tests/drivers/<class>/hanging.py`, `hung(folder, until)` gives the configuration, and clears up by `until`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtQuick import QQuickView
from pytestqt.qtbot import QtBot

from drivers.attaching import Attached, Surroundings, attach_devices
from drivers.device_classes import device_classes, schema, tables
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


PLUGS = {"face-camera": "camera"}  # both lenses hang on one
WITHOUT_A_FAR_END = [one for one in device_classes() if not one.has("bench")]


MOVING = """
import QtQuick

Rectangle {
    width: 320; height: 200
    Rectangle {
        width: 40; height: 40; color: "teal"
        NumberAnimation on x { from: 0; to: 280; duration: 1000; loops: Animation.Infinite }
    }
}
"""


@pytest.fixture(scope="module")
def window(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QQuickView]:
    """Something that moves, so that each frame is another."""
    file = tmp_path_factory.mktemp("window") / "Moving.qml"
    file.write_text(MOVING)
    view = QQuickView()
    view.setSource(QUrl.fromLocalFile(str(file)))
    assert not view.errors()
    view.show()
    yield view
    view.close()
    view.deleteLater()


@pytest.fixture
def house(device: str, stage: Stage, tmp_path: Path) -> Iterator[tuple[Attached, Supervisor]]:
    """Everything that can be virtual is attached, whatever role it stands at; `device` can be made to hang."""
    wanted: dict[str, dict[str, object]] = {
        name: {"port": "virtual"} for name, model in tables().items() if "port" in model.model_fields
    }
    wanted["speaker"] = {"engine": "silent"}
    wanted["document_printer"] = {"queue": "virtual"}
    wanted["counter_display"]["strips"] = ["3=1"]
    if device == "face-camera":
        wanted["camera"]["face_port"] = "virtual"
    supervisor = Supervisor()
    with ExitStack() as until:
        for one in WITHOUT_A_FAR_END:
            if one.name == device:
                (tmp_path / device).mkdir()
                wanted[one.table] = import_module(f"tests.drivers.{one.table}.hanging").hung(tmp_path / device, until)
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


def _hang(device: str, stage: Stage, supervisor: Supervisor) -> None:
    """Those with a virtual far end once they work; the others have never done anything else."""
    if device in {one.name for one in WITHOUT_A_FAR_END}:
        return
    assert eventually(lambda: {supervisor.statuses()[name].device.value for name in ("id-card", device)} == {"online"})
    stage.do("hang", device=PLUGS.get(device, device))


@pytest.mark.parametrize("device", [*(one.name for one in device_classes()), *PLUGS])
def test_while_one_hangs_the_screen_draws_on_and_everything_can_be_ended(
    device: str, stage: Stage, house: tuple[Attached, Supervisor], window: QQuickView, qtbot: QtBot
) -> None:
    attached, supervisor = house
    _hang(device, stage, supervisor)
    frames: list[float] = []

    def drawn() -> None:
        frames.append(time.monotonic())

    def tick() -> None:
        for name in attached:
            port = attached[name]
            port.status()
            if name in WORK:
                WORK[name](port)

    timer = QTimer()
    timer.setInterval(TICK_MS)
    timer.timeout.connect(tick)
    window.frameSwapped.connect(drawn)
    timer.start()
    qtbot.wait(int(WATCHED_S * 1000))
    timer.stop()
    window.frameSwapped.disconnect(drawn)

    gaps = sorted(later - earlier for earlier, later in pairwise(frames))
    assert len(gaps) > 10
    assert gaps[-1] < WORST_S
    assert gaps[len(gaps) // 2] < USUAL_S
    began = time.monotonic()
    supervisor.close()
    assert time.monotonic() - began < 2.5  # 2 s by its own word, and what a busy machine adds
