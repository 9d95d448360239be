"""A clerk's pad at the caller, from the bytes on its wire to what the hall is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.keypad.device import Care
from drivers.keypad.pad import NAME, HallKeypad, PadSettings, open_pad
from kiosk.hall.core.answers import CounterPhase
from kiosk.ports.devices import DeviceState
from screens.caller.pad import PadKeys
from tests.drivers.stage import Stage, eventually, on_stage
from tests.screens.caller.scenes import CallerStage
from tests.screens.looking import settle, until
from tests.screens.staff_scenes import counter_view

Opening = Callable[..., CallerStage]
SETTINGS = PadSettings("clerk-keypad", 0.1, Care(listen_s=0.2))


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Stage]:
    with on_stage(tmp_path / "virtual-devices") as stage:
        yield stage


def pad_at(wire: Stage, caller: CallerStage) -> tuple[HallKeypad, PadKeys]:
    pad = open_pad(wire.port(NAME), wire.supervisor, SETTINGS)
    assert eventually(lambda: pad.status().device is DeviceState.ONLINE)
    return pad, PadKeys(pad, caller.desk, caller.clock.clocks())


def test_digits_are_the_keys_of_the_same_number_and_enter_the_filled_one(wire: Stage, open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.IDLE))
    _, keys = pad_at(wire, caller)
    caller.hall.answers = [counter_view(CounterPhase.CALLED), counter_view(CounterPhase.CALLED)]
    wire.do("press_keys", keys="1")
    until(lambda: caller.desk.shown()["phase"] == "called" and not caller.desk.shown()["out"])
    wire.do("press_keys", keys="2")
    until(lambda: caller.hall.asked == ["call", "recall"])
    until(lambda: not caller.desk.shown()["out"])
    caller.hall.answers = [counter_view(CounterPhase.SERVING), counter_view(CounterPhase.IDLE)]
    wire.do("press_keys", keys="enter enter")
    until(lambda: caller.desk.shown()["phase"] == "serving" and not caller.desk.shown()["out"])
    settle()
    assert caller.hall.asked[2:] == ["start"], "the second stroke was not meant for what came after the first"
    caller.clock.pass_by(2)
    wire.do("press_keys", keys="8")
    until(lambda: caller.hall.asked[3:] == ["finish"])
    keys.end()


def test_no_show_pause_and_both_have_their_keys_too(wire: Stage, open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.CALLED))
    _, keys = pad_at(wire, caller)
    caller.hall.answers = [counter_view(CounterPhase.IDLE), counter_view(CounterPhase.PAUSED)]
    wire.do("press_keys", keys="3")
    until(lambda: caller.desk.shown()["phase"] == "idle" and not caller.desk.shown()["out"])
    wire.do("press_keys", keys="7")
    until(lambda: caller.hall.asked == ["pass", "pause"])
    wire.do("press_keys", keys="star")
    until(lambda: bool(caller.desk.shown()["sentence"]))
    assert caller.hall.asked == ["pass", "pause"], "nobody with two numbers is here, and the page says so"
    keys.end()


def test_a_clerk_signs_in_by_the_pad(wire: Stage, open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.SIGNED_OUT, 0))
    _, keys = pad_at(wire, caller)
    wire.do("press_keys", keys="0 3 1 2 2 clear enter 2 4 6 8 1 0 hash")
    until(lambda: caller.hall.asked == ["sign-in 0312 246810"])
    keys.end()


def test_a_pulled_pad_is_told_to_the_clerk_and_works_again(wire: Stage, open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.IDLE))
    _, keys = pad_at(wire, caller)
    wire.do("unplug", device=NAME)
    until(lambda: caller.desk.shown()["pad"] == "noDevice")
    wire.do("plug", device=NAME)
    until(lambda: caller.desk.shown()["pad"] == "")
    wire.do("press_keys", keys="1")
    until(lambda: caller.hall.asked == ["call"])
    keys.end()
    wire.do("press_keys", keys="1")
