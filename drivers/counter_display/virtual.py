"""The strips' own end of the line: each answers frames to its address and shows the text it was told.

What an answer's data is, no source says; ours are five bytes that the driver does not look at.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from drivers.counter_display.codec import HOST, PING, Frame, FrameStream, frame, kept_for, text_in
from drivers.far_end.faults import Answer, FaultBox

ANSWER = bytes.fromhex("a000 000000")


class VirtualStrips:
    """`send` takes wire bytes; `told` hears that a text changed."""

    def __init__(
        self,
        send: Callable[[bytes], None],
        addresses: Iterable[int],
        told: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.faults = FaultBox()
        self._clock = clock
        self._texts: dict[int, str] = {}
        self._until: dict[int, float] = {}  # of those that go by themselves
        self.dark: set[int] = set()  # without power
        self._send = send
        self._told = told
        self._stream = FrameStream()
        self.hang(addresses)

    def hang(self, addresses: Iterable[int]) -> None:
        """Other strips on the line, all dark of text."""
        self._texts = dict.fromkeys(addresses, "")
        self._until = {}
        self.dark.clear()

    @property
    def texts(self) -> dict[int, str]:
        """What stands there now, by address."""
        now, until = self._clock(), dict(self._until)
        return {one: text if now < until.get(one, now + 1) else "" for one, text in dict(self._texts).items()}

    def power(self, address: int, on: bool) -> None:
        """A strip that loses its power forgets its text."""
        if on:
            self.dark.discard(address)
        else:
            self.dark.add(address)
            self._texts[address] = ""

    @property
    def held(self) -> int:
        return self._stream.held

    def received(self, data: bytes) -> None:
        for found in self._stream.feed(data):
            if found.to in self._texts and found.to not in self.dark:
                self._obey(found)

    def _obey(self, found: Frame) -> None:
        text = text_in(found.data)
        if text is not None:
            self._texts[found.to] = text.decode("gbk", "replace")
            self._until.pop(found.to, None)
            if kept := kept_for(found.data):
                self._until[found.to] = self._clock() + kept
            self._told()
        if text is not None or found.data == PING:
            bent = self.faults.bend(Answer("text" if text is not None else "ping", self._answer(found)))
            if bent:
                self._send(bent)

    def _answer(self, found: Frame) -> bytes:
        return frame(HOST, ANSWER, sender=found.to)
