"""The far end takes a stream apart as a printer must: whatever the chunks, whatever the bytes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.receipt_printer.codec import Paper, Qr, ticket
from drivers.receipt_printer.escpos_stream import TALLEST, WIDEST, EscPosStream, Instruction, Run, Token, Unknown
from drivers.receipt_printer.interpreter import Interpreter
from drivers.receipt_printer.printed import Cut, Line, Mark
from drivers.receipt_printer.virtual import Sensors
from tests.drivers.stage import SLIP


def merged(found: list[Token]) -> list[Token]:
    """Runs that came in pieces, put together."""
    whole: list[Token] = []
    for token in found:
        if whole and isinstance(token, Run) and isinstance(whole[-1], Run):
            whole[-1] = Run(whole[-1].data + token.data, token.chinese)
        else:
            whole.append(token)
    return whole


def test_a_ticket_split_at_any_byte_is_the_same_ticket() -> None:
    wire = ticket(SLIP, Paper(qr=Qr.NATIVE))
    whole = merged(list(EscPosStream().feed(wire)))
    for at in range(len(wire)):
        stream = EscPosStream()
        assert merged([*stream.feed(wire[:at]), *stream.feed(wire[at:])]) == whole


def test_our_own_tickets_hold_no_command_that_a_printer_would_not_know() -> None:
    for qr in Qr:
        assert not [t for t in EscPosStream().feed(ticket(SLIP, Paper(qr=qr))) if isinstance(t, Unknown)]


def test_outside_chinese_mode_every_byte_is_a_character_of_its_own() -> None:
    found = list(EscPosStream().feed(b"\x1c.\xc4\xe3\x1c&\xc4\xe3"))
    assert [token for token in found if isinstance(token, Run)] == [Run(b"\xc4\xe3", False), Run(b"\xc4\xe3", True)]


def test_half_a_hanzi_waits_for_its_other_half() -> None:
    stream = EscPosStream()
    assert list(stream.feed(b"A\xc4")) == [Run(b"A")]
    assert list(stream.feed(b"\xe3")) == [Run(b"\xc4\xe3")]


def test_a_picture_bigger_than_any_head_is_not_waited_for() -> None:
    giant = b"\x1dv0\x00\xff\xff\xff\xff"
    found = list(EscPosStream().feed(giant + b"\x1b@"))
    assert found[-1] == Instruction("ESC @")


@given(st.lists(st.binary(max_size=300), max_size=15))
def test_arbitrary_bytes_never_raise_and_are_consumed(chunks: list[bytes]) -> None:
    stream, marks = EscPosStream(), list[Mark]()
    printer = Interpreter(marks.append, lambda kind, wire: None, Sensors())
    for chunk in chunks:
        for token in stream.feed(chunk):
            printer.carry_out(token)
    assert len(stream._held) <= WIDEST * TALLEST + 16


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400))
def test_whatever_came_before_a_reset_the_next_ticket_is_read(noise: bytes) -> None:
    """Text noise only: a torn picture is what the driver's zeros are for."""
    noise = bytes(byte for byte in noise if byte not in (0x10, 0x1B, 0x1C, 0x1D))
    marks = list[Mark]()
    printer = Interpreter(marks.append, lambda kind, wire: None, Sensors())
    for token in EscPosStream().feed(noise + b"\n\n" + ticket(SLIP, Paper())):
        printer.carry_out(token)
    texts = [mark.text for mark in marks if isinstance(mark, Line)]
    assert SLIP.taken_at in texts
    assert isinstance(marks[-1], Cut)
