"""Wakes whoever waits, in this process, for a hall's next change.

Ears belong to the loop of the web application; the bell may be rung from any thread. A bell rung before an ear looks at
the database is seen by that look, a bell rung after it ends the ear's next wait: nothing falls between.
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress


class Ear:
    """Listens for one hall. `wait` and `ring` on the loop's thread."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Whether it rang since the last wait, at the latest within so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        rung = self._rung.is_set()
        self._rung.clear()
        return rung

    def ring(self) -> None:
        self._rung.set()


class Bell:
    def __init__(self) -> None:
        self._ears: defaultdict[str, set[Ear]] = defaultdict(set)
        self._rings: defaultdict[str, int] = defaultdict(int)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self.closed = False

    def __len__(self) -> int:
        """How many listen."""
        return sum(map(len, self._ears.values()))

    @contextmanager
    def ear(self, hall: str) -> Iterator[Ear]:
        """On the loop's thread."""
        with self._lock:
            self._loop = asyncio.get_running_loop()
        ear = Ear()
        self._ears[hall].add(ear)
        try:
            yield ear
        finally:
            self._ears[hall].discard(ear)
            if not self._ears[hall]:
                del self._ears[hall]

    def rings(self, hall: str) -> int:
        """How often it rang: two looks with the same number between them may share one answer."""
        return self._rings[hall]

    def ring(self, halls: Iterable[str]) -> None:
        """From any thread. Without anybody listening nothing happens."""
        self._on_the_loop(frozenset(halls))

    def ring_all(self) -> None:
        """Something may have been missed: everybody looks again."""
        self._on_the_loop(None)

    def close(self) -> None:
        """Nobody has to wait any longer; from any thread."""
        self.closed = True
        self.ring_all()

    def _on_the_loop(self, halls: frozenset[str] | None) -> None:
        with self._lock:
            loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and everybody with it
                loop.call_soon_threadsafe(self._ring, halls)

    def _ring(self, halls: frozenset[str] | None) -> None:
        for hall in list(self._ears) if halls is None else halls:
            self._rings[hall] += 1
            for ear in self._ears.get(hall, ()):
                ear.ring()
