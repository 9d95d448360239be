"""People do not wait for each other's answers: every request begins at its own time, and its latency counts from there.

So a server that stands still for a second is seen by everybody who came in that second, not by one. Light enough to
share two cores with what it measures: kept-alive sockets on epoll, requests ready as bytes.
"""

from __future__ import annotations

import heapq
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

from kiosk.operation.benchmark.wire import Answer, StalledError, whole

_READ_BYTES = 1 << 18
_STALL_S = 15.0


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that begins `at` seconds after the start, however the server does by then.

    `take` hears the answer, with the seconds since `at`, and may have more to ask. What has one `line` goes one after
    the other, as a terminal's own requests do; waiting for one's turn counts.
    """

    at: float
    request: bytes
    take: Callable[[Answer], Iterable[Ask] | None]
    line: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that never ends: `hear` gets what comes, with the seconds since the start."""

    at: float
    request: bytes
    hear: Callable[[bytes, float], None]


@dataclass(slots=True)
class _Connection:
    sock: socket.socket
    asked: Ask | None = None
    held: Held | None = None
    used: int = 0
    buffer: bytearray = field(default_factory=bytearray)


class Arrivals:
    """All that comes to one port. `most` connections ask at a time; what finds none free waits, and that counts."""

    def __init__(self, port: int, most: int = 512) -> None:
        self._port, self._most = port, most
        self._ready = selectors.DefaultSelector()
        self._due: list[tuple[float, int, Ask | Held]] = []
        self._order = count()
        self._free: list[_Connection] = []
        self._asking = 0
        self._behind: deque[Ask] = deque()
        self._lines: dict[str, deque[Ask]] = {}
        self._begun = 0.0
        self.latest_s = 0.0  # how late this process itself sent: a figure about the generator, not the server
        self.most_at_once = 0

    def add(self, *asked: Ask | Held) -> None:
        for one in asked:
            heapq.heappush(self._due, (one.at, next(self._order), one))

    @property
    def now(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._begun

    def run(self, least_s: float = 0.0) -> float:
        """Until everything is answered, and held answers have been heard for `least_s`; the seconds it took.

        Raises StalledError when something is due and nothing is answered for 15 s, or OSError.
        """
        self._begun = time.perf_counter()
        heard = self.now
        while self._due or self._asking or self._behind or self.now < least_s:
            self._begin_due()
            events = self._ready.select(self._wait_s(least_s)) if self._ready.get_map() else []
            if not events and not self._due and not self._asking:
                time.sleep(max(0.0, min(0.01, least_s - self.now)))
            for key, _ in events:
                self._read(key.data)
                heard = self.now
            if (self._asking or self._behind) and self.now - heard > _STALL_S:
                raise StalledError(f"no answer for {_STALL_S:.0f} seconds")
        return self.now

    def close(self) -> None:
        for key in list(self._ready.get_map().values()):
            key.data.sock.close()
        for one in self._free:
            one.sock.close()
        self._ready.close()

    def _wait_s(self, least_s: float) -> float:
        wait = self._due[0][0] - self.now if self._due else 0.5
        return max(0.0, min(wait, 0.5, max(least_s - self.now, 0.0) if least_s > self.now else 0.5))

    def _begin_due(self) -> None:
        while self._due and self._due[0][0] <= self.now:
            at, _, one = heapq.heappop(self._due)
            self.latest_s = max(self.latest_s, self.now - at)
            if isinstance(one, Held):
                self._send(self._connected(), one)
            elif not one.line:
                self._ask(one)
            elif one.line in self._lines:
                self._lines[one.line].append(one)
            else:
                self._lines[one.line] = deque()
                self._ask(one)

    def _ask(self, one: Ask) -> None:
        if self._asking >= self._most:
            self._behind.append(one)
            return
        self._asking += 1
        self.most_at_once = max(self.most_at_once, self._asking)
        self._send(self._free.pop() if self._free else self._connected(), one)

    def _send(self, connection: _Connection, one: Ask | Held) -> None:
        connection.used += 1
        connection.asked = one if isinstance(one, Ask) else None
        connection.held = one if isinstance(one, Held) else None
        self._ready.register(connection.sock, selectors.EVENT_READ, connection)
        connection.sock.sendall(one.request)

    def _connected(self) -> _Connection:
        sock = socket.create_connection(("127.0.0.1", self._port), timeout=_STALL_S)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return _Connection(sock)

    def _read(self, connection: _Connection) -> None:
        try:
            data = connection.sock.recv(_READ_BYTES)
        except ConnectionResetError:
            data = b""
        if not data:
            self._closed(connection)
            return
        if connection.held is not None:
            connection.held.hear(data, self.now)
            return
        connection.buffer += data
        found = whole(connection.buffer)
        if found is not None and connection.asked is not None:
            connection.buffer.clear()
            self._answered(connection, connection.asked, *found)

    def _closed(self, connection: _Connection) -> None:
        """A kept-alive connection may have been closed in the moment that it was used again: then it is asked anew."""
        self._ready.unregister(connection.sock)
        connection.sock.close()
        asked, fresh = connection.asked, connection.used == 1
        if asked is None or fresh or connection.buffer:
            one = connection.asked or connection.held
            what = one.request.partition(b"\r\n")[0].decode() if one else ""
            raise StalledError(f"the server closed the connection of {what} after {self.now:.1f} s")
        self._send(self._connected(), asked)

    def _answered(self, connection: _Connection, asked: Ask, status: int, body: bytes) -> None:
        self._ready.unregister(connection.sock)
        connection.asked = None
        self._free.append(connection)
        self._asking -= 1
        self.add(*(asked.take(Answer(status, body, self.now - asked.at)) or ()))
        if asked.line:
            self._next_of(asked.line)
        if self._behind and self._asking < self._most:
            self._ask(self._behind.popleft())

    def _next_of(self, line: str) -> None:
        if self._lines[line]:
            self._ask(self._lines[line].popleft())
        else:
            del self._lines[line]
