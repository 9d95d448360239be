"""A network device's own end: one host at a time at a port of this machine, as print servers have it.

A real socket with a small receive buffer, so that a device that takes no more bytes holds back whoever writes. A pulled
network cable is `frozen`: nothing comes and nothing is said; `unplug` is the device's own mains.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

SLICE_S = 0.02
BUFFER = 2048  # bytes; the kernel doubles it


class TcpLine:
    """A Line (drivers/far_end/line.py). `received` gets what the host writes, in pieces."""

    baud = 0

    def __init__(self, received: Callable[[bytes], None]) -> None:
        self.frozen = threading.Event()
        self.busy = False  # another host has the connection: a new one is closed at once
        self._received = received
        self._host: socket.socket | None = None
        self._left: int | None = None
        self._over = False
        self._port = 0
        self._listening: socket.socket | None = self._listen()
        self._thread = threading.Thread(target=self._serve, name="tcp-line", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self._port}"

    @property
    def plugged(self) -> bool:
        return self._listening is not None

    def set_baud(self, baud: int | None) -> None:
        """A network has no speed of its own."""

    def send(self, data: bytes) -> None:
        host = self._host
        if host is not None and not self.frozen.is_set():
            with suppress(OSError):
                host.sendall(data)

    def plug(self) -> None:
        if self._listening is None:
            self._listening = self._listen()

    def unplug(self) -> None:
        listening, self._listening = self._listening, None
        if listening is not None:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)  # at once, also while the other thread waits in accept
            listening.close()
        self._hang_up()

    def unplug_after(self, count: int | None) -> None:
        self._left = count

    def close(self) -> None:
        self._over = True
        self.unplug()
        self._thread.join(2.0)

    def _listen(self) -> socket.socket:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        listening.bind(("127.0.0.1", self._port))
        listening.listen(1)
        listening.settimeout(SLICE_S)
        self._port = listening.getsockname()[1]
        return listening

    def _serve(self) -> None:
        waiting = threading.Event()
        while not self._over:
            listening = self._listening
            if listening is None:
                waiting.wait(SLICE_S)
                continue
            with suppress(OSError):
                self._take(listening.accept()[0])

    def _take(self, host: socket.socket) -> None:
        if self.busy:
            host.close()
            return
        self._host = host
        host.settimeout(SLICE_S)
        waiting = threading.Event()
        with suppress(OSError):
            while self._host is host and self.plugged:
                if self.frozen.is_set():
                    waiting.wait(SLICE_S)
                    continue
                if not self._read(host):
                    break
        self._hang_up()

    def _read(self, host: socket.socket) -> bool:
        """False when the host has gone, or the plug has been pulled in the middle."""
        try:
            data = host.recv(512)
        except TimeoutError:
            return True
        whole = len(data) if self._left is None else min(self._left, len(data))
        self._received(data[:whole])
        if self._left is not None:
            self._left -= whole
            if self._left <= 0:
                self._left = None
                self.unplug()
        return bool(data)

    def _hang_up(self) -> None:
        """With a reset, as mains that fail do it."""
        host, self._host = self._host, None
        if host is not None:
            with suppress(OSError):
                host.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            host.close()
