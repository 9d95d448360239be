"""The technician's page on real drivers at virtual devices: a hand opens the cover, pulls the plug, puts all right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.operation.device_sheet import DeviceSheet, Listed
from screens.maintenance.desk import DeviceDesk
from screens.maintenance.window import Machine
from screens.staff.burial import bury
from screens.staff.clocks import Clocks
from screens.staff.words import sentences
from tests.drivers.stage import Stage, eventually, on_stage

WORDS = sentences("maintenance", "zh")
DEVICES = tuple(Listed(name, name, f"/dev/hall/{name}") for name in ("id-card", "receipt-printer"))


@dataclass
class Shown:
    stage: Stage
    desk: DeviceDesk

    def reads(self, *says: str) -> bool:
        """Each device's line, as it is soon; with the next step of the first in trouble, where one is."""

        def now() -> tuple[str, ...]:
            self.desk.look()
            lines = tuple(WORDS[row["state"]] for row in self.desk.property("devices").rows)
            chosen = self.desk.page["chosen"]
            return (*lines, WORDS[chosen["act"]]) if chosen["act"] else lines

        return eventually(lambda: now() == says) or now() == says


@pytest.fixture
def shown(qapp: object, tmp_path: Path) -> Iterator[Shown]:
    with on_stage(tmp_path / "virtual-devices") as stage:
        file = tmp_path / "terminal.devices"
        sheet = DeviceSheet(file, stage.supervisor.statuses, anew_s=600)
        stage.supervisor.watch(lambda change: sheet.turn())
        machine = Machine(DEVICES, "", "/logs", {"terminal": file})
        desk = DeviceDesk(machine.devices, machine.told, WORDS, Clocks())
        stage.reader(), stage.printer()
        yield Shown(stage, desk)
        sheet.close()
        bury(desk)


def test_a_hand_at_the_printer_and_at_its_plug_is_read_with_the_next_step(shown: Shown) -> None:
    assert shown.reads("正常", "正常")
    shown.stage.do("cover", **{"is": "open"})
    assert shown.reads("正常", "盖子开着", "把它合紧；还报，看盖子的开关。")
    shown.stage.do("cover", **{"is": "closed"})
    shown.stage.do("paper", level="out")
    assert shown.reads("正常", "缺纸", "换一卷纸，热敏面朝打印头，合上盖子。")
    shown.stage.do("paper", level="full")
    shown.stage.do("unplug", device="id-card")
    assert shown.reads("没有接上", "正常", "插上设备；插着还报，用 probe list 看端口有没有变。")
    shown.stage.do("plug", device="id-card")
    assert shown.reads("正常", "正常")


def test_a_silent_reader_is_read_as_silent_with_the_next_step(shown: Shown) -> None:
    assert shown.reads("正常", "正常")
    shown.stage.do("silence", device="id-card")
    assert shown.reads("没有回应", "正常", "看电源、收发线有没有接反、波特率。")
