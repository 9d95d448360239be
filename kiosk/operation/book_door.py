"""How a command reaches the book of a node that runs: a UNIX socket in `run/`, one JSON object a line, one reply.

Only one process may write a book, so a command asks that process. Only the user who runs the node may open the socket.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.operation.socket_address import socket_address

LONGEST = 1 << 20  # bytes of a request or a reply
LIMIT_S = 10.0  # for one exchange

Reply = Mapping[str, Any]
Answering = Callable[[Mapping[str, Any]], Reply]


class BookDoor:
    """Serves one guest after the other until it is closed. Raises OSError when the socket cannot be made."""

    def __init__(self, path: Path, answer: Answering) -> None:
        self._path, self._answer = path, answer
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with socket_address(path) as address:
                path.unlink(missing_ok=True)  # left by a process that was killed; this one holds the book's lock
                self._socket.bind(address)
                path.chmod(0o600)
            self._socket.listen(4)
        except BaseException:
            self._socket.close()
            raise
        self._thread = threading.Thread(target=self._run, name="book-door", daemon=True)
        self._thread.start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._path.unlink(missing_ok=True)
        self._thread.join(LIMIT_S)

    def _run(self) -> None:
        while True:
            try:
                guest, _ = self._socket.accept()
            except OSError:
                return
            with guest, contextlib.suppress(OSError):
                guest.settimeout(LIMIT_S)
                guest.sendall(_line(self._replied(_read(guest))))

    def _replied(self, line: bytes) -> Reply:
        try:
            asked = json.loads(line)
        except ValueError:
            asked = None
        if not isinstance(asked, dict):
            return {"failure": "not_understood"}
        try:
            return self._answer(asked)
        except Exception:  # the node goes on; whoever asked hears that it was not done
            return {"failure": "bug"}


def ask_through(path: Path, asked: Mapping[str, Any]) -> Reply | None:
    """What the node behind the door answers; None when nobody is behind it. Raises OSError when it breaks off."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(LIMIT_S)
        try:
            with socket_address(path) as address:
                line.connect(address)
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        line.sendall(_line(asked))
        try:
            reply = json.loads(_read(line))
        except ValueError as error:
            raise ConnectionError("the reply broke off") from error
    return reply if isinstance(reply, dict) else {}


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _read(line: socket.socket) -> bytes:
    with line.makefile("rb") as lines:
        return lines.readline(LONGEST)
