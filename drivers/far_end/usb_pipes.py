"""A USB device's own end, as pipes in memory: what no pseudo-terminal can be, and it says so.

Nothing of the kernel and nothing of libusb is in it. It is one process with its host, so it is for tests; the bench's
virtual devices are serial.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from drivers.serial_link import LinkFault
from drivers.usb_link import BODY_IN, HEAD, HEAD_IN, PACKET

SINGLE = (0x81, 0x02)
PAIRED = (0x02, 0x06, 0x81, 0x85)


class MemoryUsb:
    """`received` gets what the host writes, whole transfers at a time. One host at a time: `claim` is its opening."""

    def __init__(self, received: Callable[[bytes], None], endpoints: tuple[int, ...] = SINGLE) -> None:
        self.received = received
        self.busy = False  # another program has the interface
        self.frozen = threading.Event()
        self.written: list[tuple[int, bytes]] = []
        self._endpoints = endpoints
        self._waiting: dict[int, deque[tuple[float, bytes]]] = {one: deque() for one in endpoints if one & 0x80}
        self._changed = threading.Condition()
        self._plugged = True
        self._claimed = False

    def claim(self) -> MemoryUsb | LinkFault:
        if not self._plugged:
            return LinkFault.NO_SUCH_PORT
        if self.busy or self._claimed:
            return LinkFault.IN_USE
        self._claimed = True
        return self

    def plug(self, plugged: bool) -> None:
        with self._changed:
            self._plugged, self._claimed = plugged, False
            for pipe in self._waiting.values():
                pipe.clear()
            self._changed.notify_all()

    def send(self, data: bytes, after_s: float = 0.0) -> None:
        """In packets of 64 bytes, not before `after_s` seconds from now."""
        paired = set(self._endpoints) == set(PAIRED)
        parts = ((HEAD_IN, data[:HEAD]), (BODY_IN, data[HEAD:])) if paired else ((next(iter(self._waiting)), data),)
        with self._changed:
            for endpoint, part in parts:
                for at in range(0, len(part), PACKET):
                    self._waiting[endpoint].append((time.monotonic() + after_s, part[at : at + PACKET]))
            self._changed.notify_all()

    # --- the host's side ---

    def endpoints(self) -> tuple[int, ...]:
        return self._endpoints

    def read(self, endpoint: int, limit_ms: int) -> bytes | LinkFault:
        end = time.monotonic() + limit_ms / 1000
        with self._changed:
            while self._plugged:
                pipe = self._waiting[endpoint]
                if pipe and pipe[0][0] <= time.monotonic() and not self.frozen.is_set():
                    return pipe.popleft()[1]
                left = end - time.monotonic()
                if left <= 0:
                    return b""
                self._changed.wait(min(left, 0.005))
        return LinkFault.GONE

    def write(self, endpoint: int, data: bytes, limit_ms: int) -> LinkFault | None:
        if not self._plugged:
            return LinkFault.GONE
        if self.frozen.wait(0) and not self._thawed(limit_ms):
            return LinkFault.STUCK
        self.written.append((endpoint, data))
        self.received(data)
        return None

    def _thawed(self, limit_ms: int) -> bool:
        end = time.monotonic() + limit_ms / 1000
        while self.frozen.is_set() and time.monotonic() < end:
            time.sleep(0.005)
        return not self.frozen.is_set()

    def close(self) -> None:
        self._claimed = False
