"""The real USB pipes, through pyusb and the system's libusb-1.0 (Debian: libusb-1.0-0).

pyusb is loaded when a device is opened and not before: most terminals have no such reader. Nothing here has met
hardware; what can be tested without is how each of libusb's failures is told.
"""

from __future__ import annotations

import errno
from contextlib import suppress
from typing import Any

from drivers.binding.listing import ListedPort
from drivers.serial_link import LinkFault
from drivers.usb_link import PACKET, UsbPipes

_DATA = (2, 3)  # transfer types: bulk, interrupt
_BY_ERRNO = {
    errno.EACCES: LinkFault.NOT_ALLOWED,
    errno.EPERM: LinkFault.NOT_ALLOWED,
    errno.EBUSY: LinkFault.IN_USE,
    errno.ENOENT: LinkFault.NO_SUCH_PORT,
}


def open_pyusb(port: ListedPort) -> UsbPipes | LinkFault:
    """Claims the interface at that place. IN_USE when another program has it, NO_LIBRARY without libusb."""
    import usb.core

    try:
        device = usb.core.find(custom_match=lambda one: (one.bus, one.address) == (port.bus, port.address))
        return LinkFault.NO_SUCH_PORT if device is None else _claimed(device, port.interface)
    except usb.core.NoBackendError:
        return LinkFault.NO_LIBRARY
    except usb.core.USBError as error:
        return fault_of(error)


def fault_of(error: Exception) -> LinkFault:
    return _BY_ERRNO.get(getattr(error, "errno", None) or 0, LinkFault.GONE)


def _claimed(device: Any, interface: int) -> UsbPipes:
    """A kernel driver that sits on the interface steps back. Raises USBError."""
    import usb.util

    with suppress(NotImplementedError):
        if device.is_kernel_driver_active(interface):
            device.detach_kernel_driver(interface)
    usb.util.claim_interface(device, interface)
    return PyusbPipes(device, interface)


class PyusbPipes:
    """`device` is pyusb's, with its interface claimed."""

    def __init__(self, device: Any, interface: int) -> None:
        self._device = device
        self._interface = interface

    def endpoints(self) -> tuple[int, ...]:
        own = self._device.get_active_configuration()[(self._interface, 0)]
        return tuple(one.bEndpointAddress for one in own if one.bmAttributes & 3 in _DATA)

    def read(self, endpoint: int, limit_ms: int) -> bytes | LinkFault:
        import usb.core

        try:
            return bytes(self._device.read(endpoint, PACKET, limit_ms))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as error:
            return fault_of(error)

    def write(self, endpoint: int, data: bytes, limit_ms: int) -> LinkFault | None:
        import usb.core

        try:
            whole = self._device.write(endpoint, data, limit_ms) == len(data)
        except usb.core.USBTimeoutError:
            return LinkFault.STUCK
        except usb.core.USBError as error:
            return fault_of(error)
        return None if whole else LinkFault.STUCK

    def close(self) -> None:
        import usb.core
        import usb.util

        with suppress(usb.core.USBError):
            usb.util.release_interface(self._device, self._interface)
        usb.util.dispose_resources(self._device)
