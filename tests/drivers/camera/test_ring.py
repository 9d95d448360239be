"""Frames through shared memory: the newest, whole, or none."""

from __future__ import annotations

import mmap
import os
import threading

import pytest

from drivers.camera.ring import DOT, MOST_DOTS, SIZE, SLOTS, Reader, Same, Writer, made


def a_ring() -> tuple[Writer, Reader, bytearray]:
    memory = bytearray(SIZE)
    return Writer(memoryview(memory)), Reader(memoryview(memory)), memory


def lay(writer: Writer, shade: int, width: int = 4, height: int = 2, taken_ns: int = 1) -> None:
    writer.at(width * height * DOT)[:] = bytes([shade]) * (width * height * DOT)
    writer.done(taken_ns, Same(7, 1), width, height, 90)


def test_nothing_is_seen_before_the_first_frame() -> None:
    _, reader, _ = a_ring()
    assert reader.seen() is None
    assert reader.frame() is None


def test_a_frame_comes_with_its_sequence_clock_size_and_rotation() -> None:
    writer, reader, _ = a_ring()
    lay(writer, 9, taken_ns=55)
    frame = reader.frame()
    assert frame is not None
    assert (frame.sequence, frame.taken_ns, frame.width, frame.height, frame.rotation) == (1, 55, 4, 2, 90)
    assert frame.pixels == bytes([9]) * 32
    assert reader.frame(after=1) is None


def test_only_the_newest_of_many_is_given() -> None:
    writer, reader, _ = a_ring()
    for shade in range(3 * SLOTS + 1):
        lay(writer, shade)
    frame = reader.frame()
    assert frame is not None
    assert (frame.sequence, frame.pixels[0]) == (3 * SLOTS + 1, 3 * SLOTS)


def test_a_frame_that_is_being_overwritten_is_not_given() -> None:
    """The writer came round in the middle of our copy: what stands in the slot begins as another frame."""
    writer, reader, _ = a_ring()
    for shade in range(SLOTS):
        lay(writer, shade)
    seen = reader.seen()
    assert seen is not None
    for shade in range(SLOTS - 1):
        lay(writer, shade)
    writer.at(32)
    assert reader._copied(seen) is None


def test_the_memory_of_a_child_that_died_in_the_middle_of_a_frame_shows_the_frame_before() -> None:
    writer, reader, _ = a_ring()
    lay(writer, 1)
    writer.at(32)[:16] = bytes([2]) * 16
    frame = reader.frame()
    assert frame is not None
    assert (frame.sequence, set(frame.pixels)) == (1, {1})


@pytest.mark.parametrize("at", [0, 8, 64, 72, 100, 104])
def test_a_head_that_says_something_impossible_gives_no_frame(at: int) -> None:
    writer, reader, memory = a_ring()
    lay(writer, 1)
    lay(writer, 1)
    lay(writer, 1)
    lay(writer, 1)
    memory[at : at + 4] = b"\xff\xff\xff\xff"
    assert reader.frame() is None


def test_a_frame_larger_than_a_slot_is_refused() -> None:
    writer, _, _ = a_ring()
    with pytest.raises(ValueError, match="larger"):
        writer.at(MOST_DOTS * DOT + 1)


def test_nobody_can_make_the_memory_shorter_under_whoever_looks() -> None:
    number = made()
    try:
        with pytest.raises(PermissionError):
            os.ftruncate(number, 4096)
    finally:
        os.close(number)


def test_no_frame_is_ever_made_of_two_while_somebody_writes_as_fast_as_possible() -> None:
    number = made()
    memory = mmap.mmap(number, SIZE)
    os.close(number)
    writer, reader, over = Writer(memoryview(memory)), Reader(memory), threading.Event()

    def write() -> None:
        shade = 0
        while not over.is_set():
            shade = (shade + 1) % 256
            lay(writer, shade, 320, 180)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        last = 0
        for _ in range(200):
            frame = reader.frame(last)
            if frame is not None:
                assert len(set(frame.pixels)) == 1
                assert frame.sequence > last
                last = frame.sequence
    finally:
        over.set()
        thread.join()
    assert last
