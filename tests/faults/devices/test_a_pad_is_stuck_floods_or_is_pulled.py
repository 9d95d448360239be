"""A pad of keys: pressed, held, flooded, noisy, pulled and plugged again; as bytes and as the kernel's key events."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from drivers.binding.places import Binder
from drivers.keypad.device import Care, PadLine
from drivers.keypad.event_link import EVIOCGBIT_KEYS, EVIOCGRAB, open_event_link
from drivers.keypad.input_events import bits_of
from drivers.keypad.pace import PaceLimits
from drivers.keypad.pad import NAME, HallKeypad, PadSettings, open_pad, pad_opener
from drivers.keypad.places import event_nodes
from drivers.keypad.probe import probe_keypad
from drivers.probing import ProbeExit
from drivers.serial_link import Link, LinkFault
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.keypad import PadKey
from tests.drivers.stage import Heard, Stage, eventually

SETTINGS = PadSettings(debounce_s=0.2, care=Care(PaceLimits(stuck=0.6), listen_s=0.2))
PTYS = Path("/dev/pts")
PAD = bits_of(iter((*range(71, 84), 96)))


class Kernel:
    """Answers the two questions that a pseudo-terminal has no answer to; all events come over the wire."""

    def __init__(self, keys: bytes = PAD, taken: bool = False) -> None:
        self.keys, self.taken = keys, taken
        self.grabbed = False

    def __call__(self, number: int, request: int, argument: bytes) -> bytes:
        if request == EVIOCGBIT_KEYS:
            return self.keys
        assert request == EVIOCGRAB
        if self.taken:
            raise OSError(errno.EBUSY, "busy")
        self.grabbed = True
        return argument


def heard_from(pad: HallKeypad) -> Heard[PadKey]:
    keys: Heard[PadKey] = Heard()
    pad.listen(keys)
    return keys


def serial_pad(stage: Stage) -> HallKeypad:
    pad = open_pad(stage.port(NAME), stage.supervisor, SETTINGS)
    assert eventually(lambda: pad.status().device is DeviceState.ONLINE)
    return pad


def event_pad(stage: Stage, kernel: Kernel) -> HallKeypad:
    stage.do("pad_form", form="keyboard")
    opener = pad_opener(stage.port(NAME), Binder(), 9600, PTYS, lambda path: open_event_link(path, kernel))
    return HallKeypad(stage.supervisor, opener, SETTINGS)


def test_keys_are_heard_in_their_order_and_a_silent_line_is_not_called_a_pad(stage: Stage) -> None:
    pad = serial_pad(stage)
    keys = heard_from(pad)
    assert pad.status().detail("keypad") == "unknown"
    stage.do("press_keys", keys="1 1 star 0 hash clear cancel enter")
    wanted = [PadKey.ONE, PadKey.ONE, PadKey.STAR, PadKey.ZERO, PadKey.HASH, PadKey.CLEAR, PadKey.CANCEL, PadKey.ENTER]
    assert eventually(lambda: keys.all == wanted)
    assert eventually(lambda: pad.status().detail("keypad") == "on")


def test_a_keyboard_is_taken_alone_and_its_events_are_keys(stage: Stage) -> None:
    kernel = Kernel()
    pad = event_pad(stage, kernel)
    keys = heard_from(pad)
    assert eventually(lambda: pad.status().detail("keypad") == "on"), "the kernel said what it is"
    assert kernel.grabbed
    stage.do("press_keys", keys="7 enter")
    assert eventually(lambda: keys.all == [PadKey.SEVEN, PadKey.ENTER])


@pytest.mark.parametrize(
    ("kernel", "why"), [(Kernel(keys=bits_of(iter((0x110,)))), "not_a_port"), (Kernel(taken=True), "in_use")]
)
def test_a_mouse_and_a_pad_of_another_program_are_not_used(stage: Stage, kernel: Kernel, why: str) -> None:
    pad = event_pad(stage, kernel)
    assert eventually(lambda: pad.status().reason.endswith(why))
    assert pad.status().device is DeviceState.NO_DEVICE


@pytest.mark.parametrize("form", ["serial", "keyboard"])
def test_a_stuck_key_is_one_press_then_told_and_over_when_it_comes_free(stage: Stage, form: str) -> None:
    pad = serial_pad(stage) if form == "serial" else event_pad(stage, Kernel())
    keys = heard_from(pad)
    assert eventually(lambda: pad.status().device is DeviceState.ONLINE)
    stage.do("stick_key", key="4")
    assert eventually(lambda: pad.status().reason.endswith("key_stuck"))
    assert keys.all == [PadKey.FOUR]
    stage.do("stick_key", key="4", on=False)
    assert eventually(lambda: pad.status().device is DeviceState.ONLINE)
    stage.do("press_keys", keys="5")
    assert eventually(lambda: keys.all == [PadKey.FOUR, PadKey.FIVE])


def test_a_flood_gives_no_more_keys_than_a_hand_and_ends_by_itself(stage: Stage) -> None:
    pad = serial_pad(stage)
    keys = heard_from(pad)
    stage.do("key_flood", count=300)
    assert eventually(lambda: pad.status().reason.endswith("flooding"))
    assert eventually(lambda: pad.status().device is DeviceState.ONLINE)
    assert len(keys.all) <= SETTINGS.care.pace.bound.codes
    before = len(keys.all)
    stage.do("press_keys", keys="9")
    assert eventually(lambda: keys.all[before:] == [PadKey.NINE])


@pytest.mark.parametrize("form", ["serial", "keyboard"])
def test_a_pulled_pad_is_told_and_works_again_when_it_is_plugged(stage: Stage, form: str) -> None:
    pad = serial_pad(stage) if form == "serial" else event_pad(stage, Kernel())
    keys = heard_from(pad)
    assert eventually(lambda: pad.status().device is DeviceState.ONLINE)
    stage.do("unplug", device=NAME)
    assert eventually(lambda: pad.status().device is DeviceState.NO_DEVICE)
    stage.do("plug", device=NAME)
    assert eventually(lambda: pad.status().device is DeviceState.ONLINE)
    stage.do("press_keys", keys="6")
    assert eventually(lambda: keys.all == [PadKey.SIX])


def test_a_technician_sees_which_keys_were_pressed(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    opener = pad_opener(stage.port(NAME), Binder(), 9600)
    assert probe_keypad(stage.port(NAME), opener, 0.3, True, sys.stdout) == ProbeExit.NO_CARD
    stage.do("stick_key", key="star")
    assert probe_keypad(stage.port(NAME), opener, 5.0, True, sys.stdout) == ProbeExit.WORKS
    assert '{"keys": ["star"]}' in capsys.readouterr().out


def test_the_place_of_a_keyboard_leads_to_its_input_node(tmp_path: Path) -> None:
    interface = tmp_path / "bus/usb/devices/1-2:1.0/0003:1A2C:0027.0004/input/input9/event5"
    interface.mkdir(parents=True)
    assert event_nodes("place:1-2:1.0", tmp_path) == ("/dev/input/event5",)
    assert event_nodes("place:1-3:1.0", tmp_path) == ()
    assert event_nodes("/dev/ttyUSB0") == ()
    assert event_nodes("socket://192.0.2.7:4001") == ()


def test_a_pad_with_keys_for_the_volume_is_found_by_its_digits_whatever_number_its_node_has(
    stage: Stage, tmp_path: Path
) -> None:
    """One interface, three nodes: `input10` sorts before `input9` as words, and is another's."""
    inputs, sys_root = tmp_path / "input", tmp_path / "sys"
    inputs.mkdir()
    for node in ("event8", "event9", "event10"):
        keyboard = sys_root / "bus/usb/devices/1-2:1.0/0003:1A2C:0027.0004/input" / f"input{node[5:]}" / node
        keyboard.mkdir(parents=True)
        (inputs / node).symlink_to(stage.port(NAME))
    asked: list[str] = []

    def events(path: str) -> Link | LinkFault:
        asked.append(Path(path).name)
        return open_event_link(path, Kernel(PAD if asked[-1] == "event9" else bits_of(iter((115,)))))

    opened = pad_opener("place:1-2:1.0", Binder(sys_root=sys_root), 9600, inputs, events)()
    assert isinstance(opened, PadLine)
    assert opened.proved
    assert asked == ["event8", "event9"]
    opened.link.close()


def test_a_node_that_is_not_there_is_told_as_one(tmp_path: Path) -> None:
    assert open_event_link(str(tmp_path / "event5")) is LinkFault.NO_SUCH_PORT
