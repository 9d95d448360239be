"""Frames out of noise: split, glued, cut, damaged; and never more memory than one frame."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.id_card.codec import LONGEST_BODY, PREAMBLE, frame
from drivers.id_card.receiver import Receiver
from tests.drivers.id_card.published import CARD_FRAME, FOUND, REPLIES

NO_CARD = bytes.fromhex(REPLIES["NOT_FOUND"])
NO_CARD_BODY = b"\x00\x00\x80"
FOUND_BODY = b"\x00\x00\x9f" + bytes(4)


def receiver() -> Receiver:
    return Receiver(shortest=4)


@pytest.mark.parametrize("at", range(1, len(FOUND)))
def test_a_frame_split_at_any_byte_is_whole_again(at: int) -> None:
    receiving = receiver()
    assert receiving.feed(FOUND[:at]) == []
    assert receiving.feed(FOUND[at:]) == [FOUND_BODY]


def test_a_whole_card_split_at_any_byte_is_whole_again() -> None:
    for at in range(1, len(CARD_FRAME)):
        receiving = receiver()
        assert receiving.feed(CARD_FRAME[:at]) == []
        (body,) = receiving.feed(CARD_FRAME[at:])
        assert len(body) == 1287


def test_frames_glued_together_come_out_one_by_one() -> None:
    assert receiver().feed(NO_CARD + FOUND + NO_CARD) == [NO_CARD_BODY, FOUND_BODY, NO_CARD_BODY]


def test_noise_before_between_and_after_frames_is_passed_over() -> None:
    noise = bytes.fromhex("00 FF AA AA 96 69 AA AA AA")
    receiving = receiver()
    assert receiving.feed(noise + NO_CARD + noise + FOUND + noise) == [NO_CARD_BODY, FOUND_BODY]
    assert receiving.noise > 0


def test_a_stray_byte_inside_a_preamble_as_one_public_log_shows_loses_only_that_frame() -> None:
    assert receiver().feed(b"\xaa\x00" + FOUND[1:] + NO_CARD) == [NO_CARD_BODY]


def test_the_swapped_preamble_of_a_vendors_own_protocol_is_not_a_frame() -> None:
    swapped = bytes.fromhex("AA AA AA 69 96") + NO_CARD[5:]
    assert receiver().feed(swapped + FOUND) == [FOUND_BODY]


@pytest.mark.parametrize("length", ["00 00", "00 03", "FF FF"])
def test_a_length_that_no_answer_has_is_not_waited_for(length: str) -> None:
    receiving = receiver()
    assert receiving.feed(PREAMBLE + bytes.fromhex(length) + b"\x00\x00\x90\x94" + FOUND) == [FOUND_BODY]
    assert receiving.broken == 1


def test_a_wrong_check_is_counted_and_the_next_frame_is_heard() -> None:
    receiving = receiver()
    assert receiving.feed(NO_CARD[:-1] + b"\x00" + FOUND) == [FOUND_BODY]
    assert receiving.broken == 1


def test_a_frame_inside_the_wreck_of_a_longer_one_is_found() -> None:
    cut = CARD_FRAME[:500]
    bodies = receiver().feed(cut + FOUND + bytes(1295))
    assert bodies == [FOUND_BODY]


def test_what_is_cleared_is_forgotten() -> None:
    receiving = receiver()
    receiving.feed(CARD_FRAME[:700])
    assert receiving.partial
    receiving.clear()
    assert not receiving.partial
    assert receiving.feed(CARD_FRAME[700:]) == []


@given(st.lists(st.binary(max_size=400), max_size=20))
def test_arbitrary_bytes_never_raise_and_never_grow(chunks: list[bytes]) -> None:
    receiving = receiver()
    for chunk in chunks:
        receiving.feed(chunk)
        assert len(receiving._held) <= LONGEST_BODY + 7


@given(st.binary(max_size=300), st.binary(min_size=3, max_size=60), st.binary(max_size=300))
def test_a_frame_amid_noise_without_a_preamble_is_always_found(before: bytes, body: bytes, after: bytes) -> None:
    before, after = before.replace(b"\x96", b"\x00"), after.replace(b"\x96", b"\x00")
    assert body in receiver().feed(before + frame(body) + after)


@settings(max_examples=40)
@given(st.binary(max_size=200), st.data())
def test_chunks_make_no_difference(noise: bytes, data: st.DataObject) -> None:
    stream = noise + FOUND + noise + NO_CARD
    at = data.draw(st.integers(0, len(stream)))
    whole, parts = receiver(), receiver()
    assert whole.feed(stream) == parts.feed(stream[:at]) + parts.feed(stream[at:])


def test_a_line_of_nothing_but_preambles_is_worked_off_in_no_time() -> None:
    hostile = (PREAMBLE + b"\x09\x0a") * 12_000
    begun = time.monotonic()
    assert receiver().feed(hostile) == []
    assert time.monotonic() - begun < 10
