"""The virtual strips on the bench: four of them at addresses 1 to 4, and what they or their line can do wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from drivers.counter_display.virtual import VirtualStrips
from drivers.far_end.faults import Answer, FaultBox, Noise, stray_bytes
from drivers.far_end.pty_line import PtyLine
from drivers.virtual_devices.arguments import Arguments
from drivers.virtual_devices.unit import Act, Handler, Reply, bent, nothing

ADDRESSES = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class WrongCheck:
    """A whole frame; one bit of its check is another."""

    name: str = "strip_wrong_check"

    def bend(self, answer: Answer) -> bytes:
        return answer.wire[:-2] + bytes([answer.wire[-2] ^ 0x10]) + answer.wire[-1:]


class StripsUnit:
    name = "counter-display"
    kinds = frozenset(("text", "ping"))
    untold = frozenset(("strip_power", "strip_noise"))

    def __init__(self, folder: Path, changed: Callable[[str], None]) -> None:
        self.line = PtyLine(folder / self.name, self._received, told=changed)
        self._strips = VirtualStrips(self.line.send, ADDRESSES, lambda: changed("strip_text"))
        self._strips.faults.told = changed

    @property
    def faults(self) -> FaultBox:
        return self._strips.faults

    def state(self) -> Reply:
        return {
            "texts": {str(address): text for address, text in self._strips.texts.items()},
            "dark": sorted(self._strips.dark),
        }

    def _received(self, data: bytes) -> None:
        self._strips.received(data)

    def reset(self) -> None:
        self._strips.hang(ADDRESSES)

    def close(self) -> None:
        self.line.unplug()

    def commands(self) -> Mapping[str, Handler]:
        return {
            "strip_power": self._power,
            "strip_noise": self._noise,
            "strip_wrong_check": lambda arguments: bent(self, WrongCheck(), arguments),
            "strip_noise_inside": lambda arguments: bent(self, Noise(inside=True), arguments),
        }

    def _power(self, arguments: Arguments) -> Act:
        address = arguments.count("address", ADDRESSES[0], ADDRESSES[-1], ADDRESSES[0]) or ADDRESSES[0]
        on = arguments.flag("on", False)
        return nothing(lambda: self._strips.power(address, on))

    def _noise(self, arguments: Arguments) -> Act:
        count, seed = arguments.count("count", 1, 60_000, 64) or 1, arguments.count("seed", 0, 1_000_000, 1) or 0
        return nothing(lambda: self.line.send(stray_bytes(count, seed)))


def unit(folder: Path, changed: Callable[[str], None]) -> StripsUnit:
    return StripsUnit(folder, changed)
