"""Lines of the signal board's protocol. It is our own: no public one was found for such boards (docs/devices.md).

ASCII, each line `BODY*HH` and LF; HH is the XOR of the body's bytes, two digits. To the board: `?` who are you, `S`
your inputs, `O n m` output n (1 to 8) is m: 0 off, 1 on, 2 slow (1 Hz), 3 quick (4 Hz). From it: `HALL1 i o` with
the numbers of its inputs and outputs, `I 0110` its inputs from the first on (also unasked, when one changes), `K` for
an order that was obeyed, `E` for one that was not. Outputs go off when no good line has come for ten seconds, and stay
off until they are ordered again, as after a start. An order that changes nothing does not disturb a flashing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from kiosk.ports.devices.signal_board import Flash

NAME = "HALL1"
LONGEST = 64  # bytes of a line; what is longer is noise
SILENCE_S = 10.0  # after which a board switches its outputs off
MOST = 8
MODES = {Flash.OFF: 0, Flash.CONTINUOUS: 1, Flash.SLOW: 2, Flash.QUICK: 3}
_LINE = re.compile(rb"([ -)+-~]{1,60})\*([0-9A-F]{2})\r?")
_HELLO = re.compile(rf"{NAME} ([0-8]) ([0-8])")
_INPUTS = re.compile(r"I ([01]{0,8})")
_ORDER = re.compile(r"O ([1-8]) ([0-3])")
HELLO, INPUTS = "?", "S"


@dataclass(frozen=True, slots=True)
class Hello:
    inputs: int
    outputs: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """From the first on; True is high."""

    levels: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Done:
    well: bool


@dataclass(frozen=True, slots=True)
class Order:
    output: int
    mode: int


Answer = Hello | Inputs | Done


def line(body: str) -> bytes:
    wire = body.encode("ascii")
    return wire + f"*{check(wire):02X}\n".encode("ascii")


def check(body: bytes) -> int:
    return reduce(lambda one, other: one ^ other, body, 0)


def order(output: int, flash: Flash) -> str:
    return f"O {output} {MODES[flash]}"


def order_in(body: str) -> Order | None:
    found = _ORDER.fullmatch(body)
    return Order(int(found[1]), int(found[2])) if found else None


def answer_in(body: str) -> Answer | None:
    """None for what no board says."""
    if body in ("K", "E"):
        return Done(body == "K")
    if hello := _HELLO.fullmatch(body):
        return Hello(int(hello[1]), int(hello[2]))
    if inputs := _INPUTS.fullmatch(body):
        return Inputs(tuple(level == "1" for level in inputs[1]))
    return None


class LineStream:
    """Good lines out of whatever comes. Never raises; keeps at most a line's bytes."""

    def __init__(self) -> None:
        self._held = b""
        self._skipping = False  # the rest of a line that was too long
        self.spoilt = 0

    @property
    def held(self) -> int:
        return len(self._held)

    def clear(self) -> None:
        self._held, self._skipping = b"", False

    def feed(self, wire: bytes) -> Iterator[str]:
        *whole, rest = wire.split(b"\n")
        for part in whole:
            body = self._body(self._held + part)
            self.clear()
            if body is not None:
                yield body
        self._held += rest[: LONGEST + 1 - len(self._held)]
        if len(self._held) > LONGEST:
            self._held, self._skipping = b"", True

    def _body(self, part: bytes) -> str | None:
        found = None if self._skipping or len(part) > LONGEST else _LINE.fullmatch(part)
        if found is None or check(found[1]) != int(found[2], 16):
            self.spoilt += 1
            return None
        return found[1].decode("ascii")
