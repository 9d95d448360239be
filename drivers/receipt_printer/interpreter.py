"""Carries out a printer's instructions one by one: sets the look, fills the line, marks the paper, owes answers.

Only what moves or marks paper becomes a mark; what must be answered once it is reached becomes an answer. A printer
that does not know the process-ID request passes over it, as its length allows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

import segno

from drivers.receipt_printer.escpos_stream import Instruction, Run, Token, Unknown
from drivers.receipt_printer.printed import Cut, Dots, Feed, Line, Look, Mark, QrCode, Span

USUAL_SPACING = 30  # dots
CHARACTER = 24
OWN_NAME = "HALL-80"
LEVELS = {48: "L", 49: "M", 50: "Q", 51: "H"}
_HARMLESS = frozenset(
    ("ESC t", "ESC R", "ESC M", "ESC -", "FS -", "FS S", "ESC  ", "ESC c", "GS L", "GS W", "CR", "CAN", "NUL")
)


class Told(Protocol):
    """The printer's sensors, as far as answers that wait their turn tell of them."""

    def queued(self) -> int: ...
    def pushed(self) -> bytes: ...


class Lips(Protocol):
    """The presenter behind the knife."""

    def push(self) -> None: ...
    def pull(self) -> None: ...


class NoLips:
    def push(self) -> None:
        return None

    def pull(self) -> None:
        return None


