"""The virtual signal board on the bench: its lights to see, its door to open, and what it or its line can do wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from drivers.far_end.faults import Answer, FaultBox, stray_bytes
from drivers.far_end.pty_line import PtyLine
from drivers.signal_board.virtual import LEVELS, VirtualBoard
from drivers.virtual_devices.arguments import Arguments
from drivers.virtual_devices.unit import Act, Handler, Reply, bent, nothing


@dataclass(frozen=True, slots=True)
class WrongCheck:
    """A whole line; the last digit of its check is another."""

    name: str = "board_wrong_check"

    def bend(self, answer: Answer) -> bytes:
        digit = answer.wire[-2:-1]
        return answer.wire[:-2] + (b"1" if digit == b"0" else b"0") + answer.wire[-1:]


class BoardUnit:
    name = "signal-board"
    kinds = frozenset(("hello", "inputs", "done"))
    untold = frozenset(("board_input", "board_noise", "board_restart"))

    def __init__(self, folder: Path, changed: Callable[[str], None]) -> None:
        self.line = PtyLine(folder / self.name, self._received, baud=9600, told=self._plug_told)
        self._board = VirtualBoard(self.line.send, lambda: changed("board_lights"))
        self._board.faults.told = changed
        self._changed = changed

    @property
    def faults(self) -> FaultBox:
        return self._board.faults

    def state(self) -> Reply:
        return {"lights": self._board.modes, "inputs": self._board.levels}

    def _received(self, data: bytes) -> None:
        self._board.received(data)

    def _plug_told(self, what: str) -> None:
        if what == "unplugged":
            self._board.restart()
        self._changed(what)

    def reset(self) -> None:
        self._board.restart()

    def close(self) -> None:
        self.line.unplug()

    def commands(self) -> Mapping[str, Handler]:
        return {
            "board_input": self._input,
            "board_restart": lambda arguments: nothing(self._board.restart),
            "board_noise": self._noise,
            "board_wrong_check": lambda arguments: bent(self, WrongCheck(), arguments),
        }

    def _input(self, arguments: Arguments) -> Act:
        number, high = arguments.count("number", 1, LEVELS, 1) or 1, arguments.flag("high", True)
        return nothing(lambda: self._board.set_level(number, high))

    def _noise(self, arguments: Arguments) -> Act:
        count, seed = arguments.count("count", 1, 60_000, 64) or 1, arguments.count("seed", 0, 1_000_000, 1) or 0
        return nothing(lambda: self.line.send(stray_bytes(count, seed)))


def unit(folder: Path, changed: Callable[[str], None]) -> BoardUnit:
    return BoardUnit(folder, changed)
