"""The printer's codecs, for whoever feeds them with anything."""

from __future__ import annotations

from drivers.fuzzing import FuzzTarget
from drivers.receipt_printer.codec import Paper, fence, ticket
from drivers.receipt_printer.escpos_stream import TALLEST, WIDEST, EscPosStream
from drivers.receipt_printer.inbox import LONGEST_TAIL, Inbox
from drivers.receipt_printer.presenter import FULL_SIZE, full_status
from drivers.receipt_printer.probe import TEST_PAGE
from drivers.receipt_printer.status import QUESTIONS, condition, device_status, pushed_condition
from drivers.serial_link import LinkFault

_LONGEST_MEAL = 8192  # of the frame's own mutations; a stream may hold one unfinished command and the last meal
_stream = EscPosStream()


class _Pipe:
    """A link that has just this to say."""

    def __init__(self) -> None:
        self.data = b""

    def read(self, limit_s: float) -> bytes | LinkFault:
        data, self.data = self.data, b""
        return data or LinkFault.GONE

    def write(self, data: bytes) -> LinkFault | None:
        return None

    def clear(self) -> LinkFault | None:
        return None

    def interrupt(self) -> None:
        return None

    def close(self) -> None:
        return None


_pipe = _Pipe()
_inbox = Inbox(_pipe)


def _eat_answers(data: bytes) -> None:
    for ask in (_inbox.ask_full, _inbox.ask_name):
        _pipe.data = data
        ask(0.1)
    _pipe.data, _inbox.fault = data, None
    _inbox.wait(lambda: False, 0.1)
    if _inbox.pushed is not None:
        device_status(pushed_condition(_inbox.pushed))
    if len(data) >= FULL_SIZE:
        full_status(data)
    if data:
        device_status(condition(dict(zip(QUESTIONS, data, strict=False))))


def _eat_stream(data: bytes) -> None:
    for _ in _stream.feed(data):
        pass


_TOLD = [b"_HALL-80\x00", bytes.fromhex("100f20004000")]
_ANSWERS = [*_TOLD, bytes((0x12, 0x16)), b"\x37\x22AAAB\x00", b"\x00\x00", b"\x10\x00\x00\x00"]
_MOST = WIDEST * TALLEST + 16 * _LONGEST_MEAL

TARGETS = (
    FuzzTarget("receipt-printer answers", _eat_answers, _ANSWERS, lambda: _inbox.held, LONGEST_TAIL),
    FuzzTarget(
        "receipt-printer stream", _eat_stream, [ticket(TEST_PAGE, Paper()), fence(b"AAAA")], lambda: _stream.held, _MOST
    ),
)
