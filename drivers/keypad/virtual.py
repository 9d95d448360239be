"""The pad's own end of the line: fingers on its keys, as a serial pad or as the kernel tells of a keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum

from drivers.far_end.faults import Answer, FaultBox
from drivers.keypad import codec, input_events
from drivers.keypad.codec import Move, Stroke
from kiosk.ports.devices.keypad import PadKey

REPEAT_S = 0.05  # how often a held key says so
BETWEEN_S = 0.18  # two presses of a quick hand


class Form(StrEnum):
    SERIAL = "serial"
    KEYBOARD = "keyboard"


class VirtualPad:
    """`send` takes wire bytes and seconds after which they leave."""

    def __init__(self, send: Callable[[bytes, float], None]) -> None:
        self.faults = FaultBox()
        self.form = Form.SERIAL
        self.pressed = 0
        self._send = send
        self._freed: threading.Event | None = None

    def press(self, keys: list[PadKey], between_s: float = BETWEEN_S) -> None:
        """One after the other, as a hand does."""
        for number, key in enumerate(keys):
            self.pressed += 1
            self._say(self.wire_of(key), number * between_s)

    def stick(self, key: PadKey) -> None:
        """The key goes down and stays, until `free`."""
        self.free()
        freed = self._freed = threading.Event()
        threading.Thread(target=self._repeat, args=(key, freed), name="stuck-key", daemon=True).start()

    def free(self) -> None:
        if self._freed is not None:
            self._freed.set()
            self._freed = None

    def wire_of(self, key: PadKey) -> bytes:
        if self.form is Form.SERIAL:
            return codec.wire_of(key)
        return b"".join(input_events.wire_of(Stroke(key, move)) for move in (Move.DOWN, Move.UP))

    def _repeat(self, key: PadKey, freed: threading.Event) -> None:
        self._say(self._held(key, Move.DOWN), 0.0)
        while not freed.wait(REPEAT_S):
            self._say(self._held(key, Move.HELD), 0.0)

    def _held(self, key: PadKey, move: Move) -> bytes:
        serial = self.form is Form.SERIAL
        return codec.wire_of(key) if serial else input_events.wire_of(Stroke(key, move))

    def _say(self, wire: bytes, after_s: float) -> None:
        bent = self.faults.bend(Answer("key", wire))
        if bent:
            self._send(bent, after_s)
