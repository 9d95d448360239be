"""The device's own end of a serial line: a pseudo-terminal that is as slow as a real line, in both directions.

A link in a folder points to the host's end, by way of this process: killed, it leaves a link that leads nowhere and not
one to a pseudo-terminal whose number somebody else got meanwhile. Plugging makes both, unplugging closes the
pseudo-terminal (the host gets an I/O error) and takes the link away. Bytes travel at `baud` with 10 bits each; the
schedule is absolute, so a late wake-up does not add up.
"""

from __future__ import annotations

import contextlib
import os
import select
import termios
import threading
import time
import tty
from collections import deque
from collections.abc import Callable
from pathlib import Path

SLICE_S = 0.0014  # 16 bytes at 115200: how finely the line is paced
LONGEST_QUEUE = 65536  # bytes that may wait to be sent; more is lost, as in a real transmitter

_SPEEDS = {getattr(termios, f"B{baud}"): baud for baud in (9600, 19200, 38400, 57600, 115200)}


class Pace:
    """When the line will be free again."""

    def __init__(self, baud: int) -> None:
        self.baud = baud
        self._free_at = 0.0

    def carry(self, count: int, since: float) -> float:
        """The monotonic time at which `count` more bytes have passed, which could have begun at `since`."""
        self._free_at = max(self._free_at, since) + count * 10 / self.baud
        return self._free_at

    @property
    def slice(self) -> int:
        return max(1, int(self.baud / 10 * SLICE_S))


class _Plug:
    """One plugged-in time of the line: the file descriptors and the two threads that use them."""

    def __init__(self, line: PtyLine) -> None:
        self._line = line
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self.master, False)
        self.name = f"/proc/{os.getpid()}/fd/{self._slave}"
        self._wake_read, self._wake_write = os.pipe()
        self.out = threading.Event()
        self._looked_at = time.monotonic()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._receive, self._send)]
        for thread in self._threads:
            thread.start()

    def host_baud(self) -> int:
        return _SPEEDS.get(termios.tcgetattr(self._slave)[5], 0)

    def pull(self) -> None:
        """Ends the threads, then closes: a descriptor is never closed under a thread that uses it."""
        self.out.set()
        os.write(self._wake_write, b"x")
        with self._line.changed:
            self._line.changed.notify_all()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(2.0)
        for number in (self.master, self._slave, self._wake_read, self._wake_write):
            os.close(number)

    def _receive(self) -> None:
        while not self.out.is_set():
            since = self._wait_for_bytes()
            if self._line.frozen.is_set():
                self.out.wait(0.02)
                self._looked_at = time.monotonic()
                continue
            with contextlib.suppress(BlockingIOError):
                data = os.read(self.master, self._line.pace_in.slice)
                self.out.wait(max(0.0, self._line.pace_in.carry(len(data), since) - time.monotonic()))
                if not self.out.is_set():
                    self._line.deliver(data)

    def _wait_for_bytes(self) -> float:
        """Since when they could have been on their way: those that wait already followed the last ones at once."""
        ends = [self.master, self._wake_read]
        if select.select(ends, [], [], 0)[0]:
            return self._looked_at
        select.select(ends, [], [])
        self._looked_at = time.monotonic()
        return self._looked_at

    def _send(self) -> None:
        while not self.out.is_set():
            since, data = self._line.next_slice(self.out)
            self.out.wait(max(0.0, self._line.pace_out.carry(len(data), since) - time.monotonic()))
            if not self.out.is_set():
                with contextlib.suppress(BlockingIOError):  # nobody reads at the other end: the bytes are lost
                    os.write(self.master, data)


class PtyLine:
    """`received` gets what the host sent, slice by slice, on the line's own thread; `told` hears of the plug."""

    def __init__(
        self,
        link: Path,
        received: Callable[[bytes], None],
        baud: int = 115200,
        told: Callable[[str], None] = lambda what: None,
    ) -> None:
        self.received = received
        self._told = told
        self.frozen = threading.Event()  # the device neither reads nor answers
        self.changed = threading.Condition()
        self.pace_in, self.pace_out = Pace(baud), Pace(baud)
        self._link = link
        self._baud = baud
        self._waiting: deque[tuple[float, bytes]] = deque()
        self._thawed_at = 0.0
        self._unplug_in: int | None = None
        self._plug: _Plug | None = None
        self._plugging = threading.Lock()

    @property
    def plugged(self) -> bool:
        return self._plug is not None

    @property
    def baud(self) -> int:
        return self.pace_in.baud

    @property
    def host_baud(self) -> int:
        """The speed that the host has set at its end; 0 while nothing is plugged, or for a speed without a name."""
        plug = self._plug
        return plug.host_baud() if plug is not None else 0

    def set_baud(self, baud: int | None) -> None:
        """Bits a second; None for the line's own speed."""
        self.pace_in.baud = self.pace_out.baud = baud or self._baud

    def plug(self) -> None:
        with self._plugging:
            if self._plug is not None:
                return
            self._waiting.clear()
            self._plug = _Plug(self)
            self._point_at(self._plug.name)
        self._told("plugged")

    def unplug(self) -> None:
        with self._plugging:
            plug, self._plug = self._plug, None
            self._link.unlink(missing_ok=True)
            if plug is not None:
                plug.pull()
        if plug is not None:
            self._told("unplugged")

    def unplug_after(self, count: int | None) -> None:
        """Somebody stumbles over the cable when `count` more bytes have come from the host; None: nobody does."""
        self._unplug_in = count

    def deliver(self, data: bytes) -> None:
        self.received(data)
        if self._unplug_in is not None:
            self._unplug_in -= len(data)
            if self._unplug_in <= 0:
                self._unplug_in = None
                self.unplug()

    def send(self, data: bytes, after_s: float = 0.0) -> None:
        """Queues bytes for the host, not before `after_s` seconds from now."""
        with self.changed:
            if sum(len(waiting) for _, waiting in self._waiting) + len(data) <= LONGEST_QUEUE:
                self._waiting.append((time.monotonic() + after_s, data))
                self.changed.notify_all()

    def next_slice(self, out: threading.Event) -> tuple[float, bytes]:
        """The next few bytes to send, and when their sending could begin; empty when the plug was pulled."""
        with self.changed:
            while not out.is_set():
                wait_s = self._waiting[0][0] - time.monotonic() if self._waiting else None
                if self.frozen.is_set():
                    self.changed.wait(0.02)
                    self._thawed_at = time.monotonic()
                elif wait_s is not None and wait_s <= 0:
                    return self._cut()
                else:
                    self.changed.wait(wait_s)
        return 0.0, b""

    def _cut(self) -> tuple[float, bytes]:
        at, data = self._waiting.popleft()
        head, rest = data[: self.pace_out.slice], data[self.pace_out.slice :]
        if rest:
            self._waiting.appendleft((at, rest))
        return max(at, self._thawed_at), head

    def _point_at(self, name: str) -> None:
        """Replaces the link in one step: the host never sees half of it."""
        fresh = self._link.with_name(f".{self._link.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(name)
        fresh.replace(self._link)
