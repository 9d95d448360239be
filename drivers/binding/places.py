"""From a port as the configuration writes it to what can be opened now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from drivers.binding.listing import ListedPort, PortListing, SysfsListing
from drivers.serial_link import Link, LinkFault, Opener, open_link
from drivers.tcp_link import FORM, tcp_opener
from drivers.usb_device import open_pyusb
from drivers.usb_link import OpenUsb, Pipes, open_usb
from drivers.usb_power import leave_on, power_switch
from kiosk.operation.configuration.device_tables import PLACE


@dataclass(frozen=True, slots=True)
class Binder:
    """`listing` and `sys_root` are the machine's own unless a test brings another."""

    listing: PortListing = field(default_factory=SysfsListing)
    sys_root: Path = Path("/sys")
    open_pipes: OpenUsb = open_pyusb

    def at(self, port: str) -> ListedPort | None:
        """What is plugged in at `place:…` now; None for nothing, and for every other form of port."""
        wanted = port.removeprefix(PLACE)
        found = next((one for one in self.listing.ports() if wanted != port and one.place == wanted), None)
        if found is None:
            leave_on(port, self.sys_root)
        return found

    def node(self, port: str) -> str | LinkFault:
        """The path or URL to open: a place is looked up, everything else stands for itself."""
        if not port.startswith(PLACE):
            return port
        found = self.at(port)
        if found is None:
            return LinkFault.NO_SUCH_PORT
        return found.node or LinkFault.NOT_A_PORT

    def serial(self, port: str, baud: int = 115200, write_limit_s: float = 2.0) -> Opener:
        """Opens a serial line at any form of port; a place is looked up anew at every opening."""

        def opened() -> Link | LinkFault:
            node = self.node(port)
            return node if isinstance(node, LinkFault) else open_link(node, baud, write_limit_s)

        return opened

    def serial_or_usb(self, port: str, baud: int, pipes: Pipes, write_limit_s: float = 2.0) -> Opener:
        """For a device that exists in both builds: a place without a tty is asked over USB."""
        serial = self.serial(port, baud, write_limit_s)

        def opened() -> Link | LinkFault:
            found = self.at(port)
            if found is None or found.node:
                return serial()
            return open_usb(found, self.open_pipes, pipes, write_limit_s)

        return opened

    def wired(self, port: str, baud: int, pipes: Pipes = Pipes.SINGLE, write_limit_s: float = 2.0) -> Opener:
        """For a device that exists in all three builds: serial, USB, or `tcp://HOST:PORT`."""
        if port.startswith(FORM):
            return tcp_opener(port, write_limit_s)
        return self.serial_or_usb(port, baud, pipes, write_limit_s)

    def power(self, port: str) -> Callable[[], bool]:
        """Switches the USB port off and on; tells whether it could."""
        return power_switch(port, self.sys_root)
