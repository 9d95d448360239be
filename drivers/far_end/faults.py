"""What can go wrong between a device and its host, as small values: each bends one answer on its way out.

A device sends every answer through its `FaultBox`; it knows nothing of what happens there. A fault lasts for a number
of answers or until it is lifted.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """`kind` names what is answered (find, read, status, echo, ...), so that a fault can pick its victim."""

    kind: str
    wire: bytes


class Fault(Protocol):
    @property
    def name(self) -> str: ...

    def bend(self, answer: Answer) -> bytes:
        """The bytes that really go out; nothing for an answer that is swallowed."""


@dataclass(frozen=True, slots=True)
class Silence:
    """The device gives no answer."""

    name: str = "silence"

    def bend(self, answer: Answer) -> bytes:
        return b""


@dataclass(frozen=True, slots=True)
class Noise:
    """Stray bytes before the answer, or within it (where they spoil it). Reproducible from its seed."""

    inside: bool = False
    count: int = 7
    seed: int = 1
    name: str = "noise"

    def bend(self, answer: Answer) -> bytes:
        stray = stray_bytes(self.count, self.seed)
        middle = len(answer.wire) // 2 if self.inside else 0
        return answer.wire[:middle] + stray + answer.wire[middle:]


def stray_bytes(count: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(count)


@dataclass(frozen=True, slots=True)
class WrongChecksum:
    """The last byte is not what it should be."""

    name: str = "wrong_checksum"

    def bend(self, answer: Answer) -> bytes:
        return answer.wire[:-1] + bytes([answer.wire[-1] ^ 0xFF])


@dataclass(frozen=True, slots=True)
class CutFrame:
    """Only the first `keep` bytes leave the device."""

    keep: int = 40
    name: str = "cut_frame"

    def bend(self, answer: Answer) -> bytes:
        return answer.wire[: self.keep]


@dataclass(frozen=True, slots=True)
class Glued:
    """The answer comes twice, without a gap."""

    name: str = "glued"

    def bend(self, answer: Answer) -> bytes:
        return answer.wire * 2


@dataclass(frozen=True, slots=True)
class OtherBytes:
    """Some bytes at a place of the answer are others: a length that cannot be."""

    at: int
    wire: bytes
    name: str = "wrong_length"

    def bend(self, answer: Answer) -> bytes:
        return answer.wire[: self.at] + self.wire + answer.wire[self.at + len(self.wire) :]


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """The device answers with something else."""

    wire: bytes
    name: str = "status_code"

    def bend(self, answer: Answer) -> bytes:
        return self.wire


@dataclass
class _Active:
    fault: Fault
    kinds: frozenset[str]  # empty for every kind
    left: int | None  # answers it still bends; None until lifted


@dataclass
class FaultBox:
    """The faults a device has now, in the order in which they were put in. Safe from any thread.

    `told` hears when one has bent the last of its answers, so that nobody goes on showing it.
    """

    _active: list[_Active] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    told: Callable[[str], None] = lambda what: None

    def put(self, fault: Fault, kinds: frozenset[str] = frozenset(), times: int | None = None) -> None:
        with self._lock:
            self._active.append(_Active(fault, kinds, times))

    def lift(self, name: str | None = None) -> None:
        """Lifts the faults of that name; None lifts all."""
        with self._lock:
            self._active = [active for active in self._active if name is not None and active.fault.name != name]

    def names(self) -> list[str]:
        with self._lock:
            return [active.fault.name for active in self._active]

    def bend(self, answer: Answer) -> bytes:
        with self._lock:
            before = len(self._active)
            for active in tuple(self._active):
                if active.kinds and answer.kind not in active.kinds:
                    continue
                answer = Answer(answer.kind, active.fault.bend(answer) if answer.wire else b"")
                self._count(active)
            over = len(self._active) < before
        if over:
            self.told("fault_over")
        return answer.wire

    def _count(self, active: _Active) -> None:
        if active.left is not None:
            active.left -= 1
            if active.left <= 0:
                self._active.remove(active)
