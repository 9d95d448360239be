"""What comes out of a scanner's bytes whatever engine sent them: codes, answers, wrecks.

AIM identifiers (ISO/IEC 15424): `]Q1`, `]C0` and the like; that engines send them so is not confirmed [C].
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.ports.devices.code_scanner import ScanFailure, Symbology


@dataclass(frozen=True, slots=True)
class Code:
    payload: bytes = field(repr=False)
    symbology: Symbology = Symbology.UNKNOWN


@dataclass(frozen=True, slots=True)
class Answer:
    """The engine's own word about a command; `well` false: it refuses."""

    well: bool


@dataclass(frozen=True, slots=True)
class Spoilt:
    """Something that began as a code and is none."""

    failure: ScanFailure


@dataclass(frozen=True, slots=True)
class Owed:
    """What the engine waits to hear about what it sent."""

    wire: bytes


Event = Code | Answer | Spoilt | Owed


class Stream(Protocol):
    """Takes whatever a line delivers, split or glued. Keeps no more than a bound."""

    def feed(self, data: bytes) -> list[Event]: ...

    def clear(self) -> None:
        """Forgets what has arrived; its memory is overwritten first, because it may be half a person's token."""

    @property
    def held(self) -> int:
        """Bytes kept for something to come."""

    @property
    def partial(self) -> bool:
        """Something has begun and not ended."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How codes look on the line: `suffix` ends one, `longest` in bytes, `aim`: each begins with ]xn; `prefix`: what
    the engine was told to put before that.
    """

    suffix: bytes = b"\r"
    longest: int = 4096
    aim: bool = False
    prefix: bytes = b""


class EngineName(StrEnum):
    LINE = "line"
    NEWLAND_OLD = "newland_old"
    NEWLAND = "newland"
    HONEYWELL = "honeywell"
    SSI = "ssi"


@dataclass(frozen=True, slots=True)
class Engine:
    """The three things that are said to an engine, each of which it answers; empty: it takes no commands.

    `hello` proves what it is, `awake` lets it look for a code, `asleep` ends that.
    """

    name: EngineName
    stream: Callable[[Shape], Stream]
    hello: bytes = b""
    awake: bytes = b""
    asleep: bytes = b""


# AIM identifiers: the letter behind "]" (the values of the digit differ by engine and are not looked at).
AIM = {
    ord("Q"): Symbology.QR,
    ord("C"): Symbology.CODE_128,
    ord("E"): Symbology.EAN,
    ord("d"): Symbology.DATA_MATRIX,
    ord("L"): Symbology.PDF_417,
}
AIM_SIZE = 3


def code_of(sent: bytes, shape: Shape) -> Code:
    """Without what is the scanner's and not the code's. One that comes without the prefix is whole as it is."""
    payload = sent.removeprefix(shape.prefix)
    if not shape.aim or len(payload) < AIM_SIZE or payload[:1] != b"]":
        return Code(payload)
    return Code(payload[AIM_SIZE:], AIM.get(payload[1], Symbology.UNKNOWN))
