"""The virtual code scanner on the bench: codes to hold before it, and what it or its line can do wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from drivers.code_scanner.codec import EngineName
from drivers.code_scanner.virtual import VirtualScanner
from drivers.far_end.faults import CutFrame, FaultBox, stray_bytes
from drivers.far_end.pty_line import PtyLine
from drivers.virtual_devices.arguments import Arguments, WrongArgumentError
from drivers.virtual_devices.unit import Act, Handler, Reply, bent, nothing

CHARSETS = ("utf-8", "gb18030", "hex")
MOST = 20_000  # bytes of one code: more than any symbology holds


class ScannerUnit:
    name = "code-scanner"
    kinds = frozenset(("code", "answer"))
    untold = frozenset(("show_code", "long_code", "half_code", "code_flood", "scanner_noise", "scanner_engine"))

    def __init__(self, folder: Path, changed: Callable[[str], None]) -> None:
        self.line = PtyLine(folder / self.name, self._received, told=self._plug_told)
        self._scanner = VirtualScanner(self.line.send)
        self._scanner.faults.told = changed
        self._changed = changed

    @property
    def faults(self) -> FaultBox:
        return self._scanner.faults

    def state(self) -> Reply:
        return {"engine": self._scanner.engine.value, "looking": self._scanner.looking, "codes": self._scanner.sent}

    def _received(self, data: bytes) -> None:
        self._scanner.received(data)

    def _plug_told(self, what: str) -> None:
        if what == "unplugged":
            self._scanner.restart()
        self._changed(what)

    def reset(self) -> None:
        self._scanner.become(EngineName.LINE)

    def close(self) -> None:
        self.line.unplug()

    def commands(self) -> Mapping[str, Handler]:
        return {
            "show_code": self._show_code,
            "long_code": self._long_code,
            "half_code": self._half_code,
            "code_flood": self._code_flood,
            "scanner_noise": self._noise,
            "scanner_engine": self._engine,
        }

    def _show_code(self, arguments: Arguments) -> Act:
        """`text` in a charset, or as hex digits."""
        payload = _payload(arguments)
        return nothing(lambda: self._scanner.show(payload))

    def _long_code(self, arguments: Arguments) -> Act:
        size = arguments.count("size", 1, MOST, 5000) or 1
        return nothing(lambda: self._scanner.show(b"7" * size))

    def _half_code(self, arguments: Arguments) -> Act:
        """Only the first bytes of the next codes leave the device."""
        return bent(self, CutFrame(arguments.count("keep", 0, 4096, 8) or 0, "half_code"), arguments)

    def _code_flood(self, arguments: Arguments) -> Act:
        """The same code again and again, whether it was told to look or not."""
        count = arguments.count("count", 2, 5000, 200) or 2
        return nothing(lambda: self.line.send(self._scanner.wire_of(b"FLOOD") * count))

    def _noise(self, arguments: Arguments) -> Act:
        count, seed = arguments.count("count", 1, 60_000, 64) or 1, arguments.count("seed", 0, 1_000_000, 1) or 0
        return nothing(lambda: self.line.send(stray_bytes(count, seed)))

    def _engine(self, arguments: Arguments) -> Act:
        engine = EngineName(arguments.word("engine", [one.value for one in EngineName]))
        return nothing(lambda: self._scanner.become(engine))


def _payload(arguments: Arguments) -> bytes:
    text, charset = arguments.text("text"), arguments.word("charset", CHARSETS, "utf-8")
    try:
        payload = bytes.fromhex(text) if charset == "hex" else text.encode(charset)
    except ValueError as error:
        raise WrongArgumentError(f"text cannot be written in {charset}") from error
    if len(payload) > MOST:
        raise WrongArgumentError(f"text must have at most {MOST} bytes")
    return payload


def unit(folder: Path, changed: Callable[[str], None]) -> ScannerUnit:
    return ScannerUnit(folder, changed)
