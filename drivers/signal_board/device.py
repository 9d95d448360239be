"""The board as the supervisor sees it: asked who it is, then for its inputs at every beat; lights as they are wanted.

The question for the inputs is also the sign of life without which the board switches its lights off. Lights that are on
are ordered again every few seconds: a board that started anew in between has forgotten them, and says nothing of it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from drivers.held_link import HeldLink
from drivers.serial_link import LinkFault, Opener
from drivers.signal_board.codec import (
    HELLO,
    INPUTS,
    Answer,
    Done,
    Hello,
    Inputs,
    LineStream,
    answer_in,
    line,
    order,
)
from kiosk.ports.devices import NOT_SUPPORTED, DeviceState, DeviceStatus
from kiosk.ports.devices.signal_board import Flash, Light

A = TypeVar("A", Hello, Inputs, Done)
DOOR, OPEN, CLOSED, UNKNOWN = "door", "open", "closed", "unknown"
DOOR_OPEN = "door_open"
# Question and shortest answer at 9600 baud, and what may be left of a longer one: slept through, because each byte that
# comes alone would wake the processor.
FIRST_S, REST_S = 0.02, 0.008


@dataclass(frozen=True, slots=True)
class Wiring:
    """Outputs by light; `door` is an input, 0 for none, and `open_is_high` its level while the door is open.

    Seconds: `answer_s` for an answer; `again_s` after which a light that is on is ordered once more.
    """

    outputs: Mapping[Light, int] = field(default_factory=lambda: {Light.CARD: 1, Light.TICKET: 2, Light.SCANNER: 3})
    door: int = 1
    open_is_high: bool = True
    answer_s: float = 0.4
    again_s: float = 5.0


class Wanted:
    """How the lights should be; safe from any thread."""

    def __init__(self) -> None:
        self._lights = dict.fromkeys(Light, Flash.OFF)
        self._lock = threading.Lock()

    def put(self, light: Light, flash: Flash) -> bool:
        """Whether that is new."""
        with self._lock:
            new = self._lights[light] is not flash
            self._lights[light] = flash
        return new

    def all(self) -> dict[Light, Flash]:
        with self._lock:
            return dict(self._lights)


class SignalDevice:
    """Runs on the worker's thread; `interrupt` alone may come from another."""

    def __init__(self, opener: Opener, wiring: Wiring, wanted: Wanted) -> None:
        self._line, self._wiring, self._wanted = HeldLink(opener), wiring, wanted
        self._stream = LineStream()
        self._lit: dict[Light, Flash] = {}
        self._inputs: tuple[bool, ...] = ()
        self._again_at = 0.0

    def open(self) -> DeviceStatus:
        """A board proves itself by its name, and by having the lines that it should have."""
        refused = self._connect()
        if refused is not None:
            return refused
        hello = self._ask(HELLO, Hello)
        if not isinstance(hello, Hello):
            return self._failed(hello)
        lacking = self._wiring.door > hello.inputs or max(self._wiring.outputs.values(), default=0) > hello.outputs
        return DeviceStatus(DeviceState.HARDWARE_ERROR, "too_few_lines") if lacking else self.beat()

    def beat(self) -> DeviceStatus:
        inputs = self._ask(INPUTS, Inputs)
        if not isinstance(inputs, Inputs):
            return self._failed(inputs)
        self._inputs = inputs.levels
        self._doubt()
        for light, flash in self._wanted.all().items():
            output = self._wiring.outputs.get(light, 0)
            if output and self._lit.get(light) is not flash:
                done = self._ask(order(output, flash), Done)
                if not isinstance(done, Done):
                    return self._failed(done)
                if not done.well:
                    return DeviceStatus(DeviceState.HARDWARE_ERROR, "order_refused", details=self._door())
                self._lit[light] = flash
        return self._judged()

    def _doubt(self) -> None:
        """Nothing has to be said of lights that are off: so they are after a start, too."""
        now = time.monotonic()
        if now >= self._again_at:
            self._again_at = now + self._wiring.again_s
            self._lit = {light: flash for light, flash in self._lit.items() if flash is Flash.OFF}

    def reset(self) -> DeviceStatus:
        self._stream.clear()
        self._lit.clear()
        return self._connect() or self.beat()

    def close(self) -> None:
        self._line.close()
        self._stream.clear()
        self._lit.clear()
        self._inputs = ()

    def interrupt(self) -> None:
        self._line.interrupt()

    def _connect(self) -> DeviceStatus | None:
        fault = self._line.connect()
        return self._failed(fault) if fault is not None else None

    def _ask(self, body: str, kind: type[A]) -> A | LinkFault | None:
        """None when no such answer came in time; inputs that are told unasked are noted on the way."""
        link = self._line.link
        fault = link.clear() or link.write(line(body))
        if fault is not None:
            return fault
        self._stream.clear()
        end = time.monotonic() + self._wiring.answer_s
        time.sleep(min(FIRST_S, self._wiring.answer_s / 4))
        while (left := end - time.monotonic()) > 0:
            chunk = link.read(left)
            if isinstance(chunk, LinkFault):
                return chunk
            for told in self._answers(chunk):
                if isinstance(told, kind):
                    return told
            if self._stream.held:
                time.sleep(REST_S)
        return None

    def _answers(self, chunk: bytes) -> list[Answer]:
        answers = [told for body in self._stream.feed(chunk) if (told := answer_in(body)) is not None]
        for told in answers:
            if isinstance(told, Inputs):
                self._inputs = told.levels
        return answers

    def _judged(self) -> DeviceStatus:
        door = self._door()
        if dict(door)[DOOR] == OPEN:
            return DeviceStatus(DeviceState.USER_ERROR, DOOR_OPEN, details=door)
        return DeviceStatus(DeviceState.ONLINE, details=door)

    def _door(self) -> tuple[tuple[str, str], ...]:
        wired = self._wiring.door
        if not wired:
            return ((DOOR, NOT_SUPPORTED),)
        if wired > len(self._inputs):
            return ((DOOR, UNKNOWN),)
        opened = self._inputs[wired - 1] is self._wiring.open_is_high
        return ((DOOR, OPEN if opened else CLOSED),)

    def _failed(self, fault: LinkFault | None) -> DeviceStatus:
        """After a failure nobody knows how the lights are, nor the door."""
        self._lit.clear()
        self._inputs = ()
        if fault is None:
            return DeviceStatus(DeviceState.OFFLINE, "silent", details=self._door())
        return DeviceStatus(fault.state, fault.value, details=self._door())
