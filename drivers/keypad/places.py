"""Where a pad's events come out: the input node of the keyboard that is plugged in at a place of the USB tree.

How an interface's folder leads to it is as the kernel's hid and input layers lay it out [A].
"""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.operation.configuration.device_tables import PLACE

INPUT = Path("/dev/input")


def event_nodes(port: str, sys_root: Path = Path("/sys"), inputs: Path = INPUT) -> tuple[str, ...]:
    """Empty for a port that is no input node: then it is a serial line, or nothing.

    A place's interface holds `0003:…/input/input7/event5`, and more of them where a pad has keys of several kinds (for
    the volume, for power): oldest first. Every other port is one when it lies in the folder of input nodes, also behind
    a link that udev made.
    """
    if port.startswith(PLACE):
        interface = sys_root / "bus/usb/devices" / port.removeprefix(PLACE)
        return tuple(str(inputs / node.name) for node in sorted(interface.glob("*/input/input*/event*"), key=_age))
    real = Path(os.path.realpath(port))
    return (port,) if "://" not in port and real.is_relative_to(os.path.realpath(inputs)) else ()


def _age(node: Path) -> tuple[int, str]:
    """The kernel counts on, whatever was pulled: event10 is younger than event9."""
    number = node.name.removeprefix("event")
    return int(number) if number.isdigit() else 1 << 16, node.name
