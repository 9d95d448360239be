"""Codes that end with a suffix [A, the manuals of all makers], and an engine's answers among them.

No byte of a character of UTF-8 or GB18030 beyond its first is a CR or LF, so the suffix is found without decoding.
What grows beyond the longest code is told once, overwritten, and passed over up to the next suffix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drivers.code_scanner.codec import Answer, Event, Shape, Spoilt, code_of
from kiosk.ports.devices.code_scanner import ScanFailure

CHUNK = 4096
SLACK = 512  # the longest answer of any engine, bytes


@dataclass(frozen=True, slots=True)
class Found:
    """An answer at the beginning: `size` bytes, 0 while it may still become one. `answer` None: no real one."""

    size: int
    answer: Answer | None = None


Finder = Callable[[bytearray], Found | None]  # None: no answer begins here


def no_answers(held: bytearray) -> Found | None:
    return None


class LineStream:
    def __init__(self, shape: Shape, finder: Finder = no_answers) -> None:
        self._shape = shape
        self._finder = finder
        self._held = bytearray()
        self._overlong = False

    @property
    def held(self) -> int:
        return len(self._held)

    @property
    def partial(self) -> bool:
        return bool(self._held) or self._overlong

    def clear(self) -> None:
        self._drop(len(self._held))
        self._overlong = False

    def feed(self, data: bytes) -> list[Event]:
        events: list[Event] = []
        for start in range(0, len(data), CHUNK):
            self._held += data[start : start + CHUNK]
            while self._step(events):
                pass
        return events

    def _step(self, events: list[Event]) -> bool:
        """False when more must arrive first."""
        if not self._held:
            return False
        found = None if self._overlong else self._finder(self._held)
        if found is None:
            return self._line(events)
        if found.size == 0:
            return False
        if found.answer is not None:
            events.append(found.answer)
        self._drop(found.size)
        return True

    def _line(self, events: list[Event]) -> bool:
        at = self._held.find(self._shape.suffix)
        if at < 0:
            return self._unended(events)
        if self._overlong:
            self._overlong = False
        elif at > self._longest:
            events.append(Spoilt(ScanFailure.CODE_TOO_LONG))
        else:
            self._whole(bytes(self._held[:at]), events)
        self._drop(at + len(self._shape.suffix))
        return True

    @property
    def _longest(self) -> int:
        return self._shape.longest

    def _whole(self, payload: bytes, events: list[Event]) -> None:
        payload = payload.lstrip(b"\r\n")  # of a scanner that sends CR LF where one was agreed upon
        if payload:
            events.append(code_of(payload, self._shape))

    def _unended(self, events: list[Event]) -> bool:
        if bytes(self._held[:2]) in (b"\n", b"\r") and not self._shape.suffix.startswith(self._held[:1]):
            self._drop(1)
            return False
        if len(self._held) > self._longest + len(self._shape.suffix) and not self._overlong:
            events.append(Spoilt(ScanFailure.CODE_TOO_LONG))
            self._overlong = True
        if self._overlong:
            self._drop(len(self._held) - (len(self._shape.suffix) - 1))
        return False

    def _drop(self, count: int) -> None:
        self._held[:count] = bytes(count)
        del self._held[:count]
