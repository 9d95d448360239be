"""Where a pad's events come out: the input node of the keyboard that is plugged in at a place of the USB tree."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.operation.configuration.device_tables import PLACE

INPUT = Path("/dev/input")


def event_node(port: str, sys_root: Path = Path("/sys"), inputs: Path = INPUT) -> str | None:
    """None for a port that is no input node: then it is a serial line, or nothing.

    A place's interface holds `0003:…/input/input7/event5`, as the kernel's hid and input layers lay it; every other
    port is one when it lies in the folder of input nodes, also behind a link that udev made.
    """
    if port.startswith(PLACE):
        interface = sys_root / "bus/usb/devices" / port.removeprefix(PLACE)
        found = sorted(interface.glob("*/input/input*/event*"))
        return str(inputs / found[0].name) if found else None
    real = Path(os.path.realpath(port))
    return port if "://" not in port and real.is_relative_to(os.path.realpath(inputs)) else None
