"""Switches the USB port a serial device hangs on off and on again: the supervisor's last rung before giving up.

Linux 6.0 and newer offer a file `disable` at each hub port (Documentation/ABI/testing/sysfs-bus-usb [A]). Where it is
missing or not writable for us the step is not supported, and says so by returning False. Not every hub really cuts the
power; the device is at least enumerated afresh.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk.operation.configuration.device_tables import PLACE

OFF_S = 1.0
_USB_DEVICE = re.compile(r"(?P<bus>\d+)-(?:(?P<hub>[\d.]+)\.)?(?P<port>\d+)")


def power_switch(port: str, sys_root: Path = Path("/sys"), off_s: float = OFF_S) -> Callable[[], bool]:
    """A function that switches the port and tells whether it could. Looked up when used: devices come and go."""
    return lambda: _switch(_disable_file(port, sys_root), off_s)


def leave_on(port: str, sys_root: Path = Path("/sys")) -> None:
    """Switches the port of a place on that was left off: by whoever was ended in the middle of a switch, or when the
    kernel refused to switch it on. A port that is on is not touched.
    """
    file = _disable_file(port, sys_root) if port.startswith(PLACE) else None
    with suppress(OSError):
        if file is not None and file.read_text().strip() == "1":
            file.write_text("0")


def _switch(file: Path | None, off_s: float) -> bool:
    if file is None or not os.access(file, os.W_OK):
        return False
    try:
        file.write_text("1")
        time.sleep(off_s)
        file.write_text("0")
    except OSError:
        return False
    return True


def _disable_file(port: str, sys_root: Path) -> Path | None:
    """`/sys/class/tty/<name>/device` leads through the interface to the device, whose name tells hub and port.

    A place says as much without a tty, also when the device itself no longer answers.
    """
    if port.startswith(PLACE):
        return _of_device(sys_root / "bus/usb/devices", port.removeprefix(PLACE).partition(":")[0])
    if "://" in port or not port:
        return None
    tty = sys_root / "class/tty" / Path(os.path.realpath(port)).name / "device"
    for folder in (place := tty.resolve(), *place.parents):
        if _USB_DEVICE.fullmatch(folder.name):
            return _of_device(folder.parent, folder.name)
    return None


def _of_device(beside: Path, name: str) -> Path | None:
    """The file at the hub's port that the device of that name hangs on; hubs stand in the folder `beside`."""
    match = _USB_DEVICE.fullmatch(name)
    if match is None:
        return None
    hub = f"{match['bus']}-{match['hub']}" if match["hub"] else f"{match['bus']}-0"
    within = f"{match['bus']}-{match['hub']}" if match["hub"] else f"usb{match['bus']}"
    file = beside / f"{hub}:1.0" / f"{within}-port{match['port']}" / "disable"
    return file if file.is_file() else None
