"""A wire between terminal and hall that can be cut: a small TCP relay that knows where one HTTP exchange ends.

One request a connection is enough for the tests; everything else of HTTP goes through as it comes.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

LIMIT_S = 30.0
RESERVE = b"POST /v1/tickets"
SEND_EVENTS = b"POST /v1/sync/events"


@dataclass
class Cut:
    """What happens to exchanges that begin with `start`, `times` times.

    `before`: runs before the hall gets the request, `after` when its answer has begun; both may take their time.
    `keep`: so many bytes of the answer go through, then the connection breaks; None: all of it.
    `swallow`: the hall never gets the request, the connection breaks.
    """

    start: bytes
    times: int = 1
    keep: int | None = None
    swallow: bool = False
    before: Callable[[], object] = lambda: None
    after: Callable[[], object] = lambda: None


@dataclass
class LineCutter:
    """`target` answers the hall's address of the moment. `seen` are the first lines of all requests."""

    target: Callable[[], str | None]
    cuts: list[Cut] = field(default_factory=list)
    seen: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._run(self._accept)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for end in tuple(self._ends):
            _break(end)
        for thread in self._threads:
            thread.join(LIMIT_S)

    def count(self, start: bytes) -> int:
        return sum(line.startswith(start) for line in self.seen)

    def _run(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            self._ends.append(near)
            self._run(self._serve, near)

    def _serve(self, near: socket.socket) -> None:
        """Exchange after exchange on one kept connection, each over a fresh one to the hall."""
        with contextlib.suppress(OSError):
            near.settimeout(LIMIT_S)
            while (request := _whole(near)) and self._exchange(near, request):
                continue
        _break(near)

    def _exchange(self, near: socket.socket, request: bytes) -> bool:
        """False when the connection breaks here."""
        self.seen.append(request.split(b"\r\n", 1)[0])
        cut = self._cut_for(request)
        if cut is not None:
            cut.before()
        if cut is not None and cut.swallow:
            return False
        answer = self._ask(request)
        if cut is not None:
            cut.after()
        if answer is None:
            return False
        near.sendall(answer if cut is None or cut.keep is None else answer[: cut.keep])
        return cut is None or cut.keep is None

    def _cut_for(self, request: bytes) -> Cut | None:
        with self._lock:
            cut = next((cut for cut in self.cuts if cut.times > 0 and request.startswith(cut.start)), None)
            if cut is not None:
                cut.times -= 1
            return cut

    def _ask(self, request: bytes) -> bytes | None:
        address = self.target()
        if address is None:
            return None
        host, port = address.removeprefix("http://").split(":")
        try:
            with socket.create_connection((host, int(port)), LIMIT_S) as far:
                far.sendall(request)
                return _whole(far)
        except OSError:
            return None


def _whole(end: socket.socket) -> bytes | None:
    """One message with its body by Content-Length; None when the other side went."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = end.recv(65536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    wanted = int(lengths[0]) if lengths else 0
    while len(body) < wanted:
        piece = end.recv(65536)
        if not piece:
            return None
        body += piece
    return head + b"\r\n\r\n" + body


def _break(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
