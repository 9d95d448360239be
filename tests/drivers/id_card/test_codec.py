"""Frames against what is published, in both directions."""

from __future__ import annotations

import functools
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.id_card.codec import (
    PREAMBLE,
    Command,
    Reply,
    Status,
    answers,
    card_data,
    check,
    frame,
    read_reply,
    read_request,
    reply,
    request,
    text_of,
)
from drivers.id_card.receiver import Receiver
from tests.drivers.id_card.published import CARD_FRAME, FOUND, RECORD, REPLIES, REQUESTS, SELECTED


@pytest.mark.parametrize("name", REQUESTS)
def test_every_command_goes_out_as_the_published_bytes(name: str) -> None:
    assert request(Command[name]) == bytes.fromhex(REQUESTS[name])


@pytest.mark.parametrize("name", REQUESTS)
def test_the_module_understands_every_published_command(name: str) -> None:
    (body,) = Receiver(3).feed(bytes.fromhex(REQUESTS[name]))
    assert read_request(body).command is Command[name]


@pytest.mark.parametrize("name", REPLIES)
def test_every_published_answer_is_understood_by_its_name(name: str) -> None:
    (body,) = Receiver(4).feed(bytes.fromhex(REPLIES[name]))
    assert read_reply(body) == Reply(bytes([0, 0, Status[name]]), b"")
    assert read_reply(body).status is Status[name]


@pytest.mark.parametrize("name", REPLIES)
def test_the_module_sends_every_published_answer_byte_for_byte(name: str) -> None:
    assert reply(Status[name]) == bytes.fromhex(REPLIES[name])


def test_found_and_selected_carry_opaque_zeros() -> None:
    assert reply(Status.FOUND, bytes(4)) == FOUND
    assert reply(Status.DONE, bytes(8)) == SELECTED


def test_a_whole_card_is_1295_bytes_with_the_check_that_was_computed_for_it() -> None:
    assert len(CARD_FRAME) == 1295
    assert reply(Status.DONE, card_data(RECORD, bytes(1024))) == CARD_FRAME
    (body,) = Receiver(4).feed(CARD_FRAME)
    assert text_of(read_reply(body).data) == RECORD


def test_a_card_with_two_fingers_has_the_published_head_and_length() -> None:
    data = b"\x01\x00\x04\x00\x04\x00" + bytes(256 + 1024 + 1024)
    wire = reply(Status.DONE, data)
    assert len(wire) == 2321
    assert wire.startswith(bytes.fromhex("AA AA AA 96 69 09 0A 00 00 90 01 00 04 00 04 00"))
    assert Receiver(4).feed(wire) == [b"\x00\x00\x90" + data]


def test_lengths_inside_the_answer_that_do_not_fit_give_no_record() -> None:
    assert text_of(b"") is None
    assert text_of(card_data(RECORD, bytes(1023))[:-1]) is None
    assert text_of(card_data(RECORD[:-2], bytes(1024))) is None


def test_an_answer_without_a_name_is_kept_as_it_came() -> None:
    assert read_reply(b"\x00\x00\x77").status is None
    assert read_reply(b"\x01\x00\x90").status is None


def test_a_reply_never_shows_its_data_in_a_log() -> None:
    assert "测" not in repr(Reply(b"\x00\x00\x90", RECORD))
    assert RECORD.hex() not in repr(Reply(b"\x00\x00\x90", RECORD))


def test_a_late_answer_to_the_command_before_is_not_this_commands_answer() -> None:
    found, selected, status = Reply(b"\0\0\x9f", bytes(4)), Reply(b"\0\0\x90", bytes(8)), Reply(b"\0\0\x90", b"")
    assert answers(Command.FIND, found)
    assert answers(Command.SELECT, selected)
    assert not answers(Command.SELECT, found)
    assert not answers(Command.READ, selected)
    assert not answers(Command.READ_ADDRESS, status)
    assert not answers(Command.FIND, status)


def test_a_refusal_can_answer_any_command() -> None:
    refusal = Reply(b"\0\0\x41", b"")
    assert all(answers(command, refusal) for command in Command)


@given(st.binary(max_size=3000))
def test_the_check_is_the_xor_of_all_bytes(data: bytes) -> None:
    assert check(data) == functools.reduce(operator.xor, data, 0)


@given(st.binary(max_size=2300))
def test_a_frame_around_anything_xors_to_zero_behind_its_preamble(body: bytes) -> None:
    assert check(frame(body)[len(PREAMBLE) :]) == 0


def test_a_frame_too_long_for_its_length_field_is_refused() -> None:
    with pytest.raises(ValueError, match="65534"):
        frame(bytes(65535))
