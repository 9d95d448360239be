"""A USB pad that is a keyboard: the kernel's input events <-> keys. Pure, both directions.

Source: "Linux Input Subsystem userspace API" of the kernel's documentation, and its input-event-codes.h [A]. Codes are
those of places on the keyboard: what NumLock says does not matter.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from drivers.keypad.codec import Move, Stroke
from kiosk.ports.devices.keypad import PadKey

EVENT = struct.Struct("@llHHi")  # seconds, microseconds, type, code, value; as this machine's kernel lays it
EV_SYN, EV_KEY = 0, 1
SYN_REPORT, SYN_DROPPED = 0, 3
KEY_MAX = 0x2FF
KEY_BYTES = KEY_MAX // 8 + 1

_PAD = {79: "1", 80: "2", 81: "3", 75: "4", 76: "5", 77: "6", 71: "7", 72: "8", 73: "9", 82: "0"}
_ROW = {code: str((code - 1) % 10) for code in range(2, 12)}
_OTHERS = {
    55: PadKey.STAR,  # KPASTERISK
    98: PadKey.HASH,  # KPSLASH
    0x20A: PadKey.STAR,  # NUMERIC_STAR
    0x20B: PadKey.HASH,  # NUMERIC_POUND
    28: PadKey.ENTER,
    96: PadKey.ENTER,  # KPENTER
    78: PadKey.ENTER,  # KPPLUS, the large key above it
    14: PadKey.CLEAR,  # BACKSPACE
    83: PadKey.CLEAR,  # KPDOT
    111: PadKey.CLEAR,  # DELETE
    1: PadKey.CANCEL,  # ESC
    74: PadKey.CANCEL,  # KPMINUS
}
_NUMERIC = {0x200 + digit: str(digit) for digit in range(10)}  # KEY_NUMERIC_0 and on
CODES: dict[int, PadKey] = {code: PadKey(digit) for code, digit in (_PAD | _ROW | _NUMERIC).items()} | _OTHERS
_MOVES = {0: Move.UP, 1: Move.DOWN, 2: Move.HELD}
_CODE_OF: dict[PadKey, int] = {PadKey(digit): code for code, digit in _PAD.items()} | {
    PadKey.STAR: 55,
    PadKey.HASH: 98,
    PadKey.ENTER: 96,
    PadKey.CLEAR: 14,
    PadKey.CANCEL: 1,
}


class EventStrokes:
    """Whole events only; after the kernel dropped some, nothing counts before the next report."""

    def __init__(self) -> None:
        self.strange = 0
        self._held = b""
        self._dropping = False

    @property
    def held(self) -> int:
        return len(self._held)

    def clear(self) -> None:
        self._held, self._dropping = b"", False

    def feed(self, wire: bytes) -> Iterator[Stroke]:
        data = self._held + wire
        whole = len(data) - len(data) % EVENT.size
        self._held = data[whole:]
        for _, _, kind, code, value in EVENT.iter_unpack(data[:whole]):
            if kind == EV_SYN:
                self._dropping = code == SYN_DROPPED or (self._dropping and code != SYN_REPORT)
            elif kind == EV_KEY and not self._dropping:
                yield from self._stroke(code, value)

    def _stroke(self, code: int, value: int) -> Iterator[Stroke]:
        if code in CODES and value in _MOVES:
            yield Stroke(CODES[code], _MOVES[value])
        else:
            self.strange += 1


def wire_of(stroke: Stroke) -> bytes:
    """The key's event and the report that ends it, at time 0."""
    value = next(number for number, move in _MOVES.items() if move is stroke.move)
    return EVENT.pack(0, 0, EV_KEY, _CODE_OF[stroke.key], value) + EVENT.pack(0, 0, EV_SYN, SYN_REPORT, 0)


def is_pad(keys: bytes) -> bool:
    """Whether a device with these keys (EVIOCGBIT of EV_KEY) has ten digits and an Enter; a mouse has not."""
    there = {CODES[code] for code in CODES if code // 8 < len(keys) and keys[code // 8] >> code % 8 & 1}
    return {key for key in PadKey if key.digit} | {PadKey.ENTER} <= there


def bits_of(codes: Iterator[int]) -> bytes:
    """As the kernel answers for a device with these keys."""
    bits = bytearray(KEY_BYTES)
    for code in codes:
        bits[code // 8] |= 1 << code % 8
    return bytes(bits)
