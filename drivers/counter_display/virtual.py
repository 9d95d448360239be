"""The strips' own end of the line: each answers frames to its address and shows the text it was told.

What an answer's data is, no source says; ours are five bytes that the driver does not look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from drivers.counter_display.codec import HOST, PING, Frame, FrameStream, frame, text_in
from drivers.far_end.faults import Answer, FaultBox

ANSWER = bytes.fromhex("a000 000000")


class VirtualStrips:
    """`send` takes wire bytes; `told` hears that a text changed."""

    def __init__(
        self, send: Callable[[bytes], None], addresses: Iterable[int], told: Callable[[], None] = lambda: None
    ) -> None:
        self.faults = FaultBox()
        self.texts: dict[int, str] = {}
        self.dark: set[int] = set()  # without power
        self._send = send
        self._told = told
        self._stream = FrameStream()
        self.hang(addresses)

    def hang(self, addresses: Iterable[int]) -> None:
        """Other strips on the line, all dark of text."""
        self.texts = dict.fromkeys(addresses, "")
        self.dark.clear()

    def power(self, address: int, on: bool) -> None:
        """A strip that loses its power forgets its text."""
        if on:
            self.dark.discard(address)
        else:
            self.dark.add(address)
            self.texts[address] = ""

    @property
    def held(self) -> int:
        return self._stream.held

    def received(self, data: bytes) -> None:
        for found in self._stream.feed(data):
            if found.to in self.texts and found.to not in self.dark:
                self._obey(found)

    def _obey(self, found: Frame) -> None:
        text = text_in(found.data)
        if text is not None:
            self.texts[found.to] = text.decode("gbk", "replace")
            self._told()
        if text is not None or found.data == PING:
            bent = self.faults.bend(Answer("text" if text is not None else "ping", self._answer(found)))
            if bent:
                self._send(bent)

    def _answer(self, found: Frame) -> bytes:
        return frame(HOST, ANSWER, sender=found.to)
