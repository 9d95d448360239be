"""The one place where identities are made: UUIDv7 (RFC 9562, 5.7), ordered within a process.

The ordering survives a wall clock that is set back: within one millisecond, and while the clock lags behind the last
identity, the 74 random bits count upward instead (RFC 9562, 6.2, method 2).
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

_TAIL_BITS = 74  # rand_a and rand_b together
_STEP_BITS = 32  # a random step keeps the next identity unguessable
_RAND_B = (1 << 62) - 1
_DRAWN = 2048  # bytes a time: every draw is a call into the kernel that lets another thread have the interpreter


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


class RandomBits:
    """The kernel's random bits, drawn for many identities at once. A forked child draws its own."""

    def __init__(self) -> None:
        self._left = b""
        os.register_at_fork(after_in_child=self._forget)

    def __call__(self, bits: int) -> int:
        """Not safe from several threads."""
        size = (bits + 7) // 8
        if len(self._left) < size:
            self._left = os.urandom(_DRAWN)
        taken, self._left = self._left[:size], self._left[size:]
        return int.from_bytes(taken) >> (size * 8 - bits)

    def _forget(self) -> None:
        self._left = b""


class Uuid7:
    """Implements `kiosk.ports.clock.Identities`. `wall_ms` and `random_bits` can be injected; safe from any thread."""

    def __init__(self, wall_ms: Callable[[], int] = _wall_ms, random_bits: Callable[[int], int] | None = None) -> None:
        self._wall_ms = wall_ms
        self._random_bits = random_bits or RandomBits()
        self._guard = threading.Lock()
        self._ms = 0
        self._tail = 0

    def new(self) -> str:
        """36 characters, greater as text than every identity this object made before."""
        with self._guard:
            self._advance(self._wall_ms())
            return written(self._ms, self._tail)

    def _advance(self, now_ms: int) -> None:
        if now_ms > self._ms:
            self._ms, self._tail = now_ms, self._random_bits(_TAIL_BITS - 1)
            return
        self._tail += 1 + self._random_bits(_STEP_BITS)
        if self._tail >> _TAIL_BITS:
            self._ms, self._tail = self._ms + 1, self._random_bits(_TAIL_BITS - 1)


def written(ms: int, tail: int) -> str:
    """The text of a UUIDv7 from its 48-bit milliseconds and its 74 other bits."""
    value = (ms << 80) | (0x7 << 76) | ((tail >> 62) << 64) | (0b10 << 62) | (tail & _RAND_B)
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
