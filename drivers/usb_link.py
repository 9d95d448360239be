"""A reader's USB interface as the wire a driver sees: the same bytes as on a serial line, in packets.

Sources contradict each other about the pipes of card readers (0400:C35A): two drivers write the whole frame to one bulk
pipe and read 64-byte packets from another [A]; a vendor's text names two pairs, 0x02 and 0x81 for preamble and length,
0x06 and 0x85 for the rest [B]. Both are here, `Pipes.SINGLE` unless a technician says otherwise. The device is reached
through `UsbPipes`, so that the far end can be pipes in memory.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Protocol

from drivers.binding.listing import ListedPort
from drivers.serial_link import SLICE_S, LinkFault

PACKET = 64  # bytes; full speed
HEAD = 7  # preamble and length, which have pipes of their own where there are two pairs
HEAD_OUT, BODY_OUT, HEAD_IN, BODY_IN = 0x02, 0x06, 0x81, 0x85
_INWARD = 0x80


class Pipes(StrEnum):
    SINGLE = "single"
    PAIRED = "paired"


class UsbPipes(Protocol):
    """One claimed interface. Limits are milliseconds; failures of the world are values."""

    def endpoints(self) -> tuple[int, ...]:
        """Addresses of its bulk and interrupt endpoints, in the order of its descriptor."""

    def read(self, endpoint: int, limit_ms: int) -> bytes | LinkFault:
        """One packet; empty when none came within the limit."""

    def write(self, endpoint: int, data: bytes, limit_ms: int) -> LinkFault | None: ...

    def close(self) -> None: ...


OpenUsb = Callable[[ListedPort], UsbPipes | LinkFault]


class UsbLink:
    """A Link (drivers/serial_link.py). Used by one thread, except `interrupt`."""

    flow_control = True

    def __init__(
        self, pipes: UsbPipes, way_in: tuple[int, ...], way_out: tuple[int, ...], write_limit_s: float
    ) -> None:
        self._pipes = pipes
        self._in, self._out = way_in, way_out
        self._turn = 0  # which of the ways in the next bytes come by
        self._more = False  # the last packet was full: more may follow, or an end that is only silence
        self._write_limit_ms = int(write_limit_s * 1000)
        self._interrupted = threading.Event()

    def read(self, limit_s: float) -> bytes | LinkFault:
        end = time.monotonic() + limit_s
        while not self._interrupted.is_set():
            left = min(SLICE_S, max(end - time.monotonic(), 0.001))
            packet = self._pipes.read(self._in[self._turn], int(left * 1000) or 1)
            if isinstance(packet, LinkFault):
                return packet
            self._take_turns(packet)
            if packet or time.monotonic() >= end:
                return packet
        return LinkFault.INTERRUPTED

    def _take_turns(self, packet: bytes) -> None:
        """With two pairs the head comes by one pipe, then the rest by the other, until a packet is not full."""
        if len(self._in) == 2 and (packet or self._more) and len(packet) < PACKET:
            self._turn = 1 - self._turn
        self._more = len(packet) == PACKET

    def write(self, data: bytes) -> LinkFault | None:
        parts = (data[:HEAD], data[HEAD:]) if len(self._out) == 2 else (data,)
        for endpoint, part in zip(self._out, parts, strict=True):
            if self._interrupted.is_set():
                return LinkFault.INTERRUPTED
            fault = self._pipes.write(endpoint, part, self._write_limit_ms) if part else None
            if fault is not None:
                return fault
        return None

    def clear(self) -> LinkFault | None:
        """What waits in the device's pipes is read and dropped; never more than a few frames."""
        self._turn, self._more = 0, False
        for endpoint in self._in:
            for _ in range(64):
                packet = self._pipes.read(endpoint, 1)
                if isinstance(packet, LinkFault):
                    return packet
                if not packet:
                    break
        return None

    def interrupt(self) -> None:
        self._interrupted.set()

    def close(self) -> None:
        self._interrupted.set()
        with suppress(OSError):
            self._pipes.close()


def open_usb(port: ListedPort, open_pipes: OpenUsb, pipes: Pipes, write_limit_s: float = 2.0) -> UsbLink | LinkFault:
    """NOT_A_PORT for an interface that lacks the pipes that `pipes` names."""
    opened = open_pipes(port)
    if isinstance(opened, LinkFault):
        return opened
    ways = _ways(opened.endpoints(), pipes)
    if ways is None:
        opened.close()
        return LinkFault.NOT_A_PORT
    return UsbLink(opened, *ways, write_limit_s)


def _ways(endpoints: tuple[int, ...], pipes: Pipes) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    if pipes is Pipes.PAIRED:
        there = {HEAD_OUT, BODY_OUT, HEAD_IN, BODY_IN} <= set(endpoints)
        return ((HEAD_IN, BODY_IN), (HEAD_OUT, BODY_OUT)) if there else None
    inward = next((one for one in endpoints if one & _INWARD), None)
    outward = next((one for one in endpoints if not one & _INWARD), None)
    return None if inward is None or outward is None else ((inward,), (outward,))
