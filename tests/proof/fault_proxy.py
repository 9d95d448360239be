"""A wire that does to HTTP whatever a network, a proxy or a tired server may do: real TCP, faults drawn from a seed.

One exchange a connection to the far end; streams (server-sent events) go through as they come, and may be refused,
delayed, opened twice, or break anywhere.
The fault of the n-th exchange follows from the seed and n alone.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LIMIT_S = 30.0
_STREAM = b"text/event-stream"  # asked for by the feed of a hall, and by that of a city


class Fault(StrEnum):
    """What happens to one exchange."""

    DELAY = "delay"
    CUT = "cut"  # the request never arrives
    ANSWER_CUT = "answer_cut"  # it was done, and the asker gets nothing
    HALF_BODY = "half_body"
    DUPLICATE = "duplicate"  # it arrives twice; the second answer is given
    REORDER = "reorder"  # the asker gets nothing; it arrives later, behind others
    TOO_MANY = "429"
    HTML_404 = "html_404"
    BAD_GATEWAY = "502"
    REDIRECT = "redirect"
    DRIP = "drip"  # the head of the answer comes, and then its body byte by byte


_HTML = b"<html><body><h1>Not here</h1></body></html>"
_ANSWERS = {
    Fault.TOO_MANY: b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
    Fault.HTML_404: b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(_HTML)
    + _HTML,
    Fault.BAD_GATEWAY: b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(_HTML)
    + _HTML,
    Fault.REDIRECT: b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/login\r\nContent-Length: 0\r\n\r\n",
}


@dataclass(frozen=True, slots=True)
class Weather:
    """`share` of exchanges with a fault, 0–1; `longest_s` of a delay; a drip gives `drip_bytes` every `drip_s`."""

    share: float = 0.3
    faults: tuple[Fault, ...] = tuple(Fault)
    longest_s: float = 0.4
    drip_bytes: int = 40
    drip_s: float = 0.02


CALM = Weather(share=0.0)


@dataclass
class FaultProxy:
    """`target` answers the far end's address of the moment, http://127.0.0.1:PORT. Closes with `close`."""

    target: Callable[[], str | None]
    seed: int
    weather: Weather = CALM
    met: Counter[str] = field(default_factory=Counter)
    exchanges: int = 0

    def __post_init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-proxy", daemon=True)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def close(self) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _end(self) -> None:
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- on the loop ---

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while (request := await _message(reader)) and await self._exchange(request, writer):
                continue
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError, TimeoutError, ValueError):
            pass
        finally:
            self._tasks.discard(task)
            _break(writer)

    async def _exchange(self, request: bytes, writer: asyncio.StreamWriter) -> bool:
        """False when the connection breaks here."""
        self.exchanges += 1
        draw = random.Random(f"{self.seed} {self.exchanges}")
        fault = draw.choice(self.weather.faults) if draw.random() < self.weather.share else None
        if fault is not None:
            self.met[fault.value] += 1
        if fault in _ANSWERS:
            return await _sent(writer, _ANSWERS[fault])
        if _STREAM in request.partition(b"\r\n\r\n")[0].lower():
            return await self._stream(request, writer, fault, draw)
        return await self._carried(request, writer, fault, draw)

    async def _carried(
        self, request: bytes, writer: asyncio.StreamWriter, fault: Fault | None, draw: random.Random
    ) -> bool:
        if fault is Fault.CUT:
            return False
        if fault is Fault.REORDER:
            self._later(request, draw.uniform(0.1, 3 * self.weather.longest_s))
            return False
        if fault is Fault.DELAY:
            await asyncio.sleep(draw.uniform(0, self.weather.longest_s))
        if fault is Fault.DUPLICATE:
            await self._asked(request)
        answer = await self._asked(request)
        if answer is None or fault is Fault.ANSWER_CUT:
            return False
        if fault is Fault.HALF_BODY:
            await _sent(writer, answer[: len(answer) - draw.randint(1, max(1, len(answer) // 2))])
            return False
        return await (self._dripped(writer, answer) if fault is Fault.DRIP else _sent(writer, answer))

    async def _dripped(self, writer: asyncio.StreamWriter, answer: bytes) -> bool:
        head = answer.index(b"\r\n\r\n") + 4
        await _sent(writer, answer[:head])
        for at in range(head, len(answer), self.weather.drip_bytes):
            await _sent(writer, answer[at : at + self.weather.drip_bytes])
            await asyncio.sleep(self.weather.drip_s)
        return True

    def _later(self, request: bytes, seconds: float) -> None:
        async def arrive() -> None:
            await asyncio.sleep(seconds)
            await self._asked(request)

        task = self._loop.create_task(arrive())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _asked(self, request: bytes) -> bytes | None:
        far = await self._far_end()
        if far is None:
            return None
        reader, writer = far
        try:
            writer.write(request)
            return await asyncio.wait_for(_message(reader), LIMIT_S)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return None
        finally:
            _break(writer)

    async def _far_end(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        address = self.target()
        if address is None:
            return None
        host, _, port = address.removeprefix("http://").partition(":")
        with suppress(OSError):
            return await asyncio.open_connection(host, int(port))
        return None

    async def _stream(
        self, request: bytes, writer: asyncio.StreamWriter, fault: Fault | None, draw: random.Random
    ) -> bool:
        """Whatever else the fault is, the stream breaks after a while, in the middle of what is on its way."""
        if fault is Fault.CUT:
            return False
        if fault is Fault.DELAY:
            await asyncio.sleep(draw.uniform(0, self.weather.longest_s))
        far = [end for _ in range(1 + (fault is Fault.DUPLICATE)) if (end := await self._far_end()) is not None]
        try:
            for _, ours in far:
                ours.write(request)
            limit = draw.uniform(0.1, 2.0) if fault is not None else None
            if far:
                with suppress(TimeoutError):
                    await asyncio.wait_for(_through(far[0][0], writer), limit)
        finally:
            for _, ours in far:
                _break(ours)
        return False


async def _through(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(7):  # so that a break falls inside of a message
        await _sent(writer, piece)


async def _message(reader: asyncio.StreamReader) -> bytes | None:
    """One request or answer with its body by Content-Length; None when the other side went."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return head + await reader.readexactly(int(lengths[0]) if lengths else 0)


async def _sent(writer: asyncio.StreamWriter, data: bytes) -> bool:
    writer.write(data)
    await writer.drain()
    return True


def _break(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, RuntimeError):
        writer.close()