class Interpreter:
    """`mark` gets what the paper shows; `answer` gets the kind and the bytes of a queued answer.

    `sensors` are asked when a question is reached. `name` is what the printer calls itself.
    """

    def __init__(
        self,
        mark: Callable[[Mark], None],
        answer: Callable[[str, bytes], None],
        sensors: Told,
        lips: Lips | None = None,
    ) -> None:
        self._lips = lips or NoLips()
        self.unknown: list[str] = []
        self.name = OWN_NAME
        self._mark = mark
        self._answer = answer
        self._sensors = sensors
        self._reset(b"")

    def carry_out(self, token: Token) -> None:
        match token:
            case Run(data, chinese):
                self._spans.append(Span(data.decode("gbk" if chinese else "cp437", "replace"), self._look))
            case Unknown(data):
                self.unknown.append(data.hex(" "))
            case Instruction(name, data):
                self._instruct(name, data)

    def _instruct(self, name: str, data: bytes) -> None:
        act = _ACTS.get(name)
        if act is not None:
            act(self, data)
        elif name not in _HARMLESS and not name.startswith("DLE"):
            self.unknown.append(name)

    def _reset(self, data: bytes) -> None:
        self._look = Look()
        self._spacing = USUAL_SPACING
        self._spans: list[Span] = []
        self._module, self._level, self._stored = 3, "L", b""

    def _new_line(self, data: bytes) -> None:
        tallest = max((span.look.high for span in self._spans), default=1) * CHARACTER
        self._print(max(self._spacing, tallest))

    def _print(self, feed: int) -> None:
        spans, self._spans = tuple(self._spans), []
        self._mark(Line(spans, self._look.align, feed) if spans else Feed(feed))

    def _feed_dots(self, data: bytes) -> None:
        self._print(data[0])

    def _feed_lines(self, data: bytes) -> None:
        self._print(data[0] * self._spacing)

    def _spacing_is(self, data: bytes) -> None:
        self._spacing = data[0]

    def _usual_spacing(self, data: bytes) -> None:
        self._spacing = USUAL_SPACING

    def _align(self, data: bytes) -> None:
        self._look = replace(self._look, align=data[0] % 48 % 3)

    def _bold(self, data: bytes) -> None:
        self._look = replace(self._look, bold=bool(data[0] & 1))

    def _size(self, data: bytes) -> None:
        self._look = replace(self._look, wide=(data[0] >> 4 & 7) + 1, high=(data[0] & 7) + 1)

    def _print_mode(self, data: bytes) -> None:
        wide, high = 1 + bool(data[0] & 0x20), 1 + bool(data[0] & 0x10)
        self._look = replace(self._look, wide=wide, high=high, bold=bool(data[0] & 8))

    def _chinese_mode(self, data: bytes) -> None:
        wide, high = 1 + bool(data[0] & 0x04), 1 + bool(data[0] & 0x08)
        self._look = replace(self._look, wide=wide, high=high)

    def _raster(self, data: bytes) -> None:
        width, height = int.from_bytes(data[1:3], "little"), int.from_bytes(data[3:5], "little")
        if len(data) == 5 + width * height:
            self._mark(Dots(width, height, data[5:], self._look.align))
        else:
            self.unknown.append(f"GS v 0 of {width} by {height}")

    def _code(self, data: bytes) -> None:
        """GS ( k: pL pH cn fn parameters; cn 49 is QR."""
        kind, function, rest = data[2:3], data[3:4], data[4:]
        match (kind, function):
            case (b"1", b"C") if rest:
                self._module = max(1, min(16, rest[0]))
            case (b"1", b"E") if rest:
                self._level = LEVELS.get(rest[0], "L")
            case (b"1", b"P"):
                self._stored = rest[1:]
            case (b"1", b"Q"):
                self._draw_code()
            case (b"1", b"A"):
                pass  # the model: only the second is drawn
            case _:
                self.unknown.append(f"GS ( k {data[2:4].hex(' ')}")

    def _draw_code(self) -> None:
        text = self._stored.decode("utf-8", "replace")
        try:
            code = segno.make_qr(text, error=self._level, boost_error=False)
        except ValueError:
            self.unknown.append("GS ( k: nothing stored, or too much")
            return
        matrix = tuple(bytes(row) for row in code.matrix_iter(border=0))
        self._mark(QrCode(text, matrix, self._module, self._look.align))

    def _respond(self, data: bytes) -> None:
        """GS ( H: pL pH fn m d1 d2 d3 d4."""
        if data[2:4] == b"00" and len(data) == 8:
            self._answer("echo", b"\x37\x22" + data[4:] + b"\x00")

    def _sensor(self, data: bytes) -> None:
        self._answer("queued", bytes([self._sensors.queued()]))

    def _push(self, data: bytes) -> None:
        """GS a: automatic status is sent once when it is switched on."""
        if data[0] & 0x0F:
            self._answer("pushed", self._sensors.pushed())

    def _tell_name(self, data: bytes) -> None:
        """GS I 67."""
        if data[0] == 67:
            self._answer("name", b"_" + self.name.encode("ascii") + b"\x00")

    def _cut(self, data: bytes) -> None:
        self._mark(Cut(data[0] in (1, 49, 66, 98)))

    def _work_presenter(self, data: bytes) -> None:
        """GS e 3 pushes the cut ticket out, GS e 2 pulls it back."""
        if data[0] == 3:
            self._lips.push()
        elif data[0] == 2:
            self._lips.pull()
        else:
            self.unknown.append(f"GS e {data[0]}")

    def _old_cut(self, data: bytes) -> None:
        self._mark(Cut(True))

    def _nothing(self, data: bytes) -> None:
        """Taken care of elsewhere: the stream keeps the Chinese mode."""


_ACTS: Mapping[str, Callable[[Interpreter, bytes], None]] = {
    "LF": Interpreter._new_line,
    "FF": Interpreter._new_line,
    "ESC @": Interpreter._reset,
    "ESC J": Interpreter._feed_dots,
    "ESC d": Interpreter._feed_lines,
    "ESC 3": Interpreter._spacing_is,
    "ESC 2": Interpreter._usual_spacing,
    "ESC a": Interpreter._align,
    "ESC E": Interpreter._bold,
    "ESC G": Interpreter._bold,
    "ESC !": Interpreter._print_mode,
    "GS !": Interpreter._size,
    "FS !": Interpreter._chinese_mode,
    "FS &": Interpreter._nothing,
    "FS .": Interpreter._nothing,
    "GS v 0": Interpreter._raster,
    "GS ( k": Interpreter._code,
    "GS ( H": Interpreter._respond,
    "GS r": Interpreter._sensor,
    "ESC v": Interpreter._sensor,
    "GS a": Interpreter._push,
    "GS I": Interpreter._tell_name,
    "GS V": Interpreter._cut,
    "GS e": Interpreter._work_presenter,
    "ESC i": Interpreter._old_cut,
    "ESC m": Interpreter._old_cut,
}
