"""Takes a printer's byte stream apart into text and commands, as a printer must: incrementally, whatever the chunks.

The far end of the wire is written from the commands' descriptions (Epson's reference and the Chinese printers' manuals
[A]) and shares no code with the encoder, so that one mistake cannot hide in both. Unknown commands are told as such,
with the two bytes that were not understood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

DLE, ESC, FS, GS = 0x10, 0x1B, 0x1C, 0x1D
WIDEST, TALLEST = 128, 4095  # bytes and rows of a raster
WINDOW = 256  # bytes behind a name that are looked at to tell a command's length
_CONTROL = {0x00: "NUL", 0x09: "HT", 0x0A: "LF", 0x0C: "FF", 0x0D: "CR", 0x18: "CAN"}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters to set: ASCII, and in Chinese mode pairs of bytes."""

    data: bytes
    chinese: bool = True


@dataclass(frozen=True, slots=True)
class Instruction:
    """`name` as the manuals write it (`ESC a`, `GS ( k`); `data` is everything behind it."""

    name: str
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Unknown:
    data: bytes


Token = Run | Instruction | Unknown
# How many bytes follow the command's name, given what has arrived behind it; None while that cannot be told yet.
Length = Callable[[bytes], int | None]


def _fixed(count: int) -> Length:
    return lambda data: count


def _counted(data: bytes) -> int | None:
    """pL pH, then that many."""
    return 2 + int.from_bytes(data[:2], "little") if len(data) >= 2 else None


def _raster(data: bytes) -> int | None:
    """m xL xH yL yH behind `GS v 0`, then width times height bytes; a size beyond any head is not believed."""
    if len(data) < 5:
        return None
    width, height = int.from_bytes(data[1:3], "little"), int.from_bytes(data[3:5], "little")
    return 5 + (width * height if width <= WIDEST and height <= TALLEST else 0)


def _columns(data: bytes) -> int | None:
    """ESC *: m nL nH, then one or three bytes a column."""
    if len(data) < 3:
        return None
    return 3 + int.from_bytes(data[1:3], "little") * (3 if data[0] >= 32 else 1)


def _cut(data: bytes) -> int | None:
    return (2 if data[0] in (65, 66, 97, 98, 103, 104) else 1) if data else None


def _presenter(data: bytes) -> int | None:
    """GS e: function 32 has two bytes behind it, 3 one, the others none."""
    return {32: 3, 3: 2}.get(data[0], 1) if data else None


def _barcode(data: bytes) -> int | None:
    if len(data) < 2:
        return None
    if data[0] >= 65:
        return 2 + data[1]
    end = data.find(0, 1)
    return end + 1 if end >= 0 else (None if len(data) < WINDOW else 1)


def _beat(data: bytes) -> int | None:
    """DLE DC4: function 8 has six bytes behind it, the others two."""
    return (7 if data[0] == 8 else 3) if data else None


def _named(prefix: str, letters: str, count: int) -> dict[str, Length]:
    return {f"{prefix} {letter}": _fixed(count) for letter in letters}


_LENGTHS: dict[str, Length] = (
    _named("ESC", "@2<imvLS", 0)
    | _named("ESC", "!-3=EGJKMRTUVadert{ ", 1)
    | _named("ESC", "$\\c", 2)
    | _named("ESC", "p", 3)
    | _named("ESC", "W", 8)
    | {"ESC *": _columns}
    | _named("FS", "&.", 0)
    | _named("FS", "!-CW", 1)
    | _named("FS", "Sp", 2)
    | _named("FS", "2", 74)
    | _named("GS", ":", 0)
    | _named("GS", "!/BEHITafhrw", 1)
    | _named("GS", "$\\LPW", 2)
    | _named("GS", "^", 3)
    | {"GS V": _cut, "GS k": _barcode, "GS e": _presenter}
    | {"DLE EOT": _fixed(1), "DLE ENQ": _fixed(1), "DLE DC4": _beat}
)
_PREFIX = {ESC: "ESC", FS: "FS", GS: "GS"}
_DLE = {0x04: "DLE EOT", 0x05: "DLE ENQ", 0x14: "DLE DC4"}


class EscPosStream:
    """Holds back only an unfinished command, which is at most the biggest raster. `consumed` counts bytes told."""

    def __init__(self) -> None:
        self.consumed = 0
        self._held = bytearray()
        self._chinese = True

    @property
    def held(self) -> int:
        """Bytes that are kept of an unfinished command."""
        return len(self._held)

    def feed(self, data: bytes) -> Iterator[Token]:
        self._held += data
        while self._held:
            token, used = self._first()
            if token is None:
                return
            del self._held[:used]
            self.consumed += used
            yield token

    def _first(self) -> tuple[Token | None, int]:
        lead = self._held[0]
        if lead in _CONTROL:
            return Instruction(_CONTROL[lead]), 1
        if lead in _PREFIX or lead == DLE:
            return self._command()
        if lead < 0x20:
            return Unknown(bytes([lead])), 1
        return self._run()

    def _run(self) -> tuple[Token | None, int]:
        """Characters up to the next control byte; half a Chinese character is held back."""
        at = 0
        while at < len(self._held) and self._held[at] >= 0x20:
            width = 2 if self._chinese and self._held[at] >= 0x81 else 1
            if at + width > len(self._held):
                break
            at += width
        return (Run(bytes(self._held[:at]), self._chinese), at) if at else (None, 0)

    def _command(self) -> tuple[Token | None, int]:
        name, size = self._name()
        if name is None:
            return None, 0
        length = _LENGTHS.get(name, _counted if name.startswith("GS (") else None)
        if name == "GS v 0":
            length = _raster
        if length is None:
            return Unknown(bytes(self._held[:2])), 2
        count = length(bytes(self._held[size : size + WINDOW]))
        if count is None or len(self._held) < size + count:
            return None, 0
        self._note(name)
        return Instruction(name, bytes(self._held[size : size + count])), size + count

    def _name(self) -> tuple[str | None, int]:
        if len(self._held) < 2:
            return None, 0
        lead, letter = self._held[0], self._held[1]
        if lead == DLE:
            return _DLE.get(letter, f"DLE {letter:02x}"), 2
        name = f"{_PREFIX[lead]} {chr(letter)}"
        if name not in ("GS (", "GS v"):
            return name, 2
        return (f"{name} {chr(self._held[2])}", 3) if len(self._held) > 2 else (None, 0)

    def _note(self, name: str) -> None:
        if name in ("FS &", "FS ."):
            self._chinese = name == "FS &"
