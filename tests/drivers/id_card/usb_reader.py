"""A virtual reader at the far end of USB pipes in memory: no kernel and no libusb are in it, and it says so."""

from __future__ import annotations

from drivers.binding.listing import ListedPort
from drivers.far_end.usb_pipes import PAIRED, SINGLE, MemoryUsb
from drivers.id_card.reader import IdCardReader
from drivers.id_card.virtual import VirtualReader
from drivers.serial_link import Link, LinkFault
from drivers.usb_link import Pipes, UsbPipes, open_usb
from kiosk.operation.supervisor import Supervisor
from tests.drivers.stage import READER

PORT = ListedPort("1-2:1.0", 0x0400, 0xC35A, name="a reader")


class UsbReader:
    def __init__(self, pipes: Pipes = Pipes.SINGLE) -> None:
        self.pipes = pipes
        self.usb = MemoryUsb(lambda data: self.module.received(data), PAIRED if pipes is Pipes.PAIRED else SINGLE)
        self.module = VirtualReader(self.usb.send)

    def claim(self, port: ListedPort) -> UsbPipes | LinkFault:
        return self.usb.claim()

    def open(self) -> Link | LinkFault:
        return open_usb(PORT, self.claim, self.pipes, write_limit_s=0.2)

    def attached(self, supervisor: Supervisor) -> IdCardReader:
        return IdCardReader(supervisor, self.open, READER)
