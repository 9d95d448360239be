"""Names the keys that a technician presses: the proof that pad, line and driver work. What was typed is not kept."""

from __future__ import annotations

import argparse
import json
import time
from typing import TextIO

from drivers.binding.places import Binder
from drivers.keypad.device import Care, PadDevice, PadOpener
from drivers.keypad.pad import pad_opener
from drivers.probing import ProbeExit, add_wait, opened, tell, tell_unwell
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.keypad import PadKey

WORDS = "name the keys that are pressed on a pad"
UNPRESSED = (
    "The port is open; no key came within {wait} s. A pad cannot be asked: press one, and if none comes, look at its "
    "cable, at the port (probe list), and on a serial line at the speed (--baud)."
)
STEPS = {
    "key_stuck": "Lift the key that stays down, or clean the pad.",
    "flooding": "More keys come than a hand presses: look at the speed (--baud), and whether it is a pad.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--baud", type=int, default=9600, help="the speed of a serial pad (default: %(default)s)")
    parser.add_argument("--keys", type=int, default=1, help="how many keys to wait for (default: %(default)s)")
    add_wait(parser, "how long to wait for them (default: 10)")


def probe(given: argparse.Namespace, out: TextIO) -> int:
    return probe_keypad(
        given.port, pad_opener(given.port, Binder(), given.baud), given.wait, given.json, out, given.keys
    )


def probe_keypad(port: str, opener: PadOpener, wait: float, as_json: bool, out: TextIO, count: int = 1) -> int:
    """Waits `wait` seconds for `count` keys."""
    keys: list[PadKey] = []
    device = PadDevice(opener, keys.append, Care(listen_s=0.2))
    try:
        status, end = opened(device), time.monotonic() + wait
        while status.device is DeviceState.ONLINE and len(keys) < count and time.monotonic() < end:
            status = device.beat()
    finally:
        device.close()
    if status.device is not DeviceState.ONLINE:
        return tell_unwell("keypad", port, status, as_json, out, STEPS)
    if not keys:
        return tell(ProbeExit.NO_CARD, "no_key", UNPRESSED.format(wait=f"{wait:g}"), as_json, out)
    named = [key.value for key in keys[:count]]
    print(json.dumps({"keys": named}) if as_json else f"Pressed: {' '.join(named)}", file=out)
    return ProbeExit.WORKS
