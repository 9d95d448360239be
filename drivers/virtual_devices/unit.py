"""One device on the bench: its line, its far end's faults, and the commands every device has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from drivers.far_end.faults import Fault, FaultBox, Silence
from drivers.far_end.line import Line
from drivers.virtual_devices.arguments import Arguments

SLOWEST, FASTEST = 300, 921600  # baud
Reply = dict[str, object]
Act = Callable[[], Reply]
Handler = Callable[[Arguments], Act]  # reads the arguments, all of them, and only then there is something to carry out


class Unit(Protocol):
    """A device as bench and commands see it."""

    @property
    def name(self) -> str: ...
    @property
    def line(self) -> Line: ...
    @property
    def faults(self) -> FaultBox: ...
    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of answers that its faults can pick."""

    @property
    def untold(self) -> frozenset[str]:
        """Those of its own commands after which the bench has to tell the watchers."""

    def state(self) -> Reply:
        """What it shows beside plug, speed and faults."""

    def commands(self) -> Mapping[str, Handler]: ...
    def reset(self) -> None: ...
    def close(self) -> None: ...


def state_of(unit: Unit) -> Reply:
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


def nothing(act: Callable[[], object]) -> Act:
    """An act with nothing to say about itself."""

    def done() -> Reply:
        act()
        return {}

    return done


def bent(unit: Unit, fault: Fault, arguments: Arguments) -> Act:
    """The fault is put in for the answers and the times that the arguments say."""
    chosen, count = kinds(arguments, unit), times(arguments)
    return nothing(lambda: unit.faults.put(fault, chosen, count))


def plug(unit: Unit, arguments: Arguments) -> Act:
    return nothing(unit.line.plug)


def unplug(unit: Unit, arguments: Arguments) -> Act:
    after = arguments.count("after_bytes", 1, 1_000_000)
    return nothing(unit.line.unplug if after is None else lambda: unit.line.unplug_after(after))


def silence(unit: Unit, arguments: Arguments) -> Act:
    return bent(unit, Silence(), arguments)


def slow(unit: Unit, arguments: Arguments) -> Act:
    baud = arguments.count("baud", SLOWEST, FASTEST, 9600)
    return nothing(lambda: unit.line.set_baud(baud))


def hang(unit: Unit, arguments: Arguments) -> Act:
    """The device neither reads nor answers; `on` false brings it back."""
    frozen = unit.line.frozen
    return nothing(frozen.set if arguments.flag("on", True) else frozen.clear)


def lift_faults(unit: Unit, arguments: Arguments) -> Act:
    def lift() -> None:
        unit.faults.lift()
        unit.line.frozen.clear()
        unit.line.set_baud(None)

    return nothing(lift)


COMMON: Mapping[str, Callable[[Unit, Arguments], Act]] = {
    "plug": plug,
    "unplug": unplug,
    "silence": silence,
    "slow": slow,
    "hang": hang,
    "lift_faults": lift_faults,
}
