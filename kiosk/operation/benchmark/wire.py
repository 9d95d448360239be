"""A client so light that it measures the server and not itself: kept-alive sockets on epoll, requests ready as bytes.

An answer is read as far as its length; whoever needs more looks into the body.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_STALL_S = 15.0  # without any answer at all the run is given up
_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length: "


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    seconds: float


class StalledError(Exception):
    """The server stopped answering."""


Next = Callable[[], bytes | None]  # the next request of one client, or None when it has no more
Take = Callable[[Answer], None]


@dataclass(slots=True)
class Client:
    """One of those who ask at the same time: what it asks next, and what it does with an answer."""

    ask: Next
    take: Take
    buffer: bytearray = field(default_factory=bytearray)
    sent_at: float = 0.0


def request(method: str, path: str, token: str, body: bytes = b"") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nhost: hall\r\nauthorization: Bearer {token}\r\n"
    if body or method == "POST":
        head += f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def drive(port: int, clients: Sequence[Client], seconds: float) -> float:
    """Lets all clients ask for `seconds`, each its next as soon as it has its answer; the seconds it really took.

    Raises StalledError or OSError.
    """
    begun = time.perf_counter()
    with selectors.DefaultSelector() as ready:
        sockets = [_connected(port, client, ready) for client in clients]
        try:
            _run(ready, begun + seconds)
        finally:
            for sock in sockets:
                sock.close()
    return time.perf_counter() - begun


def exchange(port: int, one: bytes) -> Answer:
    """One request and its answer. Raises StalledError or OSError."""
    got: list[Answer] = []
    left = [one]
    drive(port, [Client(lambda: left.pop() if left else None, got.append)], _STALL_S)
    return got[0]


def _connected(port: int, client: Client, ready: selectors.BaseSelector) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), timeout=_STALL_S)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if _send(sock, client):
        ready.register(sock, selectors.EVENT_READ, client)
    return sock


def _run(ready: selectors.BaseSelector, until: float) -> None:
    while ready.get_map():
        events = ready.select(_STALL_S)
        if not events:
            raise StalledError(f"no answer for {_STALL_S:.0f} seconds")
        for key, _ in events:
            sock: socket.socket = key.fileobj  # type: ignore[assignment]
            if _received(sock, key.data) and (time.perf_counter() >= until or not _send(sock, key.data)):
                ready.unregister(sock)


def _send(sock: socket.socket, client: Client) -> bool:
    asked = client.ask()
    if asked is None:
        return False
    client.sent_at = time.perf_counter()
    sock.sendall(asked)
    return True


def _received(sock: socket.socket, client: Client) -> bool:
    """Reads once; whether the answer is whole now."""
    data = sock.recv(65536)
    if not data:
        raise StalledError("the server closed a connection")
    client.buffer += data
    found = whole(client.buffer)
    if found is None:
        return False
    client.buffer.clear()
    client.take(Answer(*found, time.perf_counter() - client.sent_at))
    return True


def whole(buffer: bytearray) -> tuple[int, bytes] | None:
    """Status and body of the one answer in `buffer`, once it is there as far as its announced length."""
    end = buffer.find(_HEAD_END)
    if end < 0:
        return None
    begin = end + len(_HEAD_END)
    length = _length(buffer, end)
    return (int(buffer[9:12]), bytes(buffer[begin : begin + length])) if len(buffer) >= begin + length else None


def _length(buffer: bytearray, end: int) -> int:
    at = buffer.find(_LENGTH, 0, end)
    if at < 0:
        return 0
    return int(buffer[at + len(_LENGTH) : buffer.find(b"\r\n", at, end + 2)])
