"""The bytes of IPP answers: a published one, and everything that is none."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.document_printer.errands import Answer, Errand, Fault, answer_in, told
from drivers.document_printer.fuzz import answer, job_answer, printer_answer
from drivers.document_printer.ipp import read
from drivers.document_printer.ipp_frame import is_whole


def attribute(tag: int, name: bytes, value: bytes) -> bytes:
    return bytes([tag]) + struct.pack(">H", len(name)) + name + struct.pack(">H", len(value)) + value


# RFC 8010, appendix A.2: the answer to a Print-Job.
PUBLISHED = (
    b"\x01\x01\x00\x00\x00\x00\x00\x01\x01"
    + attribute(0x47, b"attributes-charset", b"utf-8")
    + attribute(0x48, b"attributes-natural-language", b"en-us")
    + attribute(0x41, b"status-message", b"successful-ok")
    + b"\x02"
    + attribute(0x21, b"job-id", struct.pack(">i", 147))
    + attribute(0x45, b"job-uri", b"ipp://printer.example.com/ipp/print/pinetree/147")
    + attribute(0x23, b"job-state", struct.pack(">i", 3))
    + b"\x03"
)


def test_the_published_answer_is_understood() -> None:
    found = read(Errand.CREATE, PUBLISHED)
    assert found.fault is None
    assert (found.attributes["job-id"], found.attributes["job-state"]) == (147, 3)


def test_it_is_refused_wherever_it_is_cut_off() -> None:
    assert is_whole(PUBLISHED)
    assert not any(is_whole(PUBLISHED[:end]) for end in range(len(PUBLISHED)))
    assert {read(Errand.JOB, PUBLISHED[:end]).fault for end in range(len(PUBLISHED))} == {Fault.NOT_IPP}


@pytest.mark.parametrize("length", [0, 1, 3, 5, 0x7FFF, 0x8000, 0xFFF8, 0xFFFF])
def test_a_wrong_length_is_refused_and_never_read_for_ever(length: int) -> None:
    at = PUBLISHED.index(struct.pack(">i", 147)) - 2
    spoilt = PUBLISHED[:at] + struct.pack(">H", length) + PUBLISHED[at + 2 :]
    assert read(Errand.JOB, spoilt).fault is Fault.NOT_IPP


@pytest.mark.parametrize(
    ("status", "fault"),
    [(0x0401, Fault.NOT_ALLOWED), (0x0406, Fault.NOT_FOUND), (0x0506, Fault.NOT_ACCEPTING), (0x0500, Fault.REFUSED)],
)
def test_what_the_server_refuses_has_a_word(status: int, fault: Fault) -> None:
    assert read(Errand.JOB, answer(2, status=status)).fault is fault


def test_a_queue_that_is_not_there_is_told_from_a_job_that_is_not() -> None:
    assert read(Errand.LOOK, answer(4, status=0x0406)).fault is Fault.NO_SUCH_QUEUE


def test_collections_are_read_and_bottomless_ones_refused() -> None:
    def nested(depth: int) -> bytes:
        begin = attribute(0x34, b"", b"") + attribute(0x4A, b"", b"deeper")
        inner = attribute(0x34, b"media-col", b"") + attribute(0x4A, b"", b"deeper") + begin * (depth - 1)
        return answer(4, inner + attribute(0x21, b"", bytes(4)) + attribute(0x37, b"", b"") * depth)

    assert read(Errand.LOOK, nested(2)).fault is None
    assert read(Errand.LOOK, nested(9)).fault is Fault.NOT_IPP


@given(st.binary(max_size=300))
def test_no_bytes_end_the_clerk(data: bytes) -> None:
    for head in (b"", b"\x02\x00\x00\x00\x00\x00\x00\x01\x01"):
        assert isinstance(read(Errand.LOOK, head + data), Answer)


@given(st.data())
def test_no_change_of_a_good_answer_ends_the_clerk(data: st.DataObject) -> None:
    good = bytearray(data.draw(st.sampled_from([PUBLISHED, printer_answer(5, "media-empty", "paused"), job_answer(9)])))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(read(Errand.LOOK, bytes(good)), Answer)


@given(st.binary(max_size=200))
def test_no_line_of_a_clerk_ends_the_terminal(line: bytes) -> None:
    assert isinstance(answer_in(line), Answer)


def test_an_answer_comes_through_the_pipe_as_it_was() -> None:
    for one in (Answer(), Answer(Fault.CUT), Answer(attributes={"job-id": 3}), Answer(jobs=(1, 2))):
        assert answer_in(told(one)) == one
