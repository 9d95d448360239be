"""The live feed to boards, callers, evaluators and terminals: bounded, replayed after a cut, silent about nothing.

Everything here runs on the servers' loop. A reader that does not keep up is cut off; it comes back with the number of
the last event it saw and gets what it missed from the book.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

from pydantic import TypeAdapter

from kiosk.domain.events import Event, EventKind
from kiosk.hall.core.answers import QueueWait
from kiosk.hall.core.messages import NAMES, CounterChanged, FeedMessage, StartOver, WaitsMessage
from kiosk.hall.core.state import text_of
from kiosk.hall.core.telling import FOR_ALL_CALLERS, Member, Role, message_for

HEARTBEAT_S = 3.0
LONGEST_BACKLOG = 1000  # frames one reader may be behind
LONGEST_REPLAY = 5000  # events; who missed more takes a snapshot
MOST_READERS = 500
WAITS_EVERY_S = 0.5
CALLERS_EVERY_S = 0.2

_PAGE = 500
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in NAMES}
_BEAT = b": beat\n\n"
_QUIET = frozenset({EventKind.PRINTED, EventKind.PRINT_FAILED, EventKind.PRINT_UNKNOWN, EventKind.REPRINTED})

Since = Callable[[int, int], Sequence[tuple[int, Event]]]
Waits = Callable[[], Awaitable[tuple[QueueWait, ...] | None]]
CountersOf = Callable[[str], Sequence[str]]
Position = Callable[[], Awaitable[tuple[int, str] | None]]


def frame(message: FeedMessage) -> bytes:
    """One server-sent event. Only messages about events carry an id."""
    seq = getattr(message, "seq", None)
    head = f"id: {seq}\n" if seq is not None else ""
    return (
        f"{head}event: {NAMES[type(message)]}\ndata: ".encode() + _ADAPTERS[type(message)].dump_json(message) + b"\n\n"
    )


class Reader:
    """One open feed. `seen` is the last event it has been given or that did not concern it; `token` whose it is."""

    def __init__(self, member: Member, token: str = "") -> None:
        self.member = member
        self.token = token
        self.seen = 0
        self.ended = False
        self._frames: asyncio.Queue[tuple[int, bytes]] = asyncio.Queue(LONGEST_BACKLOG)

    def offer(self, seq: int, data: bytes) -> None:
        """`seq` 0 for what is not about an event. A full backlog ends the feed."""
        try:
            self._frames.put_nowait((seq, data))
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        self.ended = True
        while not self._frames.empty():
            self._frames.get_nowait()
        self._frames.put_nowait((0, b""))

    async def next(self) -> bytes:
        """The next frame, a heartbeat, or nothing when it was seen already or the feed has ended."""
        try:
            async with asyncio.timeout(HEARTBEAT_S):
                seq, data = await self._frames.get()
        except TimeoutError:
            return _BEAT
        if 0 < seq <= self.seen:
            return b""
        self.seen = max(self.seen, seq)
        return data


class Feeds:
    """`waits` asks the live queue who waits where; `since` reads the book and may block.

    `position` answers the number of the last stored event and the business day, or None while there is neither;
    `counters_of` which counters a queue concerns.
    """

    def __init__(self, since: Since, waits: Waits, position: Position, counters_of: CountersOf) -> None:
        self._since = since
        self._waits = waits
        self._position = position
        self._counters_of = counters_of
        self._readers: set[Reader] = set()
        self._due: dict[str, asyncio.TimerHandle] = {}
        self._changed: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def __len__(self) -> int:
        return len(self._readers)

    def publish(self, stored: Sequence[tuple[int, Event]]) -> None:
        if not self._readers:
            return
        for seq, event in stored:
            self._tell(seq, event)
        events = [event for _, event in stored if event.kind not in _QUIET]
        if events:
            self._later("waits", WAITS_EVERY_S, self._send_waits)
            self._note_counters(events)

    def close(self) -> None:
        """Ends every feed; the server's shutdown waits for them."""
        self._closed = True
        for timer in self._due.values():
            timer.cancel()
        for reader in self._readers:
            reader.end()

    def end_all(self) -> None:
        """Everybody has to ask anew: this node serves no longer."""
        for reader in self._readers:
            reader.end()

    def end(self, tokens: frozenset[str]) -> None:
        """Ends the feeds that were opened with these tokens (their digests)."""
        for reader in self._readers:
            if reader.token in tokens:
                reader.end()

    async def read(
        self, member: Member, after: int | None, token: str = "", other_book: bool = False
    ) -> AsyncGenerator[bytes, None]:
        """Frames for this member, from behind event `after` on; None: from now on. `other_book`: what this reader saw
        was another book's, and is told so first."""
        reader = Reader(member, token)
        self._readers.add(reader)  # before the position is asked, so that nothing falls between
        if self._closed:
            reader.end()
        try:
            async for missed in self._missed(reader, after, other_book):
                yield missed
            while not reader.ended:
                data = await reader.next()
                if data:
                    yield data
        finally:
            self._readers.discard(reader)

    async def _missed(self, reader: Reader, after: int | None, other_book: bool) -> AsyncIterator[bytes]:
        position = await self._position()
        if position is None:
            reader.end()
            return
        last, day = position
        reader.seen = last if after is None else after
        yield b": the hall's feed\n\n"  # from here on nothing that is stored is missed
        too_far = not 0 <= last - reader.seen <= LONGEST_REPLAY
        reader.seen = last if too_far else reader.seen
        if too_far or other_book:
            yield frame(StartOver(reader.seen, other_book))
        while reader.seen < last and not reader.ended:
            page = await asyncio.to_thread(self._since, reader.seen, _PAGE)
            reader.seen = page[-1][0] if page else last
            for seq, event in page:
                message = message_for(reader.member, seq, event) if event.day == day else None
                if message is not None:
                    yield frame(message)

    def _tell(self, seq: int, event: Event) -> None:
        frames: dict[FeedMessage, bytes] = {}
        for reader in self._readers:
            message = message_for(reader.member, seq, event)
            if message is not None:
                if message not in frames:
                    frames[message] = frame(message)
                reader.offer(seq, frames[message])

    def _note_counters(self, events: Sequence[Event]) -> None:
        """Which callers have something new: those of the event's queue; all of them for a notice to the staff."""
        callers = {reader.member.id for reader in self._readers if reader.member.role is Role.CALLER}
        for event in events:
            queue, counter = text_of(event.data.get("queue")), text_of(event.data.get("counter"))
            ours = (queue or counter) and event.kind not in FOR_ALL_CALLERS
            concerned = {*self._counters_of(queue), counter} if ours else callers
            self._changed |= callers & concerned
        if self._changed:
            self._later("callers", CALLERS_EVERY_S, self._send_changed)

    def _send_changed(self) -> None:
        changed, self._changed = self._changed, set()
        for reader in self._readers:
            if reader.member.role is Role.CALLER and reader.member.id in changed:
                reader.offer(0, frame(CounterChanged(reader.member.id)))

    def _send_waits(self) -> None:
        task = asyncio.get_running_loop().create_task(self._ask_and_send_waits())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask_and_send_waits(self) -> None:
        listeners = [reader for reader in self._readers if reader.member.role in (Role.BOARD, Role.TERMINAL)]
        waits = await self._waits() if listeners else None
        if waits is not None:
            data = frame(WaitsMessage(waits))
            for reader in listeners:
                reader.offer(0, data)

    def _later(self, name: str, seconds: float, act: Callable[[], None]) -> None:
        """Once, however often it is asked before its time."""
        if name in self._due or self._closed:
            return

        def due() -> None:
            del self._due[name]
            act()

        self._due[name] = asyncio.get_running_loop().call_later(seconds, due)
