"""What is plugged into this machine's USB, read from the kernel's own tree.

Source: the kernel's Documentation/ABI/stable/sysfs-bus-usb [A]. A place is written as the kernel writes it: `1-2.3:1.0`
is bus 1, port 2 of the root hub, port 3 of the hub there, configuration 1, interface 0. It stays the same when the
device is pulled and plugged again, whatever `ttyUSB` it gets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

PLACE = re.compile(r"(?P<device>\d+-\d+(?:\.\d+)*):\d+\.\d+")


@dataclass(frozen=True, slots=True)
class ListedPort:
    """One interface of a USB device. `node`: its tty's path, empty where no tty belongs to it."""

    place: str
    vendor: int
    product: int
    node: str = ""
    name: str = ""  # what the device calls itself
    bus: int = 0
    address: int = 0
    interface_class: int = 0xFF  # 0x02 and 0x0A serial, 0x03 keyboard or HID, 0x07 printer, 0x0E camera, 0xFF vendor's

    @property
    def interface(self) -> int:
        return int(self.place.rpartition(".")[2])


class PortListing(Protocol):
    def ports(self) -> tuple[ListedPort, ...]:
        """Everything that is plugged in now, by place. Empty, never an error, where that cannot be known."""


class SysfsListing:
    """The roots are given, so that a test can plug and pull in a tree of its own."""

    def __init__(self, sys_root: Path = Path("/sys"), dev_root: Path = Path("/dev")) -> None:
        self._devices = sys_root / "bus" / "usb" / "devices"
        self._dev_root = dev_root

    def ports(self) -> tuple[ListedPort, ...]:
        try:
            places = sorted(folder for folder in self._devices.iterdir() if PLACE.fullmatch(folder.name))
        except OSError:
            return ()
        return tuple(port for folder in places if (port := self._port(folder)) is not None)

    def _port(self, interface: Path) -> ListedPort | None:
        """None for one that was pulled while it was looked at."""
        device = interface.resolve().parent
        vendor, product = _number(device / "idVendor", 16), _number(device / "idProduct", 16)
        if vendor is None or product is None:
            return None
        return ListedPort(
            interface.name,
            vendor,
            product,
            self._tty(interface),
            _text(device / "product"),
            _number(device / "busnum", 10) or 0,
            _number(device / "devnum", 10) or 0,
            _number(interface / "bInterfaceClass", 16) or 0,
        )

    def _tty(self, interface: Path) -> str:
        """USB-serial adapters have `ttyUSB0` in the interface's folder, CDC devices `tty/ttyACM0`."""
        for pattern in ("ttyUSB*", "tty/tty*"):
            for found in sorted(interface.glob(pattern)):
                return str(self._dev_root / found.name)
        return ""


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _number(file: Path, base: int) -> int | None:
    try:
        return int(_text(file), base)
    except ValueError:
        return None
