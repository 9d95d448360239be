"""Honeywell's engines: SYN commands, codes as lines, answers to menu commands among them.

SYN T CR looks and SYN BEL CR beeps (confidence A, vendor's note on serial commands); SYN U CR ends it and SYN M CR,
tag, "." is a menu command whose answer repeats the tag and ends with ACK, NAK or ENQ and that "." (C). A trigger is not
answered, so each goes with a menu question: the revision (REVINF).
"""

from __future__ import annotations

from drivers.code_scanner.codec import Answer, Engine, EngineName, Shape
from drivers.code_scanner.line_stream import SLACK, Found, LineStream

TRIGGER, UNTRIGGER, BEEP, MENU = b"\x16T\r", b"\x16U\r", b"\x16\x07\r", b"\x16M\r"
QUESTION = MENU + b"REVINF."
ACK, NAK, ENQ = 0x06, 0x15, 0x05
_ECHO = b"REVINF"


def answer(words: bytes = b": INVENTED ENGINE", well: bool = True) -> bytes:
    return _ECHO + words + bytes((ACK if well else NAK,)) + b"."


def find(held: bytearray) -> Found | None:
    """The answer repeats the tag it was asked for."""
    if not held.startswith(_ECHO[: len(held)]):
        return None
    ends = [at for sign in (ACK, NAK, ENQ) if (at := held.find(bytes((sign, 0x2E)), 0, SLACK)) >= 0]
    if not ends:
        return Found(0) if len(held) < SLACK else Found(len(_ECHO))
    return Found(min(ends) + 2, Answer(held[min(ends)] == ACK))


def stream(shape: Shape) -> LineStream:
    return LineStream(shape, find)


HONEYWELL = Engine(EngineName.HONEYWELL, stream, hello=QUESTION, awake=TRIGGER + QUESTION, asleep=UNTRIGGER + QUESTION)
