"""The board's own end of the line: four lights, two inputs, and a watch over whoever should be heard."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from drivers.far_end.faults import Answer, FaultBox
from drivers.signal_board.codec import HELLO, INPUTS, NAME, SILENCE_S, LineStream, line, order_in

OUTPUTS, LEVELS = 4, 2


class VirtualBoard:
    """`send` takes wire bytes; `told` hears that a light changed."""

    def __init__(
        self,
        send: Callable[[bytes], None],
        told: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.faults = FaultBox()
        self._send = send
        self._told = told
        self._clock = clock
        self._lock = threading.Lock()
        self._stream = LineStream()
        self.restart()

    def restart(self) -> None:
        with self._lock:
            self._modes = [0] * OUTPUTS
            self._levels = [False] * LEVELS
            self._heard_at = self._clock()
            self._stream.clear()

    @property
    def held(self) -> int:
        return self._stream.held

    @property
    def modes(self) -> list[int]:
        """Of the outputs, from the first on; all off when nobody was heard for ten seconds."""
        with self._lock:
            self._darken_alone()
            return list(self._modes)

    def _darken_alone(self) -> None:
        if self._clock() - self._heard_at > SILENCE_S:
            self._modes = [0] * OUTPUTS

    @property
    def levels(self) -> list[bool]:
        with self._lock:
            return list(self._levels)

    def set_level(self, number: int, high: bool) -> None:
        """An input changes, and is told unasked."""
        with self._lock:
            self._levels[number - 1] = high
        self._say("inputs", self._inputs())

    def received(self, data: bytes) -> None:
        for body in self._stream.feed(data):
            with self._lock:
                self._darken_alone()
                self._heard_at = self._clock()
            self._obey(body)

    def _obey(self, body: str) -> None:
        if body == HELLO:
            self._say("hello", f"{NAME} {LEVELS} {OUTPUTS}")
        elif body == INPUTS:
            self._say("inputs", self._inputs())
        else:
            self._order(body)

    def _order(self, body: str) -> None:
        found = order_in(body)
        if found is None or found.output > OUTPUTS:
            self._say("done", "E")
            return
        with self._lock:
            self._modes[found.output - 1] = found.mode
        self._say("done", "K")
        self._told()

    def _inputs(self) -> str:
        return "I " + "".join("1" if level else "0" for level in self._levels)

    def _say(self, kind: str, body: str) -> None:
        bent = self.faults.bend(Answer(kind, line(body)))
        if bent:
            self._send(bent)
