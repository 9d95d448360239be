"""Newland's engines, old and new. Both send codes as lines; their answers stand between them.

Old (EM3095/3096, the GM65 speaks alike; manual of the EM3095 p. 19, confidence A for form and check): to the engine
7E 00, type, length, address, data, FCS; from it 02 00, type, length, data, FCS. FCS is CRC-16/XMODEM over type to
data, AB CD means "do not check". Writing 1 to zone 0002 looks once; that writing 0 ends it and is answered alike is
confidence C.
New (unified commands; manual NLS-HR52 pp. 35, 234, A): 7E 01 "0000", @ or #, tag, sub-tag, data, 3B 03; the answer
begins 02 01 "0000" and ends 06 3B 03, with 15 or 05 for what it refuses (C). SCNTRG1 and SCNTRG0 are what public
drivers send (B).
"""

from __future__ import annotations

from binascii import crc_hqx

from drivers.code_scanner.codec import Answer, Engine, EngineName, Shape
from drivers.code_scanner.line_stream import SLACK, Found, LineStream

OLD_HEAD, OLD_ANSWER = b"\x7e\x00", b"\x02\x00"
UNCHECKED = b"\xab\xcd"
WRITE, TRIGGER_ZONE = 8, b"\x00\x02"
HEAD, ANSWER, TAIL = b"\x7e\x010000", b"\x02\x010000", b"\x3b\x03"
ACK = 0x06
_FRAME = 6  # head, type, length, FCS


def fcs(body: bytes) -> bytes:
    return crc_hqx(body, 0).to_bytes(2, "big")


def zone_write(zone: bytes, value: int) -> bytes:
    body = bytes((WRITE, 1)) + zone + bytes((value,))
    return OLD_HEAD + body + fcs(body)


def old_answer(status: int, data: bytes = b"\x00") -> bytes:
    body = bytes((status, len(data))) + data
    return OLD_ANSWER + body + fcs(body)


def find_old(held: bytearray) -> Found | None:
    if not held.startswith(OLD_ANSWER[: len(held)]):
        return None
    size = _FRAME + held[3] if len(held) > 3 else SLACK
    if len(held) < size:
        return Found(0)
    check = bytes(held[size - 2 : size])
    if check not in (UNCHECKED, fcs(bytes(held[2 : size - 2]))):
        return Found(len(OLD_ANSWER))
    return Found(size, Answer(held[2] == 0))


def command(words: str, permanent: bool = False) -> bytes:
    return HEAD + (b"@" if permanent else b"#") + words.encode("ascii") + TAIL


def answer(words: str, well: bool = True) -> bytes:
    return ANSWER + b"#" + words.encode("ascii") + bytes((ACK if well else 0x15,)) + TAIL


def find_new(held: bytearray) -> Found | None:
    if not held.startswith(ANSWER[: len(held)]):
        return None
    at = held.find(TAIL, len(ANSWER), SLACK)
    if at < 0:
        return Found(0) if len(held) < SLACK else Found(len(ANSWER))
    return Found(at + len(TAIL), Answer(held[at - 1] == ACK))


def old_stream(shape: Shape) -> LineStream:
    return LineStream(shape, find_old)


def new_stream(shape: Shape) -> LineStream:
    return LineStream(shape, find_new)


LOOK, REST = zone_write(TRIGGER_ZONE, 1), zone_write(TRIGGER_ZONE, 0)
OLD = Engine(EngineName.NEWLAND_OLD, old_stream, hello=REST, awake=LOOK, asleep=REST)
NEW = Engine(
    EngineName.NEWLAND, new_stream, hello=command("SCNTRG0"), awake=command("SCNTRG1"), asleep=command("SCNTRG0")
)
