"""The scanner's codecs, for whoever feeds them with anything."""

from __future__ import annotations

from drivers.code_scanner import honeywell, newland, ssi
from drivers.code_scanner.codec import Code, EngineName, Shape, Stream
from drivers.code_scanner.engines import ENGINES
from drivers.code_scanner.virtual import COMMANDS, VirtualScanner
from drivers.code_text import text_of
from drivers.fuzzing import FuzzTarget
from kiosk.domain.scanned_code import bookings, resolve, tickets, tokens
from kiosk.domain.signed_ticket import TicketData, sign

LONGEST = 600
_SHAPE = Shape(longest=LONGEST, aim=True)
_CODES = [b"]Q1HK1.W10.c2ln\r", b"]C0A017\r", "取号凭证·䶮".encode() + b"\r", "取号凭证".encode("gb18030") + b"\r"]
_ANSWERS = [newland.old_answer(0), newland.old_answer(3), newland.answer("SCNTRG1"), honeywell.answer()]
_PACKETS = [ssi.code_packets(b"A017"), ssi.code_packets(b"7" * 700), ssi.packet(ssi.ACK, source=ssi.DECODER)]
_KEY = b"an invented key"
_TICKET = sign(TicketData("t-1", "A017", "social", "SBRS-001", "2026-11-23", 1_795_000_000_000, "a", "social"), _KEY)
_RESOLVERS = (tickets(_KEY), bookings, tokens("citizen_code", "WHSMM"))
_SEEDS = {EngineName.SSI: _PACKETS}


def _mean(payload: bytes) -> None:
    text = text_of(payload)
    if text is not None:
        resolve(text, _RESOLVERS)


def _target(name: EngineName) -> FuzzTarget:
    stream = ENGINES[name].stream(_SHAPE)
    seeds = _SEEDS.get(name, _CODES + _ANSWERS)
    return FuzzTarget(
        f"code-scanner {name.value}", lambda wire: _eat(stream, wire), seeds, lambda: stream.held, 2 * LONGEST
    )


def _eat(stream: Stream, wire: bytes) -> None:
    for event in stream.feed(wire):
        if isinstance(event, Code):
            text_of(event.payload)


def _far_end(name: EngineName) -> FuzzTarget:
    far = VirtualScanner(lambda data, delay_s: None, name)
    return FuzzTarget(f"code-scanner {name.value} commands", far.received, list(COMMANDS[name]), lambda: far.held, 64)


TARGETS = (
    *(_target(name) for name in EngineName),
    *(_far_end(name) for name in EngineName if COMMANDS[name]),
    FuzzTarget("code-scanner texts", _mean, [code.rstrip(b"\r") for code in _CODES] + [_TICKET.encode()]),
)
