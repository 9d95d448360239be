"""The bench's control socket: one JSON object a line, one reply a line; `watch` turns a connection into a stream.

Only the user who runs the devices may open it.
"""

from __future__ import annotations

import contextlib
import json
import queue
import socket
import threading
from pathlib import Path

from drivers.virtual_devices.bench import Bench, refusal
from drivers.virtual_devices.unit import Reply
from kiosk.operation.socket_address import socket_address

NAME = "control.sock"
LONGEST_LINE = 65536
GUESTS = 16
BEAT_S = 5.0  # a watcher hears something at least so often


class ControlServer:
    """Takes the socket at once, so that nobody else can; answers once `serve` is called."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._guests: set[socket.socket] = set()
        self._closed = False
        self._socket = self._listen()

    @property
    def occupied(self) -> bool:
        """Another process serves this folder's bench."""
        return self._socket is None

    def serve(self, bench: Bench) -> None:
        self._bench = bench
        threading.Thread(target=self._accept, name="bench-control", daemon=True).start()

    def close(self) -> None:
        if self._socket is None:
            return
        self._closed = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._path.unlink(missing_ok=True)
        for guest in tuple(self._guests):
            with contextlib.suppress(OSError):
                guest.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> socket.socket | None:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with socket_address(self._path) as address:
                if _somebody_listens(address):
                    listener.close()
                    return None
                self._path.unlink(missing_ok=True)  # left by a process that was killed
                listener.bind(address)
                self._path.chmod(0o600)
            listener.listen(GUESTS)
        except BaseException:
            listener.close()
            raise
        return listener

    def _accept(self) -> None:
        while not self._closed and self._socket is not None:
            try:
                guest, _ = self._socket.accept()
            except OSError:
                return
            self._welcome(guest)

    def _welcome(self, guest: socket.socket) -> None:
        if len(self._guests) >= GUESTS:
            with contextlib.suppress(OSError):
                guest.sendall(_line(refusal("busy", f"at most {GUESTS} may be connected")))
            guest.close()
            return
        self._guests.add(guest)
        threading.Thread(target=self._serve, args=(guest,), daemon=True).start()

    def _serve(self, guest: socket.socket) -> None:
        try:
            with guest, guest.makefile("rb") as lines:
                while line := lines.readline(LONGEST_LINE):
                    self._reply(guest, line)
        except OSError:
            return  # the guest went away
        finally:
            self._guests.discard(guest)

    def _reply(self, guest: socket.socket, line: bytes) -> None:
        try:
            request = json.loads(line)
        except ValueError:
            request = None
        if not isinstance(request, dict):
            guest.sendall(_line(refusal("not_json", f"one JSON object a line, at most {LONGEST_LINE} bytes")))
        elif request.get("do") == "watch":
            self._stream(guest)
        else:
            guest.sendall(_line(self._bench.do(request)))

    def _stream(self, guest: socket.socket) -> None:
        guest.settimeout(BEAT_S)
        with self._bench.watching() as changes:
            while not self._closed:
                try:
                    change = changes.get(timeout=BEAT_S)
                except queue.Empty:
                    change = {"event": "beat"}
                guest.sendall(_line(change))


def _somebody_listens(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(address)
        except OSError:
            return False
        return True


def _line(reply: Reply) -> bytes:
    return json.dumps(reply, ensure_ascii=False).encode() + b"\n"
