"""Lines of the signal board: each byte counts, and what is not whole is nothing."""

from __future__ import annotations

import pytest

from drivers.signal_board.codec import (
    LONGEST,
    Answer,
    Done,
    Hello,
    Inputs,
    LineStream,
    Order,
    answer_in,
    line,
    order,
    order_in,
)
from kiosk.ports.devices.signal_board import Flash


def bodies(wire: bytes) -> list[str]:
    return list(LineStream().feed(wire))


def test_a_line_is_what_the_documentation_says() -> None:
    assert line("S") == b"S*53\n"
    assert bodies(b"S*53\n") == bodies(b"S*53\r\n") == ["S"]


@pytest.mark.parametrize(("flash", "mode"), list(zip(Flash, (0, 1, 2, 3), strict=True)))
def test_an_order_comes_out_again(flash: Flash, mode: int) -> None:
    assert order_in(order(2, flash)) == Order(2, mode)


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("HALL1 2 4", Hello(2, 4)),
        ("I 01", Inputs((False, True))),
        ("I ", Inputs(())),
        ("K", Done(True)),
        ("E", Done(False)),
        ("HALL2 2 4", None),
        ("HALL1 9 4", None),
        ("I 2", None),
    ],
)
def test_what_a_board_says(body: str, meant: Answer | None) -> None:
    assert answer_in(body) == meant


def test_a_line_split_at_every_offset_and_two_glued_are_the_same_lines() -> None:
    wire = line("HALL1 2 4") + line("I 01")
    for at in range(len(wire) + 1):
        stream = LineStream()
        assert [*stream.feed(wire[:at]), *stream.feed(wire[at:])] == ["HALL1 2 4", "I 01"]


@pytest.mark.parametrize("wire", [b"S*54\n", b"S*5\n", b"S53\n", b"*00\n", b"\xff*FF\n", b"S*53*53\n"])
def test_a_line_with_a_wrong_check_or_none_is_nothing(wire: bytes) -> None:
    stream = LineStream()
    assert list(stream.feed(wire)) == []
    assert stream.spoilt == 1


def test_a_line_without_an_end_is_not_kept_and_the_next_one_is_heard() -> None:
    stream = LineStream()
    assert list(stream.feed(b"x" * 100_000)) == []
    assert stream.held <= LONGEST
    assert list(stream.feed(b"*53\n" + line("K"))) == ["K"]
