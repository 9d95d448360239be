"""Each class of devices hangs in turn, for ever, while a window works every device and draws frame after frame.

Where a class has a virtual far end, that hangs. `tests/drivers/<class>/hanging.py` says what nobody else can know:
`work(port)`, what a window asks of the class beside its status; and, of a class without a far end, how it is made to
hang: `hung(folder, until)` gives the configuration, and clears up by `until`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtQuick import QQuickView
from pytestqt.qtbot import QtBot

from drivers.attaching import Attached, Surroundings, attach_devices
from drivers.device_classes import device_classes, schema, tables
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.log import NoLog
from tests.drivers.stage import Stage, eventually

WATCHED_S = 1.2  # longer than any of the drivers' own waits for an answer
TICK_MS = 10
WORST_S = 0.6  # a slow machine may lose its turn; a thread that waits for a device loses seconds
USUAL_S = 0.05

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
    wanted = {name: dict(model.all_virtual()) for name, model in tables().items()}
    wanted["speaker"] = {"engine": "silent"}
    if device != "face-camera":
        wanted["camera"]["face_port"] = "none"
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


def _work(tables: Iterable[str]) -> dict[str, Callable[[Any], None]]:
    told = {table: f"tests.drivers.{table}.hanging" for table in tables}
    found = {table: import_module(name) for table, name in told.items() if find_spec(name) is not None}
    return {table: module.work for table, module in found.items() if hasattr(module, "work")}


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
    work, frames = _work(attached), list[float]()

    def drawn() -> None:
        frames.append(time.monotonic())

    def tick() -> None:
        for name in attached:
            port = attached[name]
            port.status()
            if name in work:
                work[name](port)

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
