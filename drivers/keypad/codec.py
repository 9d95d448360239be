"""A serial pad's bytes <-> keys. Pure, both directions. No public protocol of such pads was found; the table is ours.

It is what a pad can hardly do otherwise: the character that stands on the key, or the control character of ASCII
(ECMA-6) that means the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from kiosk.ports.devices.keypad import PadKey

CR, LF = 0x0D, 0x0A
_WIRE: dict[PadKey, bytes] = {key: key.digit.encode("ascii") for key in PadKey if key.digit} | {
    PadKey.STAR: b"*",
    PadKey.HASH: b"#",
    PadKey.ENTER: b"\r",
    PadKey.CLEAR: b"\b",
    PadKey.CANCEL: b"\x1b",
}
_ALSO = {LF: PadKey.ENTER, 0x7F: PadKey.CLEAR, ord("."): PadKey.CLEAR, ord("-"): PadKey.CANCEL, ord("/"): PadKey.HASH}
KEYS: dict[int, PadKey] = {wire[0]: key for key, wire in _WIRE.items()} | _ALSO


class Move(Enum):
    """What happened to a key; a serial pad tells of presses only."""

    DOWN = "down"
    HELD = "held"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Stroke:
    key: PadKey
    move: Move = Move.DOWN


class Strokes(Protocol):
    """Strokes out of whatever comes. Never raises; `held` bytes of a beginning wait for the rest."""

    strange: int  # bytes or events so far that no key sends

    @property
    def held(self) -> int: ...

    def clear(self) -> None: ...

    def feed(self, wire: bytes) -> Iterable[Stroke]: ...


class ByteStrokes:
    """CR and LF in one are one Enter."""

    def __init__(self) -> None:
        self.strange = 0
        self._after_cr = False

    @property
    def held(self) -> int:
        return 0

    def clear(self) -> None:
        self._after_cr = False

    def feed(self, wire: bytes) -> Iterator[Stroke]:
        for byte in wire:
            second_half = byte == LF and self._after_cr
            self._after_cr = byte == CR
            if byte in KEYS and not second_half:
                yield Stroke(KEYS[byte])
            elif not second_half:
                self.strange += 1


def wire_of(key: PadKey) -> bytes:
    return _WIRE[key]
