"""One device on the bench: its line, its far end's faults, and the commands every device has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from drivers.far_end.faults import FaultBox, Silence
from drivers.far_end.pty_line import PtyLine
from drivers.virtual_devices.arguments import Arguments

SLOWEST, FASTEST = 300, 921600  # baud
Handler = Callable[[Arguments], dict[str, object]]


class Unit(Protocol):
    """A device as bench and commands see it."""

    @property
    def name(self) -> str: ...
    @property
    def line(self) -> PtyLine: ...
    @property
    def faults(self) -> FaultBox: ...
    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of answers that its faults can pick."""

    def state(self) -> dict[str, object]:
        """What it shows beside plug, speed and faults."""

    def commands(self) -> Mapping[str, Handler]: ...
    def reset(self) -> None: ...
    def close(self) -> None: ...


def state_of(unit: Unit) -> dict[str, object]:
    common = {
        "plugged": unit.line.plugged,
        "baud": unit.line.baud,
        "hanging": unit.line.frozen.is_set(),
        "faults": unit.faults.names(),
    }
    return {**common, **unit.state()}


def reset(unit: Unit) -> None:
    """As it stands on the first morning: plugged, quick, without a fault."""
    unit.faults.lift()
    unit.line.frozen.clear()
    unit.line.unplug_after(None)
    unit.line.set_baud(None)
    unit.reset()
    unit.line.plug()


def times(arguments: Arguments) -> int | None:
    """How many answers a fault bends; nothing given means until it is lifted."""
    return arguments.count("times", 1, 100_000)


def kinds(arguments: Arguments, unit: Unit) -> frozenset[str]:
    """Which answers a fault bends; nothing given means all."""
    chosen = arguments.word("answer", unit.kinds | {"any"}, "any")
    return frozenset() if chosen == "any" else frozenset({chosen})


def plug(unit: Unit, arguments: Arguments) -> dict[str, object]:
    unit.line.plug()
    return {}


def unplug(unit: Unit, arguments: Arguments) -> dict[str, object]:
    after = arguments.count("after_bytes", 1, 1_000_000)
    if after is None:
        unit.line.unplug()
    else:
        unit.line.unplug_after(after)
    return {}


def silence(unit: Unit, arguments: Arguments) -> dict[str, object]:
    unit.faults.put(Silence(), kinds(arguments, unit), times(arguments))
    return {}


def slow(unit: Unit, arguments: Arguments) -> dict[str, object]:
    unit.line.set_baud(arguments.count("baud", SLOWEST, FASTEST, 9600))
    return {}


def hang(unit: Unit, arguments: Arguments) -> dict[str, object]:
    """The device neither reads nor answers; `on` false brings it back."""
    (unit.line.frozen.set if arguments.flag("on", True) else unit.line.frozen.clear)()
    return {}


def lift_faults(unit: Unit, arguments: Arguments) -> dict[str, object]:
    unit.faults.lift()
    unit.line.frozen.clear()
    unit.line.set_baud(None)
    return {}


COMMON: Mapping[str, Callable[[Unit, Arguments], dict[str, object]]] = {
    "plug": plug,
    "unplug": unplug,
    "silence": silence,
    "slow": slow,
    "hang": hang,
    "lift_faults": lift_faults,
}
