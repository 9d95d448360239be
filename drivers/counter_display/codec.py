"""Frames of Onbon BX-5K controllers ("字库卡"), byte by byte, in both directions.

Frame: A5 eight times, then escaped header, data and CRC, then 5A. Header (14 bytes): to whom, from whom, five reserved,
display mode 00, device type FE (any), protocol 02, length of the data. CRC-16/ARC over header and data; FFFF stands for
"not checked". All numbers little-endian (confidence A: recomputed on published frames). Of an answer only that it swaps
the two addresses is known; what stands in it is not published, so any whole frame from a strip is its answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

HOST = 0x8000
BEGIN, END, ESCAPE_A, ESCAPE_5 = 0xA5, 0x5A, 0xA6, 0x5B
PREAMBLE = bytes([BEGIN]) * 8
HEADER = 14
UNCHECKED = 0xFFFF
LONGEST = 1024  # bytes of data; a strip's text is far shorter
PING = bytes.fromhex("a200 01 0000")
UPDATE = b"\xa3\x06"
REPLY = 1
RUN_ON, RUN_FOR = 0, 2  # modes: again and again; until its time is out
_MIDDLE = bytes.fromhex("00 00 00 00 00 00 fe 02")  # reserved, display mode, device type, protocol
_OUT = {BEGIN: b"\xa6\x02", ESCAPE_A: b"\xa6\x01", END: b"\x5b\x02", ESCAPE_5: b"\x5b\x01"}
_IN = {wire: bytes([byte]) for byte, wire in _OUT.items()}


class Unit(StrEnum):
    """How X and width are counted. Which of the two a controller wants is not published for sure."""

    BYTES = "bytes"  # eight dots
    PIXELS = "pixels"  # with the highest bit set


@dataclass(frozen=True, slots=True)
class Frame:
    to: int
    sender: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Area:
    """Where the text stands on a strip, dots."""

    width: int = 96
    height: int = 16
    unit: Unit = Unit.BYTES


def crc(data: bytes) -> int:
    """CRC-16/ARC: polynomial A001 reflected, from 0."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


def frame(to: int, data: bytes, sender: int = HOST) -> bytes:
    head = to.to_bytes(2, "little") + sender.to_bytes(2, "little") + _MIDDLE + len(data).to_bytes(2, "little")
    body = head + data
    return PREAMBLE + _escaped(body + crc(body).to_bytes(2, "little")) + bytes([END])


def _escaped(body: bytes) -> bytes:
    return b"".join(_OUT.get(byte, bytes([byte])) for byte in body)


def update(text: bytes, area: Area, keep_s: int = 0) -> bytes:
    """A3 06: one dynamic area, area 0, replaces what it showed; single line, at once. It goes by itself after `keep_s`
    seconds (run mode 2, time-out; at most 65535), or stays until another comes (0; run mode 0).

    That the area's length counts what follows it, that 1 stands for a single line and for no line breaks by themselves,
    and that display mode 1 is "at once", is taken from usage (C).
    """
    wide = area.width | 0x8000 if area.unit is Unit.PIXELS else area.width // 8
    place = b"".join(number.to_bytes(2, "little") for number in (_origin(area), 0, wide, area.height))
    how = bytes([0, 0, RUN_FOR if keep_s else RUN_ON]) + keep_s.to_bytes(2, "little")  # area, line spacing, ...
    look = bytes([0, 0, 0, 1, 1, 1, 0, 0, 0])  # voice, extras, align, one line, no new line, mode, exit, speed, stay
    content = b"\x00" + place + how + look + len(text).to_bytes(4, "little") + text
    return UPDATE + bytes([REPLY, 0, 0, 0, 1]) + len(content).to_bytes(2, "little") + content


def _origin(area: Area) -> int:
    return 0x8000 if area.unit is Unit.PIXELS else 0


TEXT_AT = 2 + 5 + 2 + 1 + 8 + 5 + 9  # where the text's length stands in the data of A3 06


def text_in(data: bytes) -> bytes | None:
    """What an A3 06 of one area shows; None for anything else."""
    if not data.startswith(UPDATE) or len(data) < TEXT_AT + 4 or data[6] != 1:
        return None
    length = int.from_bytes(data[TEXT_AT : TEXT_AT + 4], "little")
    text = data[TEXT_AT + 4 :]
    whole = int.from_bytes(data[7:9], "little") == len(data) - 9
    return text if len(text) == length and whole else None


def kept_for(data: bytes) -> int:
    """Seconds after which an A3 06 of one area goes by itself; 0 for one that stays."""
    mode, time_out = data[TEXT_AT - 12], int.from_bytes(data[TEXT_AT - 11 : TEXT_AT - 9], "little")
    return time_out if mode == RUN_FOR else 0


class FrameStream:
    """Finds frames in whatever comes. Never raises; keeps at most a frame's bytes."""

    def __init__(self) -> None:
        self._body: bytearray | None = None  # between A5 and 5A
        self._escape = 0
        self.spoilt = 0  # frames that were not whole or not right

    @property
    def held(self) -> int:
        return len(self._body or b"")

    def clear(self) -> None:
        self._body, self._escape = None, 0

    def feed(self, wire: bytes) -> Iterator[Frame]:
        for byte in wire:
            found = self._take(byte)
            if found is not None:
                yield found

    def _take(self, byte: int) -> Frame | None:
        if byte == BEGIN:
            self._drop(bool(self._body))
            self._body, self._escape = bytearray(), 0
        elif self._body is None:
            return None
        elif byte == END:
            body, cut = bytes(self._body), self._escape
            self.clear()
            return self._frame(body, bool(cut)) if body else None
        else:
            self._grow(byte)
        return None

    def _grow(self, byte: int) -> None:
        if self._body is None:
            return
        if self._escape:
            plain = _IN.get(bytes([self._escape, byte]))
            self._escape = 0
            if plain is None:
                self._drop(True)
                return
            self._body += plain
        elif byte in (ESCAPE_A, ESCAPE_5):
            self._escape = byte
        else:
            self._body.append(byte)
        if len(self._body) > HEADER + LONGEST + 2:
            self._drop(True)

    def _drop(self, spoilt: bool) -> None:
        self.spoilt += spoilt
        self.clear()

    def _frame(self, body: bytes, cut: bool) -> Frame | None:
        inside, check = body[:-2], int.from_bytes(body[-2:], "little")
        length = int.from_bytes(inside[12:14], "little")
        if cut or len(inside) < HEADER or len(inside) != HEADER + length or check not in (UNCHECKED, crc(inside)):
            self.spoilt += 1
            return None
        return Frame(int.from_bytes(inside[:2], "little"), int.from_bytes(inside[2:4], "little"), inside[HEADER:])
