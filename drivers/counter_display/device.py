"""All strips of one RS-485 line as the supervisor sees them: each is told its text, and one is asked at every beat.

The line carries one question at a time. A strip that leaves two in a row unanswered is offline; it is asked on, and
shown its text again when it answers, because it may have lost its power meanwhile. One that lost it for a moment only
answers as ever: so a text is shown again from time to time. Those that are away are asked one a beat: the numbers of
others do not wait for all of them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.counter_display.codec import HOST, PING, Area, Frame, FrameStream, frame, update
from drivers.held_link import HeldLink
from drivers.serial_link import LinkFault, Opener
from kiosk.ports.devices import DeviceState, DeviceStatus

ONLINE, OFFLINE, UNKNOWN = "online", "offline", "unknown"
LONGEST = 64  # characters of a strip's text
FIRST_S = 0.012  # a question and its answer at 57600 baud, slept through: each byte alone would wake the processor


@dataclass(frozen=True, slots=True)
class Care:
    """`answer_s`: how long a strip may take; `tries`: questions before it is offline; `again_s`: seconds after which a
    text that should stand there is shown again; `keep_s`: seconds after which the strip itself drops a text that was
    not shown again, 0: never.
    """

    area: Area = field(default_factory=Area)
    charset: str = "gbk"
    answer_s: float = 0.3
    tries: int = 2
    again_s: float = 30.0
    keep_s: int = 0


class Wanted:
    """What should stand where; safe from any thread."""

    def __init__(self, counters: tuple[str, ...]) -> None:
        self._texts = dict.fromkeys(counters, "")
        self._lock = threading.Lock()

    def put(self, counter: str, text: str) -> bool:
        """Whether that is new. Control characters and what is too long are dropped."""
        clean = "".join(char for char in text if char.isprintable())[:LONGEST]
        with self._lock:
            if self._texts.get(counter, clean) == clean:
                return False
            self._texts[counter] = clean
        return True

    def of(self, counter: str) -> str:
        with self._lock:
            return self._texts[counter]


@dataclass
class _Strip:
    address: int
    shown: str | None = None  # None: not known
    state: str = UNKNOWN
    missed: int = 0
    shown_at: float = 0.0


class DisplayDevice:
    """Runs on the worker's thread; `interrupt` alone may come from another."""

    def __init__(self, opener: Opener, addresses: Mapping[str, int], wanted: Wanted, care: Care) -> None:
        self._line, self._wanted, self._care = HeldLink(opener), wanted, care
        self._strips = {counter: _Strip(address) for counter, address in addresses.items()}
        self._stream = FrameStream()
        self._turn = 0

    def open(self) -> DeviceStatus:
        """The line proves itself by the first strip that answers."""
        return self._connect() or self._round(self._strips)

    def beat(self) -> DeviceStatus:
        """Texts that changed, then those that are old, and in turn one strip of all, and one of those that are away."""
        away = [counter for counter, strip in self._strips.items() if strip.state == OFFLINE]
        here = [counter for counter in self._strips if counter not in away]
        due = [one for one in here if self._strips[one].shown != self._wanted.of(one)]
        due += [one for one in here if self._old(self._strips[one])]
        self._turn += 1
        due += [some[self._turn % len(some)] for some in (list(self._strips), away) if some]
        return self._round(list(dict.fromkeys(due)))

    def reset(self) -> DeviceStatus:
        self._stream.clear()
        return self._connect() or self._round(self._strips)

    def close(self) -> None:
        self._line.close()
        self._stream.clear()
        for strip in self._strips.values():
            strip.shown, strip.missed = None, 0

    def interrupt(self) -> None:
        self._line.interrupt()

    def _connect(self) -> DeviceStatus | None:
        fault = self._line.connect()
        return self._lost(fault) if fault is not None else None

    def _round(self, counters: list[str] | Mapping[str, object]) -> DeviceStatus:
        for counter in counters:
            fault = self._serve(counter, self._strips[counter])
            if fault is not None:
                return self._lost(fault)
        return self._judged()

    def _serve(self, counter: str, strip: _Strip) -> LinkFault | None:
        """Shows what is wanted, or asks whether it is there. A strip that was away is first asked."""
        text = self._wanted.of(counter)
        fresh = strip.state == ONLINE and (strip.shown != text or self._old(strip))
        answered = self._ask(strip.address, self._update(text) if fresh else PING)
        if isinstance(answered, LinkFault):
            return answered
        if not answered:
            self._miss(strip)
            return None
        strip.missed = 0
        if fresh:
            strip.shown, strip.shown_at = text, time.monotonic()
            return None
        was, strip.state = strip.state, ONLINE
        return self._serve(counter, strip) if was != ONLINE or strip.shown != text else None

    def _old(self, strip: _Strip) -> bool:
        return bool(strip.shown) and time.monotonic() - strip.shown_at >= self._care.again_s

    def _update(self, text: str) -> bytes:
        return update(self._encoded(text), self._care.area, self._care.keep_s)

    def _miss(self, strip: _Strip) -> None:
        strip.missed += 1
        if strip.missed >= self._care.tries:
            strip.state, strip.shown = OFFLINE, None

    def _ask(self, address: int, data: bytes) -> bool | LinkFault:
        """Whether the strip answered, with anything that is a whole frame of its own."""
        link = self._line.link
        self._stream.clear()
        fault = link.clear() or link.write(frame(address, data))
        if fault is not None:
            return fault
        end = time.monotonic() + self._care.answer_s
        time.sleep(min(FIRST_S, self._care.answer_s / 4))
        while (left := end - time.monotonic()) > 0:
            chunk = link.read(left)
            if isinstance(chunk, LinkFault):
                return chunk
            if any(_answers(found, address) for found in self._stream.feed(chunk)):
                return True
        return False

    def _encoded(self, text: str) -> bytes:
        """An empty text is one blank: whether a strip takes none at all is not known."""
        return (text or " ").encode(self._care.charset, "replace")

    def _judged(self) -> DeviceStatus:
        states = [strip.state for strip in self._strips.values()]
        if ONLINE in states or not states:
            away = OFFLINE in states
            return DeviceStatus(DeviceState.ONLINE, "strips_away" if away else "", details=self._details())
        return DeviceStatus(DeviceState.OFFLINE, "silent", details=self._details())

    def _lost(self, fault: LinkFault) -> DeviceStatus:
        for strip in self._strips.values():
            strip.state, strip.shown = UNKNOWN, None
        return DeviceStatus(fault.state, fault.value, details=self._details())

    def _details(self) -> tuple[tuple[str, str], ...]:
        return tuple((f"strip {counter}", strip.state) for counter, strip in self._strips.items())


def _answers(found: Frame, address: int) -> bool:
    """The two addresses swapped; never our own question, which an RS-485 adapter may give back."""
    return (found.to, found.sender) == (HOST, address)
