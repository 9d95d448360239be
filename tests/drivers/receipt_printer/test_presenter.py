"""What became of a ticket in the lips, from what is seen of it and when."""

from __future__ import annotations

import pytest

from drivers.receipt_printer.codec import Paper, ticket
from drivers.receipt_printer.presenter import RETRACT, FullStatus, Presented, Watch, full_status
from tests.drivers.stage import SLIP

THERE, AWAY, JAM = FullStatus(at_output=True), FullStatus(), FullStatus(jammed=True)


def test_a_cut_ticket_is_pushed_out_by_the_documented_bytes() -> None:
    assert ticket(SLIP, Paper(presents=True)).endswith(bytes.fromhex("1d 56 42 00 1d 65 03 0c"))
    assert ticket(SLIP, Paper(presents=True, steps=130)).endswith(bytes.fromhex("1d 56 42 00 1d 65 03 82"))
    assert bytes.fromhex("1d 65 02") == RETRACT


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        ("10 0f 00 00 00 00", AWAY),
        ("10 0f 20 00 00 00", THERE),
        ("10 0f 00 00 40 00", JAM),
        ("10 0f 64 ff 40 ff", FullStatus(True, True)),
        ("10 0f df ff bf ff", AWAY),
    ],
)
def test_the_full_status_is_read_by_masks(answer: str, seen: FullStatus) -> None:
    assert full_status(bytes.fromhex(answer)) == seen


def test_a_ticket_that_left_by_itself_was_taken() -> None:
    watch = Watch(30.0)
    assert [watch.see(seen, at) for at, seen in enumerate((AWAY, THERE, THERE, AWAY))] == [False] * 4
    assert watch.state is Presented.TAKEN


def test_a_ticket_is_pulled_back_after_its_time_and_only_once() -> None:
    watch = Watch(30.0)
    assert not watch.see(THERE, 0.0) and not watch.see(THERE, 29.9)
    assert watch.see(THERE, 30.0)
    watch.pulled(30.0)
    assert not watch.see(THERE, 31.0)
    watch.see(AWAY, 32.0)
    assert watch.state is Presented.RETRACTED


def test_what_cannot_be_pulled_back_is_told_as_not_taken() -> None:
    watch = Watch(1.0)
    watch.see(THERE, 0.0)
    assert watch.see(THERE, 1.0)
    watch.pulled(1.0)
    watch.see(THERE, 10.0)
    assert watch.state is Presented.NOT_TAKEN


def test_silence_is_unknown_and_forgets_no_time() -> None:
    watch = Watch(30.0)
    watch.see(THERE, 0.0)
    watch.see(None, 10.0)
    assert watch.state is Presented.UNKNOWN
    assert watch.see(THERE, 30.0)


def test_a_jam_is_told_until_it_is_cleared() -> None:
    watch = Watch(30.0)
    watch.see(JAM, 0.0)
    assert watch.state is Presented.JAMMED
    watch.see(AWAY, 1.0)
    assert watch.state is Presented.NOT_PRESENT


def test_a_ticket_that_is_gone_at_the_first_look_after_its_push_was_taken() -> None:
    watch = Watch(30.0)
    watch.pushed(0.0)
    watch.see(AWAY, 0.5)
    assert watch.state is Presented.TAKEN
