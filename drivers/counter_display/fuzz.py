"""The strips' codec, for whoever feeds it with anything."""

from __future__ import annotations

from drivers.counter_display.codec import HEADER, LONGEST, PING, Area, FrameStream, frame, kept_for, text_in, update
from drivers.counter_display.virtual import VirtualStrips
from drivers.fuzzing import FuzzTarget

_MOST = HEADER + LONGEST + 2
_stream = FrameStream()
_strips = VirtualStrips(lambda data: None, (1, 2))
_SEEDS = [frame(1, PING), frame(2, update("A017".encode("gbk"), Area())), frame(0x5AA5, b"\xa5\xa6\x5a\x5b")]


def _eat(data: bytes) -> None:
    for told in (*(found.data for found in _stream.feed(data)), data):
        if text_in(told) is not None:
            kept_for(told)


TARGETS = (
    FuzzTarget("counter-display frames", _eat, _SEEDS, lambda: _stream.held, _MOST),
    FuzzTarget("counter-display commands", _strips.received, _SEEDS, lambda: _strips.held, _MOST),
)
