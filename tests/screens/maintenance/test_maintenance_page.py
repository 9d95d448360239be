"""The technician's page: each device with its state, one of them whole, and the commands of this machine."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kiosk.operation.device_sheet import Told
from kiosk.ports.devices import DeviceState, DeviceStatus
from screens.maintenance.window import Machine
from screens.staff.words import sentences
from tests.screens.looking import (
    cut_words,
    filled_surfaces,
    overlapping_words,
    settle,
    tap,
    until,
    words_at,
    words_of,
)
from tests.screens.maintenance.scenes import MANY, PORT, Maker, Opened, listed, maintenance_scenes, sheets, told

SCENES = list(maintenance_scenes())


@pytest.mark.parametrize("make", [make for _, make in SCENES], ids=[name for name, _ in SCENES])
def test_the_page_can_be_read_whole(qapp: object, make: Maker) -> None:
    shown = make()
    settle()
    shown.view.grabWindow()
    faults = cut_words(shown.view) + overlapping_words(shown.view) + filled_surfaces(shown.view) + shown.warnings
    shown.close()
    assert not faults


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_and_every_next_step_can_be_read_whole(qapp: object, language: str) -> None:
    now: dict[str, Mapping[str, Told]] = {}
    reasons = [key.split(".", 1)[1] for key in sentences("maintenance", language) if key.startswith("why.")]
    shown, desk = Opened(language, sheets=now).with_desk()
    faults: list[str] = []
    for reason in reasons:
        kind, _, code = reason.rpartition(".")
        name = kind or "id-card"  # which has no words of its own for what is common
        now["terminal"] = {name: told(DeviceStatus(DeviceState.HARDWARE_ERROR, f"out_of_service:{code}"))}
        desk.look()
        desk.choose(f"{name} terminal")
        shown.view.grabWindow()
        assert words_at(shown.view.rootObject(), "detail-why") == sentences("maintenance", language)[f"why.{reason}"]
        faults += cut_words(shown.view) + overlapping_words(shown.view)
    shown.close()
    assert not faults


def test_the_first_device_in_trouble_is_shown_whole_until_another_is_touched(qapp: object) -> None:
    shown = Opened("zh", sheets=sheets(receipt_printer=DeviceStatus(DeviceState.USER_ERROR, "cover_open")))()
    root = shown.view.rootObject()
    assert words_at(root, "detail-name") == "凭证打印机  自助机"
    assert words_at(root, "detail-since") == "从 06:24:12 起  已 3 小时"
    assert words_at(root, "detail-act") == "把它合紧；还报，看盖子的开关。"
    tap(shown.view, "device-camera terminal")
    until(lambda: words_at(root, "detail-name") == "高拍仪  自助机")
    assert "怎么办" not in words_of(root)
    shown.close()


def test_the_head_counts_what_calls_for_somebody_and_says_well_of_nothing_unknown(qapp: object) -> None:
    troubled, unheard, well = (Opened("zh", sheets=these)() for these in (MANY, {}, sheets()))
    assert "8 个要处理" in words_of(troubled.view.rootObject())
    assert "11 个状态未知" in words_of(unheard.view.rootObject())
    assert "都正常" not in words_of(unheard.view.rootObject())
    assert "都正常" in words_of(well.view.rootObject())
    for shown in (troubled, unheard, well):
        shown.close()


def test_the_commands_are_those_of_this_machine_and_the_page_can_be_left(qapp: object) -> None:
    machine = Machine(listed(), "/etc/hall-kiosk/kiosk.toml", "/var/lib/hall-kiosk/logs")
    shown = Opened("zh", machine, chosen="id-card terminal")()
    words = words_of(shown.view.rootObject())
    assert f"python main.py probe id-card --port {PORT}" in words
    assert "python main.py check-config --config /etc/hall-kiosk/kiosk.toml" in words
    assert "/var/lib/hall-kiosk/logs" in words
    tap(shown.view, "close")
    until(lambda: not shown.view.isVisible())
    shown.close()
