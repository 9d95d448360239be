"""The wire as a driver sees it: read what came, write with a limit, and faults of the port as values.

Any pyserial URL or device path. A pseudo-terminal refuses modem lines and even parity; neither is asked for here.
"""

from __future__ import annotations

import errno
import os
import select
import termios
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

import serial

from kiosk.ports.devices import DeviceState

SLICE_S = 0.05  # how often a waiting read looks whether it was interrupted, where the kernel cannot wait for both


class LinkFault(StrEnum):
    """Why a port does not serve. The first eight are about what was asked for, the others about what happened."""

    BAD_URL = "bad_url"
    NO_SUCH_PORT = "no_such_port"
    NOT_A_PORT = "not_a_port"
    NOT_ALLOWED = "not_allowed"
    IN_USE = "in_use"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # a host that takes no connection: another program has the device, or it is none
    NO_LIBRARY = "no_library"  # libusb-1.0 is not installed
    GONE = "gone"
    STUCK = "stuck"  # what was written did not go out within the limit
    INTERRUPTED = "interrupted"

    @property
    def state(self) -> DeviceState:
        """What a device is called whose port fails so."""
        answerless = self in (LinkFault.STUCK, LinkFault.INTERRUPTED)
        return DeviceState.OFFLINE if answerless else DeviceState.NO_DEVICE


class Link(Protocol):
    def read(self, limit_s: float) -> bytes | LinkFault:
        """Whatever arrives first within `limit_s` seconds; empty when nothing came."""

    def write(self, data: bytes) -> LinkFault | None: ...

    def clear(self) -> LinkFault | None:
        """Drops what has arrived and was not read."""

    def interrupt(self) -> None:
        """Ends a waiting read from any thread, now and for good."""

    def close(self) -> None: ...


Opener = Callable[[], Link | LinkFault]


def holds_back(link: Link) -> bool:
    """Whether the far end makes a writer wait by itself, as USB and networks do and a plain serial line does not."""
    return bool(getattr(link, "flow_control", False))


_WORLD = (serial.SerialException, OSError, termios.error)


class Waiting:
    """Sleeps until something comes at `number`, a file descriptor, or `wake` is called from any thread."""

    def __init__(self, number: int) -> None:
        self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._lock = threading.Lock()
        self._closed = False
        self._poll = select.poll()
        for one in (number, self._wake):
            self._poll.register(one, select.POLLIN)

    def comes(self, limit_s: float) -> bool:
        """True as soon as a read would not wait, also when it would fail."""
        return bool(self._poll.poll(max(0.0, limit_s) * 1000))

    def wake(self) -> None:
        with self._lock:
            if not self._closed:
                os.eventfd_write(self._wake, 1)

    def close(self) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                os.close(self._wake)


class SerialLink:
    """A pyserial port. Used by one thread, except `interrupt`."""

    def __init__(self, port: serial.Serial) -> None:
        self._port = port
        self._interrupted = threading.Event()
        self._waiting = _waiting_at(port)

    def read(self, limit_s: float) -> bytes | LinkFault:
        end = time.monotonic() + limit_s
        try:
            while not self._interrupted.is_set():
                came = self._came(end - time.monotonic())
                if came:
                    return came
                if time.monotonic() >= end:
                    return b""
        except _WORLD:
            return LinkFault.GONE
        return LinkFault.INTERRUPTED

    def _came(self, limit_s: float) -> bytes:
        """Empty when nothing came in time, or the wait was interrupted. One read for all that is there: a device at
        rest is asked all day, and each call of the library costs the processor as much as the answer."""
        if self._waiting is not None and (not self._waiting.comes(limit_s) or self._interrupted.is_set()):
            return b""
        return bytes(self._port.read(max(1, self._port.in_waiting)))

    def write(self, data: bytes) -> LinkFault | None:
        if self._interrupted.is_set():
            return LinkFault.INTERRUPTED
        try:
            self._port.write(data)
        except serial.SerialTimeoutException:
            return LinkFault.STUCK
        except _WORLD:
            return LinkFault.GONE
        return None

    def clear(self) -> LinkFault | None:
        try:
            self._port.reset_input_buffer()
        except _WORLD:
            return LinkFault.GONE
        return None

    def interrupt(self) -> None:
        self._interrupted.set()
        if self._waiting is not None:
            self._waiting.wake()

    def close(self) -> None:
        self._interrupted.set()
        if self._waiting is not None:
            self._waiting.close()
        with suppress(*_WORLD):
            self._port.close()


def _waiting_at(port: serial.Serial) -> Waiting | None:
    """None where there is no file descriptor to wait at, as behind rfc2217; there the port is asked slice by slice."""
    try:
        return Waiting(port.fileno())
    except (AttributeError, OSError, ValueError):
        return None


def open_link(url: str, baud: int = 115200, write_limit_s: float = 2.0) -> SerialLink | LinkFault:
    """Opens `url` exclusively, 8 data bits, no parity, 1 stop bit, no flow control."""
    try:
        return SerialLink(_open(url, baud, write_limit_s))
    except (ValueError, KeyError):
        return LinkFault.BAD_URL
    except _WORLD as error:
        return _fault_of(url, error)


def opener(url: str, baud: int = 115200, write_limit_s: float = 2.0) -> Opener:
    return lambda: open_link(url, baud, write_limit_s)


def _open(url: str, baud: int, write_limit_s: float) -> serial.Serial:
    try:
        return serial.serial_for_url(url, baud, exclusive=True, timeout=SLICE_S, write_timeout=write_limit_s)
    except NotImplementedError:
        # rfc2217 has no write time-out; the far server answers for the line there
        return serial.serial_for_url(url, baud, exclusive=True, timeout=SLICE_S)


def _whole(url: str) -> bool:
    """A port across the network needs a host and a number."""
    try:
        parts = urlsplit(url)
        return parts.scheme not in ("socket", "rfc2217") or bool(parts.hostname and parts.port)
    except ValueError:
        return False


_BY_ERRNO = {
    errno.ENOENT: LinkFault.NO_SUCH_PORT,
    errno.ENOTDIR: LinkFault.NO_SUCH_PORT,
    errno.EISDIR: LinkFault.NOT_A_PORT,
    errno.ENOTTY: LinkFault.NOT_A_PORT,
    errno.EACCES: LinkFault.NOT_ALLOWED,
    errno.EPERM: LinkFault.NOT_ALLOWED,
    errno.EAGAIN: LinkFault.IN_USE,
    errno.EBUSY: LinkFault.IN_USE,
}


def _fault_of(url: str, error: Exception) -> LinkFault:
    if "://" in url:
        return LinkFault.UNREACHABLE if _whole(url) else LinkFault.BAD_URL
    number = getattr(error, "errno", None)
    # pyserial tells "could not configure" without one: a file, or a device node without a device
    return LinkFault.NOT_A_PORT if number is None else fault_of_errno(number)


def fault_of_errno(number: int) -> LinkFault:
    """Why a device node could not be opened."""
    return _BY_ERRNO.get(number, LinkFault.GONE)
