"""The board's codecs, for whoever feeds them with anything."""

from __future__ import annotations

from drivers.fuzzing import FuzzTarget
from drivers.signal_board.codec import HELLO, INPUTS, LONGEST, LineStream, answer_in, line
from drivers.signal_board.virtual import VirtualBoard

_stream = LineStream()
_board = VirtualBoard(lambda data: None)


def _eat(data: bytes) -> None:
    for body in _stream.feed(data):
        answer_in(body)


TARGETS = (
    FuzzTarget(
        "signal-board lines",
        _eat,
        [line("HALL1 2 4"), line("I 01"), line("K"), line("E")],
        lambda: _stream.held,
        LONGEST,
    ),
    FuzzTarget(
        "signal-board commands",
        _board.received,
        [line(HELLO), line(INPUTS), line("O 1 2"), line("O 8 3")],
        lambda: _board.held,
        LONGEST,
    ),
)
