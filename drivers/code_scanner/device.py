"""The scanner as the supervisor sees it: it looks while somebody waits for a code, and sleeps otherwise.

What comes while nobody waits is dropped, and what waited in the line when somebody begins to wait is dropped too: it
may be the code of the person before. An engine that takes commands is asked again and again, so that its silence is
noticed; a plain line cannot be asked, and is `unknown` until its first code.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.code_scanner.codec import Answer, Code, Engine, Event, Owed, Shape, Spoilt
from drivers.code_scanner.wish import Outcome, Wish
from drivers.code_text import AUTO, text_of
from drivers.held_link import HeldLink
from drivers.rate import Bound, Rate
from drivers.serial_link import LinkFault, Opener
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.code_scanner import Scan, ScanFailure


@dataclass(frozen=True, slots=True)
class Care:
    """Times in seconds. `cut`: a pause inside a code that ends it; `ask_again`: how often an engine proves itself;
    `rest`: between two looks at the line while nobody waits for a code."""

    shape: Shape = field(default_factory=Shape)
    charsets: tuple[str, ...] = AUTO
    bound: Bound = field(default_factory=Bound)
    answer_s: float = 0.6
    cut_s: float = 0.5
    listen_s: float = 0.4
    ask_again_s: float = 3.0
    rest_s: float = 1.0


class ScannerDevice:
    """Runs on the worker's thread; `interrupt` alone may come from another. `count` hears what was dropped and why."""

    def __init__(
        self, opener: Opener, engine: Engine, wish: Wish, care: Care, count: Callable[[str], None] = lambda word: None
    ) -> None:
        self._line, self._engine, self._wish = HeldLink(opener), engine, wish
        self._care, self._count = care, count
        self._stream = engine.stream(care.shape)
        self._rate = Rate(care.bound)
        self._serving = 0  # the wish that is being looked for; 0: none
        self._beginning = 0  # the wish for which it is told to look; its code may come in one piece with the answer
        self._asked_at = self._heard_at = 0.0
        self._known = False  # that it is a scanner: it answered, or gave a code

    def open(self) -> DeviceStatus:
        """An engine with commands proves by its answer what it is; a plain line proves nothing."""
        return self._connect() or self._ask(self._engine.hello) or self._judged()

    def reset(self) -> DeviceStatus:
        self._stream.clear()
        return self._connect() or self._ask(self._engine.asleep) or self._judged()

    def close(self) -> None:
        self._line.close()
        self._stream.clear()
        self._serving, self._known = 0, False

    def interrupt(self) -> None:
        self._line.interrupt()

    @property
    def rest_s(self) -> float:
        """A code that has begun and has not ended is looked after at once."""
        return 0.0 if self._wish.pending or self._serving or self._stream.partial else self._care.rest_s

    def beat(self) -> DeviceStatus:
        if not self._wish.pending:
            return self._rest()
        if self._serving != self._wish.number:
            return self._begin()
        return self._keep_alive(self._engine.awake) or self._listen(self._care.listen_s)

    def _begin(self) -> DeviceStatus:
        """What came before somebody waited is not theirs, nor is the rest of a code that had begun to come."""
        number = self._wish.number
        status = self._listen(0.0)
        if status.device is not DeviceState.ONLINE or self._stream.partial:
            return status
        self._beginning = number
        refused = self._ask(self._engine.awake)
        self._beginning = 0
        if refused:
            self._serving = 0
        elif not self._engine.awake:
            self._serving = number
        if not refused:
            self._count("looks")
        return refused or self._judged()

    def _rest(self) -> DeviceStatus:
        was, self._serving = self._serving, 0
        if was:
            self._asked_at = 0.0
        return self._keep_alive(self._engine.asleep) or self._listen(0.0)

    def _keep_alive(self, words: bytes) -> DeviceStatus | None:
        due = time.monotonic() - self._asked_at >= self._care.ask_again_s
        return self._ask(words) if due and not self._stream.partial else None

    def _connect(self) -> DeviceStatus | None:
        fault = self._line.connect()
        return _lost(fault) if fault is not None else None

    def _ask(self, words: bytes) -> DeviceStatus | None:
        """None when it answered well, or takes no commands."""
        self._asked_at = time.monotonic()
        if not words:
            return None
        fault = self._line.link.write(words)
        if fault is not None:
            return _lost(fault)
        return self._await_answer(self._asked_at + self._care.answer_s)

    def _await_answer(self, end: float) -> DeviceStatus | None:
        answer, came = None, False
        while answer is None and (left := end - time.monotonic()) > 0:
            chunk = self._line.link.read(left)
            if isinstance(chunk, LinkFault):
                return _lost(chunk)
            came = came or bool(chunk)
            answer = self._take(chunk)
        if answer is None:
            return self._not_judged(DeviceState.OFFLINE, "garbled" if came else "silent")
        self._known = True
        return None if answer.well else self._not_judged(DeviceState.HARDWARE_ERROR, "command_refused")

    def _listen(self, limit_s: float) -> DeviceStatus:
        """Until somebody is served, `limit_s` is over, or more came than one look may cost."""
        end, left = time.monotonic() + limit_s, self._care.bound.size
        while True:
            chunk = self._line.link.read(max(0.0, end - time.monotonic()))
            if isinstance(chunk, LinkFault):
                return _lost(chunk)
            self._take(chunk)
            left -= len(chunk)
            if not chunk or left <= 0 or time.monotonic() >= end:
                break
        self._notice_a_cut()
        return self._judged()

    def _take(self, chunk: bytes) -> Answer | None:
        now = time.monotonic()
        answer = None
        if chunk:
            self._heard_at = now
            self._rate.heard(len(chunk), now)
        for event in self._stream.feed(chunk):
            if isinstance(event, Answer):
                answer = event
                self._serving = self._beginning if event.well and self._beginning else self._serving
            else:
                self._event(event, now)
        return answer

    def _event(self, event: Event, now: float) -> None:
        match event:
            case Owed():
                self._line.link.write(event.wire)
            case Code():
                self._known = True
                self._rate.code(now)
                self._give(self._outcome(event))
            case Spoilt():
                self._rate.code(now)
                self._give(event.failure)

    def _outcome(self, code: Code) -> Outcome:
        text = text_of(code.payload, self._care.charsets)
        return ScanFailure.NOT_TEXT if text is None else Scan(text, code.symbology)

    def _give(self, outcome: Outcome) -> None:
        """To whom it was looked for, or to nobody."""
        number, self._serving = self._serving, 0
        if self._rate.flooding(time.monotonic()):
            self._count("flooded")
        elif not number or not self._wish.answer(outcome, number):
            self._count("unasked")
        else:
            self._count(outcome.value if isinstance(outcome, ScanFailure) else "codes")
            self._asked_at = 0.0

    def _notice_a_cut(self) -> None:
        if self._stream.partial and time.monotonic() - self._heard_at >= self._care.cut_s:
            self._stream.clear()
            self._give(ScanFailure.CODE_CUT)

    def _judged(self) -> DeviceStatus:
        if self._rate.flooding(time.monotonic()):
            self._stream.clear()
            self._wish.answer(ScanFailure.SCANNER_FAULT)
            return self._not_judged(DeviceState.HARDWARE_ERROR, "flooding")
        looks = "on" if self._serving else "off"
        always = "on" if self._known else "unknown"
        return DeviceStatus(DeviceState.ONLINE, details=(("scanner", looks if self._engine.awake else always),))

    def _not_judged(self, state: DeviceState, reason: str) -> DeviceStatus:
        self._serving = 0
        return DeviceStatus(state, reason, details=(("scanner", "inoperative"),))


def _lost(fault: LinkFault) -> DeviceStatus:
    return DeviceStatus(fault.state, fault.value, details=(("scanner", "unknown"),))
