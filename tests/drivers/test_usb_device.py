"""What libusb says, told in the driver's words. No hardware was there: pyusb is played by objects of its own shape."""

from __future__ import annotations

import errno
from types import SimpleNamespace
from typing import Any

import pytest
import usb.core

from drivers.binding.listing import ListedPort
from drivers.serial_link import LinkFault
from drivers.usb_device import PyusbPipes, fault_of, open_pyusb
from drivers.usb_link import UsbLink


class Device:
    """pyusb's device, as far as it is asked."""

    def __init__(self) -> None:
        self.raises: Exception | None = None
        self.given = b"\xaa\xaa"

    def get_active_configuration(self) -> dict[tuple[int, int], list[Any]]:
        control = SimpleNamespace(bEndpointAddress=0x83, bmAttributes=1)
        ways = [SimpleNamespace(bEndpointAddress=address, bmAttributes=2) for address in (0x02, 0x81)]
        return {(0, 0): [control, *ways]}

    def read(self, endpoint: int, size: int, limit_ms: int) -> bytes:
        if self.raises is not None:
            raise self.raises
        return self.given

    def write(self, endpoint: int, data: bytes, limit_ms: int) -> int:
        if self.raises is not None:
            raise self.raises
        return len(data)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.EACCES, LinkFault.NOT_ALLOWED),
        (errno.EBUSY, LinkFault.IN_USE),
        (errno.ENODEV, LinkFault.GONE),
        (errno.EIO, LinkFault.GONE),
    ],
)
def test_each_refusal_has_its_word(number: int, fault: LinkFault) -> None:
    assert fault_of(usb.core.USBError("x", errno=number)) is fault


def test_silence_is_no_bytes_and_a_pulled_plug_is_gone() -> None:
    device = Device()
    pipes = PyusbPipes(device, 0)
    link = UsbLink(pipes, (0x81,), (0x02,), 0.1)
    assert (pipes.endpoints(), link.read(0.01)) == ((0x02, 0x81), b"\xaa\xaa")
    device.raises = usb.core.USBTimeoutError("slow")
    assert (link.read(0.01), link.write(b"x")) == (b"", LinkFault.STUCK)
    device.raises = usb.core.USBError("gone", errno=errno.ENODEV)
    assert (link.read(0.01), link.write(b"x")) == (LinkFault.GONE, LinkFault.GONE)


def test_an_interrupted_link_waits_no_longer() -> None:
    device = Device()
    device.raises = usb.core.USBTimeoutError("slow")
    link = UsbLink(PyusbPipes(device, 0), (0x81,), (0x02,), 0.1)
    link.interrupt()
    assert (link.read(30.0), link.write(b"x")) == (LinkFault.INTERRUPTED, LinkFault.INTERRUPTED)


def test_a_machine_without_the_library_or_without_the_device_says_which() -> None:
    assert open_pyusb(ListedPort("9-9:1.0", 0x0400, 0xC35A, bus=250, address=250)) in (
        LinkFault.NO_LIBRARY,
        LinkFault.NO_SUCH_PORT,
    )
