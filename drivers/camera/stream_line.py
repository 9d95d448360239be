"""The virtual camera's own end of its wire: pictures over HTTP on this machine's loopback, as network cameras send
them.

multipart/x-mixed-replace, a JPEG a part. What stands where a device node would is a link that names the stream;
pulled, the link is gone and whoever looked is cut off with a reset.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from drivers.camera.places import LINKED

BOUNDARY = "frame"
HEAD = f"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary={BOUNDARY}\r\n\r\n".encode()
SLICE_S = 0.02
WRITE_S = 5.0


class StreamLine:
    """A Line (drivers/far_end/line.py). `picture` gives the next JPEG of a lens."""

    baud = 0

    def __init__(
        self, link: Path, lenses: Sequence[str], picture: Callable[[str], bytes], told: Callable[[str], None]
    ) -> None:
        self.frozen = threading.Event()
        self.pace_s = 0.04
        self.watched = 0  # how many look now
        self._link, self._lenses, self._picture, self._told = link, lenses, picture, told
        self._listening: socket.socket | None = None
        self._hosts: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._left: int | None = None

    @property
    def plugged(self) -> bool:
        return self._listening is not None

    def set_baud(self, baud: int | None) -> None:
        """Pictures have a pace and no baud."""

    def plug(self) -> None:
        with self._lock:
            if self._listening is not None:
                return
            self._listening = listening = socket.create_server(("127.0.0.1", 0))
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(f"{LINKED}127.0.0.1:{listening.getsockname()[1]}")
            threading.Thread(target=self._serve, args=(listening,), name="camera-line", daemon=True).start()
        self._told("plugged")

    def unplug(self) -> None:
        with self._lock:
            listening, self._listening = self._listening, None
            if listening is None:
                return
            self._link.unlink(missing_ok=True)
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()
            for host in tuple(self._hosts):
                _cut(host)
        self._told("unplugged")

    def unplug_after(self, count: int | None) -> None:
        """Counts pictures: nobody sends bytes to a camera."""
        self._left = count

    def _serve(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                host, _ = listening.accept()
                threading.Thread(target=self._show, args=(listening, host), daemon=True).start()

    def _show(self, listening: socket.socket, host: socket.socket) -> None:
        with self._lock:
            if self._listening is not listening:
                _cut(host)
                return
            self._hosts.add(host)
            self.watched += 1
        with suppress(OSError), host:
            host.settimeout(WRITE_S)
            self._send_all(listening, host, _lens(host.recv(2048)))
        with self._lock:
            self._hosts.discard(host)
            self.watched -= 1

    def _send_all(self, listening: socket.socket, host: socket.socket, lens: str) -> None:
        if lens not in self._lenses:
            host.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")
            return
        host.sendall(HEAD)
        pause = threading.Event()
        while self._listening is listening:
            if not self.frozen.is_set():
                self._send(host, self._picture(lens))
            pause.wait(SLICE_S if self.frozen.is_set() else self.pace_s)

    def _send(self, host: socket.socket, jpeg: bytes) -> None:
        """Nothing for a picture that was swallowed."""
        if jpeg:
            head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            host.sendall(head.encode() + jpeg + b"\r\n")
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self._left = None
                self.unplug()


def _lens(request: bytes) -> str:
    """`GET /document HTTP/1.1`: document."""
    words = request.split(b" ", 2)
    return words[1].decode("ascii", "replace").strip("/") if len(words) == 3 and words[0] == b"GET" else ""


def _cut(host: socket.socket) -> None:
    """With a reset, as a pulled plug does it; whoever is sending there stumbles over it."""
    with suppress(OSError):
        host.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        host.shutdown(socket.SHUT_RDWR)
