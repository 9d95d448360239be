"""The virtual document printer's wire: HTTP over a socket of the file system, as CUPS serves the programs of its own
machine. The socket stands where a device node would; pulled, it is gone, and whoever was asking is cut off.
"""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from kiosk.operation.socket_address import socket_address

PATH = "/ipp/print"
SLICE_S = 0.02
GUEST_S = 20.0  # how long somebody may say nothing
GUESTS = 16
CHUNK = 8192
MOST = 32 * 1024 * 1024


class HttpLine:
    """A Line (drivers/far_end/line.py). `answered` gives the answer to a body; nothing where it is swallowed.
    `locked`: it wants a name and a password."""

    baud = 0

    def __init__(self, place: Path, answered: Callable[[bytes], bytes], told: Callable[[str], None]) -> None:
        self.frozen = threading.Event()
        self.locked = False
        self._place, self._answered, self._told = place, answered, told
        self._listening: socket.socket | None = None
        self._guests: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._left: int | None = None

    @property
    def plugged(self) -> bool:
        return self._listening is not None

    def set_baud(self, baud: int | None) -> None:
        """A network has no speed of its own."""

    def plug(self) -> None:
        with self._lock:
            if self._listening is not None:
                return
            self._place.unlink(missing_ok=True)  # left by a process that was killed
            self._listening = listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            with socket_address(self._place) as address:
                listening.bind(address)
            self._place.chmod(0o600)
            listening.listen(GUESTS)
            threading.Thread(target=self._serve, args=(listening,), name="document-line", daemon=True).start()
        self._told("plugged")

    def unplug(self) -> None:
        with self._lock:
            listening, self._listening = self._listening, None
            if listening is None:
                return
            self._place.unlink(missing_ok=True)
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()
            for guest in tuple(self._guests):
                with suppress(OSError):
                    guest.shutdown(socket.SHUT_RDWR)
        self._told("unplugged")

    def unplug_after(self, count: int | None) -> None:
        self._left = count

    def reply(self, body: bytes) -> bytes:
        """Waits while the printer hangs."""
        waiting = threading.Event()
        while self.frozen.is_set() and self.plugged:
            waiting.wait(SLICE_S)
        return self._answered(body)

    def heard(self, count: int) -> bool:
        """So many more bytes came; False when the plug was pulled by that."""
        if self._left is None:
            return True
        self._left -= count
        if self._left > 0:
            return True
        self._left = None
        self.unplug()
        return False

    def _serve(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                guest, _ = listening.accept()
                threading.Thread(target=self._welcome, args=(guest,), daemon=True).start()

    def _welcome(self, guest: socket.socket) -> None:
        with self._lock:
            welcome = self.plugged and len(self._guests) < GUESTS
            if welcome:
                self._guests.add(guest)
        with suppress(OSError), guest:
            if welcome:
                guest.settimeout(GUEST_S)
                _Exchange(guest, ("", 0), self)  # it serves while it is made
        self._guests.discard(guest)


class _Exchange(BaseHTTPRequestHandler):
    """One connection. A swallowed answer leaves whoever asked waiting, until they give up."""

    def __init__(self, guest: socket.socket, address: tuple[str, int], line: HttpLine) -> None:
        self._line = line
        super().__init__(guest, address, line)  # type: ignore[arg-type]  # of the server it only keeps the name

    def do_POST(self) -> None:  # the name that the library calls
        body = self._body()
        if body is None:
            return
        if self._line.locked:
            self.send_error(HTTPStatus.UNAUTHORIZED)
        elif self.path != PATH:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._send(self._line.reply(body))

    def log_message(self, format: str, *args: Any) -> None:
        """The bench tells what happens here; nothing is written."""

    def _body(self) -> bytes | None:
        """None for one that is too long, or that the pulled plug cut off."""
        told = self.headers.get("Content-Length", "")
        left = int(told) if told.isascii() and told.isdecimal() else MOST + 1
        if left > MOST:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return None
        came = io.BytesIO()
        while left > 0:
            piece = self.rfile.read1(min(left, CHUNK))
            if not piece or not self._line.heard(len(piece)):
                return None
            came.write(piece)
            left -= len(piece)
        return came.getvalue()

    def _send(self, answer: bytes) -> None:
        if not answer:
            self.rfile.read(1)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
