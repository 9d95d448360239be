"""Sorts what a printer sends back: real-time answers, echoes of a process ID, queued status bytes.

They come on one line in any order, with flow control and pushed status in between. A byte counts only as what was
asked for: nothing unasked is ever taken for "all is well". The fixed bits by which each kind is known are Epson's [A];
the echo of a process ID [B].
"""

from __future__ import annotations

import time
from collections.abc import Callable

from drivers.receipt_printer.codec import NAME_QUESTION, PUSH_ONCE, QUEUED_STATUS, echo, status_question
from drivers.receipt_printer.presenter import FULL_HEAD, FULL_QUESTION, FULL_SIZE, FullStatus, full_status
from drivers.receipt_printer.status import is_real_time
from drivers.serial_link import Link, LinkFault

LONGEST_TAIL = 64  # bytes kept in search of an echo
_FLOW = (0x11, 0x13)  # XON, XOFF
_NOT_QUEUED = 0xF0  # GS r 1 sets the bits of its two sensors and none of these [A]


class Inbox:
    """Reads one link.

    `loose`: the printer's real-time answers lack the fixed bits, so whatever follows a question is its answer.
    """

    def __init__(self, link: Link, loose: bool = False) -> None:
        self._link = link
        self._loose = loose
        self._tail = bytearray()
        self._asked = False
        self._pushed = 0  # bytes of a pushed status block still to come
        self._block = b""
        self.fault: LinkFault | None = None
        self.real_time: int | None = None
        self.pushed: bytes | None = None  # the last whole block of automatic status
        self.queued: list[int] = []

    @property
    def held(self) -> int:
        """Bytes that are kept in search of an echo."""
        return len(self._tail)

    def clear(self) -> None:
        """Forgets everything that has arrived, here and on the line."""
        self.fault = self._link.clear()
        self._tail.clear()
        self._pushed, self._block = 0, b""
        self.real_time = self.pushed = None
        self.queued.clear()

    def ask(self, n: int, limit_s: float) -> int | None:
        """The answer to DLE EOT n; None when none came (see `fault` for whether the port went)."""
        self.real_time, self._asked = None, True
        self.fault = self._link.write(status_question(n))
        self.wait(lambda: self.real_time is not None, limit_s)
        self._asked = False
        return self.real_time

    def ask_otherwise(self, limit_s: float) -> bool:
        """Automatic status, once, and GS r 1: for a printer with nothing to print that leaves DLE EOT unanswered.

        True when `pushed` or `queued` holds an answer.
        """
        self.clear()
        self.fault = self.fault or self._link.write(PUSH_ONCE + QUEUED_STATUS)
        return self.wait(lambda: self.pushed is not None or self.queue_answered(), limit_s)

    def ask_name(self, limit_s: float) -> str:
        """What the printer calls itself (GS I 67), at most 32 letters; empty when it does not say."""
        self.clear()
        self.fault = self.fault or self._link.write(NAME_QUESTION)
        self.wait(lambda: _name_in(self._tail) is not None, limit_s)
        name = _name_in(self._tail) or ""
        self.clear()
        return name

    def ask_full(self, limit_s: float) -> FullStatus | None:
        """DLE EOT 20 of printers with a presenter; None when no whole answer came."""
        self.clear()
        self.fault = self.fault or self._link.write(FULL_QUESTION)
        self.wait(lambda: _full_in(self._tail) is not None, limit_s)
        answer, fault = _full_in(self._tail), self.fault
        self.clear()
        self.fault = fault or self.fault
        return full_status(answer) if answer is not None else None

    def queue_answered(self) -> bool:
        """Both queued questions were answered, alike and with nothing in between: stray bytes are no answer."""
        return len(self.queued) == 2 and self.queued[0] == self.queued[1]

    def echoed(self, identity: bytes) -> bool:
        return echo(identity) in self._tail

    def wait(self, arrived: Callable[[], bool], limit_s: float) -> bool:
        """Reads until `arrived` or the limit, seconds. False also when the port failed."""
        end = time.monotonic() + limit_s
        while self.fault is None and not arrived():
            left = end - time.monotonic()
            if left <= 0:
                break
            chunk = self._link.read(left)
            if isinstance(chunk, LinkFault):
                self.fault = chunk
            else:
                self._sort(chunk)
        return arrived()

    def _sort(self, chunk: bytes) -> None:
        for byte in chunk:
            self._tail.append(byte)
            if not self._within_echo():
                self._take(byte)
        del self._tail[:-LONGEST_TAIL]

    def _within_echo(self) -> bool:
        """The last byte belongs to an echo: 37 22, four printable characters, 00."""
        for back in range(1, min(7, len(self._tail)) + 1):
            part = self._tail[-back:]
            if part[0] == 0x37 and (back < 2 or part[1] == 0x22) and all(0x20 <= b <= 0x7E for b in part[2:6]):
                return back < 7 or part[6] == 0
        return False

    def _take(self, byte: int) -> None:
        if byte in _FLOW:
            return
        if not byte & _NOT_QUEUED and not self._pushed and not self._asked_loosely():
            self.queued = [*self.queued[-2:], byte]
            return
        self.queued.clear()
        if self._pushed:
            self._pushed -= 1
            self._block += bytes([byte])
            self._note_block()
        elif self._is_answer(byte):
            self.real_time = byte
        elif byte & 0x93 == 0x10:
            self._pushed = 3  # automatic status: four bytes, of which this is the first
            self._block = bytes([byte])

    def _note_block(self) -> None:
        """Epson's fixed bits of the bytes behind the first: 4 and 7 are not set. Anything else is passed over only."""
        if not self._pushed and not any(byte & 0x90 for byte in self._block[1:]):
            self.pushed = self._block

    def _asked_loosely(self) -> bool:
        return self._loose and self._asked and self.real_time is None

    def _is_answer(self, byte: int) -> bool:
        return self._asked_loosely() if self._loose else is_real_time(byte)


def _name_in(tail: bytes | bytearray) -> str | None:
    """`5F`, up to 32 printable letters, `00`."""
    start = tail.find(0x5F)
    end = tail.find(0, start + 1)
    name = bytes(tail[start + 1 : end])
    whole = 0 <= start < end <= start + 33 and all(0x20 <= byte <= 0x7E for byte in name)
    return name.decode("ascii") if whole else None


def _full_in(tail: bytes | bytearray) -> bytes | None:
    start = tail.find(FULL_HEAD)
    answer = bytes(tail[start : start + FULL_SIZE]) if start >= 0 else b""
    return answer if len(answer) == FULL_SIZE else None
