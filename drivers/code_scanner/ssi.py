"""Zebra's Simple Serial Interface: packets both ways, each code acknowledged.

Length, opcode, source (04 host, 00 decoder), status, data, check. The length leaves the check out; the check is the
two's complement of the byte sum, big-endian (confidence A: two public drivers, recomputed). In status, bit 0 marks a
packet sent again and bit 1 one that another follows (C); the first data byte of a code is its kind (C); the revision
comes as A4, and F6 is an event (C).
"""

from __future__ import annotations

from zlib import crc32

from drivers.code_scanner.codec import Answer, Code, Engine, EngineName, Event, Owed, Shape, Spoilt, code_of
from kiosk.ports.devices.code_scanner import ScanFailure, Symbology

HOST, DECODER = 0x04, 0x00
ACK, NAK, START, STOP, REVISION, REVISION_IS, DECODED, EVENT = 0xD0, 0xD1, 0xE4, 0xE5, 0xA3, 0xA4, 0xF3, 0xF6
RESEND = b"\x01"
AGAIN, MORE = 0x01, 0x02
HEAD, CHECK = 4, 2
MOST_DATA = 0xFF - HEAD
KINDS = {
    0x03: Symbology.CODE_128,
    0x0A: Symbology.EAN,
    0x0B: Symbology.EAN,
    0x11: Symbology.PDF_417,
    0x1B: Symbology.DATA_MATRIX,
    0x1C: Symbology.QR,
}
_HEARD = frozenset((ACK, NAK, REVISION_IS, DECODED, EVENT))
CHUNK = 4096
TRIES = 3  # how often a packet may arrive with a wrong check before its code is given up


def check(body: bytes) -> bytes:
    return (-sum(body) & 0xFFFF).to_bytes(2, "big")


def packet(opcode: int, data: bytes = b"", source: int = HOST, status: int = 0) -> bytes:
    """Raises ValueError for more than 251 bytes of data."""
    if len(data) > MOST_DATA:
        raise ValueError(f"{len(data)} bytes do not fit into one packet")
    body = bytes((HEAD + len(data), opcode, source, status)) + data
    return body + check(body)


def code_packets(payload: bytes, kind: int = 0x1C) -> bytes:
    """A code as a decoder sends it, in as many packets as it needs; each begins with the kind."""
    parts = [payload[at : at + MOST_DATA - 1] for at in range(0, len(payload), MOST_DATA - 1)] or [b""]
    last = len(parts) - 1
    return b"".join(
        packet(DECODED, bytes((kind,)) + part, DECODER, MORE if at < last else 0) for at, part in enumerate(parts)
    )


class PacketStream:
    """`shape.suffix` means nothing here."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._held = bytearray()
        self._code = bytearray()
        self._overlong = False
        self._wrecks = 0
        self._last = 0  # a sum of the packet before: enough to know it again, not to read it

    @property
    def held(self) -> int:
        return len(self._held) + len(self._code)

    @property
    def partial(self) -> bool:
        return bool(self._held or self._code) or self._overlong

    def clear(self) -> None:
        self._drop(len(self._held))
        self._forget_code()

    def feed(self, data: bytes) -> list[Event]:
        events: list[Event] = []
        for start in range(0, len(data), CHUNK):
            self._held += data[start : start + CHUNK]
            while self._step(events):
                pass
        return events

    def _step(self, events: list[Event]) -> bool:
        """False when more must arrive first. What cannot be a packet is left one byte at a time."""
        if not self._plausible():
            self._drop(1)
            return True
        if len(self._held) < HEAD or len(self._held) < self._held[0] + CHECK:
            return False
        size = self._held[0]
        body, sum_ = bytes(self._held[:size]), bytes(self._held[size : size + CHECK])
        if sum_ == check(body):
            self._drop(size + CHECK)
            self._packet(body, events)
        else:
            self._wreck(body, events)
        return True

    def _plausible(self) -> bool:
        held = self._held
        if not held:
            return True
        return held[0] >= HEAD and (len(held) < 2 or held[1] in _HEARD) and (len(held) < 3 or held[2] == DECODER)

    def _wreck(self, body: bytes, events: list[Event]) -> None:
        self._drop(1)
        if body[1] != DECODED:
            return
        self._wrecks += 1
        again = self._wrecks < TRIES
        events.append(Owed(packet(NAK, RESEND)) if again else Spoilt(ScanFailure.CODE_SPOILT))
        self._wrecks %= TRIES

    def _packet(self, body: bytes, events: list[Event]) -> None:
        match body[1]:
            case opcode if opcode == DECODED:
                events.append(Owed(packet(ACK)))
                self._decoded(body, events)
            case opcode if opcode == EVENT:
                events.append(Owed(packet(ACK)))
            case opcode:
                events.append(Answer(opcode != NAK))

    def _decoded(self, body: bytes, events: list[Event]) -> None:
        status, data = body[3], body[HEAD:]
        self._wrecks = 0
        before, self._last = self._last, crc32(data)
        if status & AGAIN and before == self._last:
            return
        if len(self._code) + len(data) > self._shape.longest + 1:
            self._overlong = True
        if not self._overlong:
            self._code += data[1:]
        if not status & MORE:
            events.extend(self._ended(data[:1]))

    def _ended(self, kind: bytes) -> list[Event]:
        payload, overlong = bytes(self._code), self._overlong
        self._forget_code()
        if overlong:
            return [Spoilt(ScanFailure.CODE_TOO_LONG)]
        code = code_of(payload, self._shape)
        if code.symbology is Symbology.UNKNOWN and kind:
            code = Code(code.payload, KINDS.get(kind[0], Symbology.UNKNOWN))
        return [code] if code.payload else []

    def _forget_code(self) -> None:
        self._code[:] = bytes(len(self._code))
        self._code.clear()
        self._overlong = False

    def _drop(self, count: int) -> None:
        self._held[:count] = bytes(count)
        del self._held[:count]


SSI = Engine(EngineName.SSI, PacketStream, hello=packet(REVISION), awake=packet(START), asleep=packet(STOP))
