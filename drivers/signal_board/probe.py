"""Asks a signal board who it is and how its door is, and lets its lights flash one after the other."""

from __future__ import annotations

import argparse
import time
from typing import TextIO

from drivers.binding.places import Binder
from drivers.probing import ProbeExit, opened, tell, tell_unwell
from drivers.signal_board.device import DOOR, SignalDevice, Wanted, Wiring
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.signal_board import Flash, Light

WORDS = "ask the signal board for its door, and let its lights flash"
STEPS = {"too_few_lines": "It has fewer inputs or outputs than are asked for: it is another board."}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--baud", type=int, default=9600, help="the line's speed (default: %(default)s)")
    parser.add_argument("--flash", action="store_true", help="each light flashes for a second")


def probe(given: argparse.Namespace, out: TextIO) -> int:
    return probe_signal_board(given.port, given.flash, given.json, out, given.baud)


def probe_signal_board(
    port: str, flash: bool, as_json: bool, out: TextIO, baud: int = 9600, seconds: float = 1.0
) -> int:
    """Any pyserial URL or device path."""
    wanted = Wanted()
    device = SignalDevice(Binder().serial(port, baud), Wiring(), wanted)
    working = (DeviceState.ONLINE, DeviceState.USER_ERROR)  # an open door is no fault of the board
    try:
        status = opened(device)
        for light in Light if flash and status.device in working else ():
            for how in (Flash.QUICK, Flash.OFF):
                wanted.put(light, how)
                status = device.beat()
                time.sleep(seconds if how is Flash.QUICK else 0)
    finally:
        device.close()
    if status.device not in working:
        return tell_unwell("signal board", port, status, as_json, out, STEPS)
    return tell(ProbeExit.WORKS, "", f"The board answers; its door is {status.detail(DOOR)}.", as_json, out)
