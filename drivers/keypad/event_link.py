"""An input node of the kernel (/dev/input/event7) as a link: taken for this program alone, and asked what it is.

EVIOCGRAB and EVIOCGBIT are the kernel's (include/uapi/linux/input.h, asm-generic/ioctl.h) [A].
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from contextlib import suppress

from drivers.keypad.input_events import EV_KEY, KEY_BYTES, is_pad
from drivers.serial_link import LinkFault, Waiting, fault_of_errno

Ioctl = Callable[[int, int, bytes], bytes]
_READ, _WRITE = 2, 1
MOST = 4096  # bytes of one read


def _request(way: int, number: int, size: int) -> int:
    """As the kernel's asm-generic/ioctl.h puts one together; 'E' is the input layer's letter."""
    return way << 30 | size << 16 | ord("E") << 8 | number


EVIOCGRAB = _request(_WRITE, 0x90, 4)
EVIOCGBIT_KEYS = _request(_READ, 0x20 + EV_KEY, KEY_BYTES)


def _grab(number: int, request: int, argument: bytes) -> bytes:
    """EVIOCGRAB takes its argument by value, the others by address."""
    if request == EVIOCGRAB:
        fcntl.ioctl(number, request, 1)
        return argument
    return fcntl.ioctl(number, request, argument)


class EventLink:
    """Used by one thread, except `interrupt`. While it is open no other program and no window sees the keys."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._waiting = Waiting(number)
        self._interrupted = False

    def read(self, limit_s: float) -> bytes | LinkFault:
        if self._interrupted:
            return LinkFault.INTERRUPTED
        try:
            if not self._waiting.comes(limit_s):
                return b""
            if self._interrupted:
                return LinkFault.INTERRUPTED
            return os.read(self._number, MOST) or LinkFault.GONE
        except BlockingIOError:
            return b""
        except OSError:  # ENODEV once it was pulled
            return LinkFault.GONE

    def write(self, data: bytes) -> LinkFault | None:
        """Nothing is ever said to a pad."""
        return None

    def clear(self) -> LinkFault | None:
        """Drops what has come so far; a bounded number of reads, lest a stuck key hold it up."""
        for _ in range(16):
            chunk = self.read(0.0)
            if isinstance(chunk, LinkFault) or not chunk:
                return chunk if isinstance(chunk, LinkFault) else None
        return None

    def interrupt(self) -> None:
        self._interrupted = True
        self._waiting.wake()

    def close(self) -> None:
        self._interrupted = True
        if self._number >= 0:
            self._waiting.close()
            with suppress(OSError):
                os.close(self._number)
        self._number = -1


def open_event_link(path: str, ioctl: Ioctl = _grab) -> EventLink | LinkFault:
    """NOT_A_PORT for what is no input node or has no digits; IN_USE when another program has taken it."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError as error:
        return fault_of_errno(error.errno or 0)
    try:
        proved = is_pad(ioctl(number, EVIOCGBIT_KEYS, bytes(KEY_BYTES)))
        if proved:
            ioctl(number, EVIOCGRAB, bytes(4))
            return EventLink(number)
    except OSError as error:
        os.close(number)
        return fault_of_errno(error.errno or 0)
    os.close(number)
    return LinkFault.NOT_A_PORT
