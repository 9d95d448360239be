"""Asks one strip whether it is there, and shows a text on it: a technician's proof of wiring, speed and address."""

from __future__ import annotations

import argparse
import time
from typing import TextIO

from drivers.binding.places import Binder
from drivers.counter_display.codec import Area, Unit
from drivers.counter_display.device import Care, DisplayDevice, Wanted
from drivers.probing import SILENT, ProbeExit, opened, tell, tell_unwell
from kiosk.ports.devices import DeviceState

WORDS = "ask a strip above a counter, and show a text on it"
COUNTER = "probed"
STEP = "Look at its power, at the line's A and B, at its address (--address) and at the speed (--baud)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--baud", type=int, default=57600, help="the line's speed (default: %(default)s)")
    parser.add_argument("--address", type=int, default=1, help="the strip's address (default: %(default)s)")
    parser.add_argument("--text", default="", help="what it shall show until something else comes")
    parser.add_argument("--width", type=int, default=96, help="dots (default: %(default)s)")
    parser.add_argument("--height", type=int, default=16, help="dots (default: %(default)s)")
    parser.add_argument("--unit", choices=[one.value for one in Unit], default="bytes", help="how width is counted")


def probe(given: argparse.Namespace, out: TextIO) -> int:
    care = Care(area=Area(given.width, given.height, Unit(given.unit)))
    return probe_strip(given.port, given.address, given.text, given.json, out, given.baud, care)


def probe_strip(
    port: str, address: int, text: str, as_json: bool, out: TextIO, baud: int = 57600, care: Care | None = None
) -> int:
    """Any pyserial URL or device path; `address` 1 to 32767."""
    wanted = Wanted((COUNTER,))
    wanted.put(COUNTER, text)
    device = DisplayDevice(Binder().serial(port, baud), {COUNTER: address}, wanted, care or Care())
    try:
        status = opened(device)
        end = time.monotonic() + 1.0
        while status.device is DeviceState.ONLINE and status.reason and time.monotonic() < end:
            status = device.beat()
    finally:
        device.close()
    if status.device is not DeviceState.ONLINE:
        return tell_unwell("strip", port, status, as_json, out, {SILENT: STEP})
    shown = f", and took the text {text}" if text else ""
    return tell(ProbeExit.WORKS, "", f"Strip {address} answers{shown}.", as_json, out)
