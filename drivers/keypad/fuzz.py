"""The pad's codecs, for whoever feeds them with anything."""

from __future__ import annotations

from collections import deque

from drivers.fuzzing import FuzzTarget
from drivers.keypad import codec, input_events
from drivers.keypad.codec import ByteStrokes, Move, Stroke
from drivers.keypad.input_events import EVENT, EventStrokes, is_pad
from kiosk.ports.devices.keypad import PadKey

_bytes, _events = ByteStrokes(), EventStrokes()


def _eat_events(data: bytes) -> None:
    deque(_events.feed(data), maxlen=0)
    is_pad(data)


TARGETS = (
    FuzzTarget(
        "keypad bytes",
        lambda data: deque(_bytes.feed(data), maxlen=0),
        [codec.wire_of(key) for key in PadKey],
        lambda: _bytes.held,
        0,
    ),
    FuzzTarget(
        "keypad events",
        _eat_events,
        [input_events.wire_of(Stroke(key, move)) for key in (PadKey.SEVEN, PadKey.ENTER) for move in Move],
        lambda: _events.held,
        EVENT.size,
    ),
)
