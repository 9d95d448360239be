"""What libusb says, told in the driver's words. No hardware was there: pyusb is played by objects of its own shape."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import usb.core
import usb.util

from drivers.binding.listing import ListedPort
from drivers.serial_link import LinkFault
from drivers.usb_device import PyusbPipes, fault_of, open_pyusb
from drivers.usb_link import UsbLink

HERE = ListedPort("1-2:1.0", 0x0400, 0xC35A, bus=1, address=7)


class Device:
    """pyusb's device, as far as it is asked."""

    def __init__(self) -> None:
        self.raises: Exception | None = None
        self.given = b"\xaa\xaa"
        self.takes = 64  # bytes of one writing
        self.bus, self.address = 1, 7
        self.kernel_has_it, self.another_has_it, self.claimed = False, False, False

    def is_kernel_driver_active(self, interface: int) -> bool:
        return self.kernel_has_it

    def detach_kernel_driver(self, interface: int) -> None:
        self.kernel_has_it = False

    def claim(self) -> None:
        """As the kernel does: who has the interface keeps it."""
        if self.raises is not None:
            raise self.raises
        if self.kernel_has_it or self.another_has_it:
            raise usb.core.USBError("busy", errno=errno.EBUSY)
        self.claimed = True

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
        return min(self.takes, len(data))


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


def test_a_packet_that_was_taken_in_part_is_not_called_sent() -> None:
    device = Device()
    device.takes = 3
    assert PyusbPipes(device, 0).write(0x02, b"four", 100) is LinkFault.STUCK


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Device:
    """On bus 1 as number 7, beside another one of the same make."""
    device, other = Device(), Device()
    other.address, other.another_has_it = 8, True

    def find(custom_match: Callable[[Device], bool]) -> Device | None:
        return next((one for one in (other, device) if custom_match(one)), None)

    monkeypatch.setattr(usb.core, "find", find)
    monkeypatch.setattr(usb.util, "claim_interface", lambda one, interface: one.claim())
    return device


def test_what_the_kernels_own_driver_holds_is_claimed_all_the_same(plugged: Device) -> None:
    plugged.kernel_has_it = True
    pipes = open_pyusb(HERE)
    assert isinstance(pipes, PyusbPipes)
    assert (plugged.claimed, pipes.endpoints()) == (True, (0x02, 0x81))


def test_what_another_program_holds_is_left_to_it(plugged: Device) -> None:
    plugged.another_has_it = True
    assert open_pyusb(HERE) is LinkFault.IN_USE
    assert not plugged.claimed


def test_what_this_user_may_not_open_is_told_so(plugged: Device) -> None:
    plugged.raises = usb.core.USBError("access", errno=errno.EACCES)
    assert open_pyusb(HERE) is LinkFault.NOT_ALLOWED


def test_of_two_alike_only_the_one_in_its_place_is_opened(plugged: Device) -> None:
    assert isinstance(open_pyusb(HERE), PyusbPipes)
    assert open_pyusb(replace(HERE, address=9)) is LinkFault.NO_SUCH_PORT


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
