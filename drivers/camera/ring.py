"""Frames from the child that sees to whoever draws: a ring of slots in memory that both have mapped.

The writer never waits and the reader never locks. A frame that was overwritten while it was copied is noticed,
because each slot carries its sequence at both ends of the writing: it is set at the beginning, again at the end, and
looked at before and after the copy.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
from dataclasses import dataclass

from kiosk.ports.devices.camera import Frame

SLOTS = 4
DOT = 4  # bytes: blue, green, red, 255
MOST_DOTS = 1280 * 720
_MARK = 0x43414D31
_RING = struct.Struct("<IIQ")  # mark, slots, newest sequence (0: none yet)
_NEWEST = struct.Struct("<Q")
_NEWEST_AT = 8
_SLOT = struct.Struct("<QQQQIIII")  # sequence at both ends, taken, same since, digest, width, height, rotation
_WORD = struct.Struct("<Q")
_END_AT = 8
_HEAD = 64  # bytes before the ring's and before each slot's contents
_STRIDE = _HEAD + MOST_DOTS * DOT
SIZE = _HEAD + SLOTS * _STRIDE
TRIES = 3  # of a reader that was overtaken


@dataclass(frozen=True, slots=True)
class Same:
    """A picture by its digest, and since when (monotonic nanoseconds) there has been no other."""

    digest: int = 0
    since_ns: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands at the head of a slot. Times: monotonic nanoseconds. `same_since`: when this very picture came
    first; `digest`: by what it is known again.
    """

    sequence: int
    taken_ns: int
    same_since_ns: int
    digest: int
    width: int
    height: int
    rotation: int

    @property
    def same(self) -> Same:
        return Same(self.digest, self.same_since_ns)

    @property
    def size(self) -> int:
        return self.width * self.height * DOT


def made() -> int:
    """A descriptor of fresh shared memory without a name; nobody can make it shorter under a reader."""
    number = os.memfd_create("camera", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(number, SIZE)
    fcntl.fcntl(number, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
    return number


class Writer:
    """`at` gives the place for the next frame's pixels; `done` says that they stand there."""

    def __init__(self, memory: memoryview, sequence: int = 0) -> None:
        self._memory = memory
        self._sequence = sequence
        _RING.pack_into(memory, 0, _MARK, SLOTS, 0)

    def at(self, size: int) -> memoryview:
        """Whoever still reads what stood there is told that it goes. Raises ValueError for a frame that is too
        large.
        """
        if not 0 < size <= MOST_DOTS * DOT:
            raise ValueError("a frame of the preview is larger than a slot")
        self._sequence += 1
        start = _start(self._sequence)
        _WORD.pack_into(self._memory, start, self._sequence)
        return self._memory[start + _HEAD : start + _HEAD + size]

    def done(self, taken_ns: int, same: Same, width: int, height: int, rotation: int) -> None:
        start, own = _start(self._sequence), self._sequence
        _SLOT.pack_into(self._memory, start, own, 0, taken_ns, same.since_ns, same.digest, width, height, rotation)
        _WORD.pack_into(self._memory, start + _END_AT, own)
        _NEWEST.pack_into(self._memory, _NEWEST_AT, own)


class Reader:
    """Believes nothing of what stands there: the other side may have died in the middle of it."""

    def __init__(self, memory: memoryview | mmap.mmap | bytes) -> None:
        self._memory = memory

    def seen(self) -> Seen | None:
        """The newest frame without its pixels."""
        if len(self._memory) < SIZE:
            return None
        mark, slots, newest = _RING.unpack_from(self._memory, 0)
        return self._slot(newest) if (mark, slots) == (_MARK, SLOTS) and newest else None

    def frame(self, after: int = 0) -> Frame | None:
        """The newest frame, whole; None when it is `after`, or when the writer overtook us each time."""
        for _ in range(TRIES):
            seen = self.seen()
            if seen is not None and seen.sequence == after:
                return None
            frame = self._copied(seen) if seen is not None else None
            if frame is not None:
                return frame
        return None

    def _copied(self, seen: Seen) -> Frame | None:
        start = _start(seen.sequence) + _HEAD
        pixels = bytes(self._memory[start : start + seen.size])
        if self._slot(seen.sequence) != seen:
            return None
        return Frame(seen.sequence, seen.taken_ns, seen.width, seen.height, seen.rotation, pixels)

    def _slot(self, sequence: int) -> Seen | None:
        began, ended, *rest = _SLOT.unpack_from(self._memory, _start(sequence))
        seen = Seen(began, *rest)
        whole = began == ended == sequence and 0 < seen.width * seen.height <= MOST_DOTS
        return seen if whole else None


def _start(sequence: int) -> int:
    return _HEAD + sequence % SLOTS * _STRIDE
