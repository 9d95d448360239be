"""A server that answers what a test tells it to, byte for byte: what a line and what stands in it can do to a node."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from types import TracebackType


class Held(bytes):
    """An answer after which the connection stays open and silent."""


def http(status: str, body: bytes, headers: str = "", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\n{headers}Connection: close\r\n\r\n".encode() + body


class Dripped(bytes):
    """An answer of which a byte comes every twentieth of a second."""


class OddServer:
    """Answers each request with the next of `answers`: bytes to send, or None to say nothing until the end."""

    def __init__(self, *answers: bytes | None) -> None:
        self._answers = list(answers)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.requests: list[bytes] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> OddServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)
        for connection in self._open:
            connection.close()

    def _run(self) -> None:
        while self._answers:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(connection)
            self._answer(connection, self._answers.pop(0))

    def _answer(self, connection: socket.socket, answer: bytes | None) -> None:
        connection.settimeout(5)
        with contextlib.suppress(OSError):
            self.requests.append(_request(connection))
            for piece in _pieces(answer):
                connection.sendall(piece)
            if answer is not None and not isinstance(answer, Held):
                connection.shutdown(socket.SHUT_WR)


def _pieces(answer: bytes | None) -> Iterator[bytes]:
    if not isinstance(answer, Dripped):
        yield from () if answer is None else (answer,)
        return
    head, _, body = answer.partition(b"\r\n\r\n")
    yield head + b"\r\n\r\n"
    for place in range(len(body)):
        time.sleep(0.05)
        yield body[place : place + 1]


def _request(connection: socket.socket) -> bytes:
    text = b""
    while b"\r\n\r\n" not in text:
        text += connection.recv(65536)
    head, _, body = text.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
