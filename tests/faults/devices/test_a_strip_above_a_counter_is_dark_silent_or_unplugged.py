"""Strips above counters: the text of each, one without power, a silent line, a pulled plug, noise and wrong checks."""

from __future__ import annotations

from dataclasses import replace

from kiosk.ports.devices import DeviceState
from tests.drivers.counter_display.strips import SETTINGS, strips_on, texts
from tests.drivers.stage import Stage, eventually


def test_each_counters_number_stands_on_its_own_strip_and_goes_dark_when_nobody_knows(stage: Stage) -> None:
    strips = strips_on(stage, replace(SETTINGS, called="{label}→{counter}", idle="空闲"))
    strips.show("3", "A017")
    strips.show("4", "")
    strips.show("9", "B001")
    assert eventually(lambda: texts(stage) == {"1": "A017→3", "2": "空闲", "3": "", "4": ""})
    strips.darken()
    assert eventually(lambda: not texts(stage)["1"].strip() and not texts(stage)["2"].strip())


def test_a_strip_that_lost_its_power_is_told_and_shows_its_number_again_when_it_is_back(stage: Stage) -> None:
    strips = strips_on(stage)
    strips.show("3", "A017")
    strips.show("4", "B002")
    assert eventually(lambda: (texts(stage)["1"], texts(stage)["2"]) == ("A017", "B002"))
    stage.do("strip_power", address=1, on=False)
    assert eventually(lambda: strips.status().detail("strip 3") == "offline")
    assert (strips.status().device, strips.status().reason) == (DeviceState.ONLINE, "strips_away")
    assert texts(stage)["2"] == "B002"
    stage.do("strip_power", address=1, on=True)
    assert eventually(lambda: texts(stage)["1"] == "A017")
    assert eventually(lambda: strips.status().reason == "")


def test_a_silent_line_is_offline_and_shows_everything_again(stage: Stage) -> None:
    strips = strips_on(stage)
    strips.show("3", "A017")
    assert eventually(lambda: texts(stage)["1"] == "A017")
    stage.do("silence", device="counter-display")
    assert eventually(lambda: strips.status().device is DeviceState.OFFLINE)
    stage.do("lift_faults", device="counter-display")
    assert eventually(lambda: strips.status().device is DeviceState.ONLINE)


def test_a_line_that_is_pulled_in_the_middle_of_a_text_shows_it_when_it_is_back(stage: Stage) -> None:
    strips = strips_on(stage)
    assert eventually(lambda: strips.status().device is DeviceState.ONLINE)
    stage.do("unplug", device="counter-display", after_bytes=20)
    strips.show("3", "A017")
    assert eventually(lambda: strips.status().device is DeviceState.NO_DEVICE)
    stage.do("plug", device="counter-display")
    assert eventually(lambda: texts(stage)["1"] == "A017")


def test_noise_and_wrong_checks_cost_a_question_and_no_number(stage: Stage) -> None:
    strips = strips_on(stage)
    assert eventually(lambda: strips.status().device is DeviceState.ONLINE)
    stage.do("strip_wrong_check", times=1)
    stage.do("strip_noise_inside", times=1)
    stage.do("strip_noise", count=300)
    strips.show("4", "C003")
    assert eventually(lambda: texts(stage)["2"] == "C003")
    assert eventually(lambda: strips.status().device is DeviceState.ONLINE and not strips.status().reason)


def test_a_number_can_send_a_strip_no_control_characters_and_no_endless_text(stage: Stage) -> None:
    strips = strips_on(stage)
    strips.show("3", "A\x1b\n017" + "9" * 500)
    assert eventually(lambda: texts(stage)["1"].startswith("A017999"))
    assert len(texts(stage)["1"]) == 64
