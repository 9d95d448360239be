"""The pad as the supervisor sees it: opened, proved where it can be, and listened to.

One look lasts as long as nothing comes, so that a pressed key is heard at once and a quiet pad costs nothing. A serial
pad cannot be asked anything: until its first key it is `unknown` and not believed to be one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.keypad.codec import Strokes
from drivers.keypad.pace import Pace, PaceLimits
from drivers.serial_link import Link, LinkFault
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.keypad import PadKey

DETAIL = "keypad"


@dataclass(frozen=True, slots=True)
class PadLine:
    """A link and what reads it; `proved`: that it is a pad was asked of the kernel."""

    link: Link
    strokes: Strokes
    proved: bool


PadOpener = Callable[[], PadLine | LinkFault]


@dataclass(frozen=True, slots=True)
class Care:
    """`listen_s`: seconds of one look while nothing comes."""

    pace: PaceLimits = field(default_factory=PaceLimits)
    listen_s: float = 1.0


class PadDevice:
    """Runs on the worker's thread; `interrupt` alone may come from another. `give` gets each press, `count` a word for
    what was dropped."""

    def __init__(
        self,
        opener: PadOpener,
        give: Callable[[PadKey], None],
        care: Care,
        count: Callable[[str], None] = lambda word: None,
    ) -> None:
        self._opener, self._give, self._care, self._count = opener, give, care, count
        self._pace = Pace(care.pace)
        self._line: PadLine | None = None
        self._known = False

    def open(self) -> DeviceStatus:
        """What was pressed before nobody waited for: it is dropped."""
        if self._line is None:
            line = self._opener()
            if isinstance(line, LinkFault):
                return _lost(line)
            self._line, self._known = line, line.proved
        fault = self._line.link.clear()
        return _lost(fault) if fault is not None else self._judged()

    def reset(self) -> DeviceStatus:
        if self._line is not None:
            self._line.strokes.clear()
        return self.open()

    def close(self) -> None:
        line, self._line = self._line, None
        self._known = False
        self._pace = Pace(self._care.pace)
        if line is not None:
            line.link.close()

    def interrupt(self) -> None:
        line = self._line
        if line is not None:
            line.link.interrupt()

    def beat(self) -> DeviceStatus:
        if self._line is None:
            raise RuntimeError("the pad was used before it was opened")
        chunk = self._line.link.read(self._care.listen_s)
        if isinstance(chunk, LinkFault):
            return _lost(chunk)
        if chunk:
            self._take(chunk, self._line.strokes)
        else:
            self._pace.quiet()
        return self._judged()

    def _take(self, chunk: bytes, strokes: Strokes) -> None:
        now = time.monotonic()
        self._pace.heard(len(chunk), now)
        for stroke in strokes.feed(chunk):
            self._known = True
            key = self._pace.pressed(stroke, now)
            if key is not None and not self._pace.trouble(now):
                self._count("keys")
                self._give(key)

    def _judged(self) -> DeviceStatus:
        trouble = self._pace.trouble(time.monotonic())
        if trouble:
            return DeviceStatus(DeviceState.HARDWARE_ERROR, trouble, details=((DETAIL, "inoperative"),))
        return DeviceStatus(DeviceState.ONLINE, details=((DETAIL, "on" if self._known else "unknown"),))


def _lost(fault: LinkFault) -> DeviceStatus:
    return DeviceStatus(fault.state, fault.value, details=((DETAIL, "unknown"),))
