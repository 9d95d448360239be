"""What comes back on one line, sorted: answers only count as what was asked for."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.receipt_printer.codec import echo
from drivers.receipt_printer.inbox import LONGEST_TAIL, Inbox
from drivers.serial_link import LinkFault


class Scripted:
    """A link that answers each write with the next of its lines, and is silent otherwise."""

    def __init__(self, *lines: bytes) -> None:
        self._lines = deque(lines)
        self._ready = b""

    def read(self, limit_s: float) -> bytes | LinkFault:
        ready, self._ready = self._ready, b""
        return ready

    def write(self, data: bytes) -> LinkFault | None:
        self._ready += self._lines.popleft() if self._lines else b""
        return None

    def clear(self) -> LinkFault | None:
        self._ready = b""
        return None

    def interrupt(self) -> None: ...
    def close(self) -> None: ...


def test_an_answer_is_found_between_flow_control_and_noise() -> None:
    assert Inbox(Scripted(b"\x13\x11\xf0\x16\x11")).ask(2, 0.05) == 0x16


def test_silence_is_no_answer() -> None:
    assert Inbox(Scripted(b"")).ask(1, 0.01) is None


def test_pushed_status_blocks_are_not_taken_for_answers() -> None:
    """Automatic status: four bytes, here with the second looking like a fine answer."""
    assert Inbox(Scripted(b"\x18\x12\x00\x00")).ask(1, 0.01) is None


def test_an_echo_is_whole_or_it_is_not_one() -> None:
    inbox = Inbox(Scripted(b"\x12" + echo(b"@ABC"), echo(b"@ABD")[:-1]))
    assert inbox.ask(1, 0.05) == 0x12
    inbox.wait(lambda: inbox.echoed(b"@ABC"), 0.05)
    assert inbox.echoed(b"@ABC")
    inbox.ask(1, 0.01)
    assert not inbox.echoed(b"@ABD")


def test_the_letters_of_an_echo_are_never_status_bytes() -> None:
    inbox = Inbox(Scripted(echo(b"2222")))
    assert inbox.ask(1, 0.05) is None
    assert inbox.queued == []


@pytest.mark.parametrize("byte", [0x00, 0x03, 0x0C, 0x0F, 0x02, 0x04, 0x08])
def test_queued_answers_count_when_both_are_there_and_alike(byte: int) -> None:
    one, two, torn = (Inbox(Scripted(wire)) for wire in (bytes([byte]), bytes([byte, byte]), bytes([byte, byte ^ 3])))
    for inbox in (one, two, torn):
        assert inbox.ask(1, 0.01) is None
    assert (one.queue_answered(), two.queue_answered(), torn.queue_answered()) == (False, True, False)


def test_a_clone_without_the_fixed_bits_is_understood_when_the_setting_says_so() -> None:
    assert Inbox(Scripted(b"\x0c")).ask(4, 0.01) is None
    assert Inbox(Scripted(b"\x0c"), loose=True).ask(4, 0.05) == 0x0C


@settings(deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=8))
def test_arbitrary_bytes_never_raise_and_never_grow(lines: list[bytes]) -> None:
    inbox = Inbox(Scripted(*lines))
    for _ in lines:
        inbox.ask(1, 0.0)
        inbox.wait(lambda: False, 0.001)
    assert len(inbox._tail) <= LONGEST_TAIL


def test_a_pushed_block_is_kept_whole_or_not_at_all() -> None:
    whole, odd, torn = (Inbox(Scripted(wire)) for wire in (b"\x38\x00\x03\x00", b"\x38\x90\x03\x00", b"\x38\x00"))
    for inbox in (whole, odd, torn):
        inbox.ask(1, 0.01)
    assert (whole.pushed, odd.pushed, torn.pushed) == (b"\x38\x00\x03\x00", None, None)


@pytest.mark.parametrize(
    ("wire", "name"),
    [(b"_TM-T88V\x00", "TM-T88V"), (b"_TM-T8", ""), (b"", ""), (b"_\xc4\x00", ""), (b"_" + b"A" * 40, "")],
)
def test_a_name_is_only_what_a_printer_says_whole(wire: bytes, name: str) -> None:
    assert Inbox(Scripted(wire)).ask_name(0.01) == name
