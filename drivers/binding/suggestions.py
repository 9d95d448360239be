"""Which plugged-in device may be which class: for a technician who binds a device, never for the program itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drivers.binding.listing import ListedPort


@dataclass(frozen=True, slots=True)
class Hint:
    """A sign of a class, as its folder's `hints.py` lists them. `None` does not matter.

    `certain`: this vendor's number names the class; otherwise it names an adapter or a family that it may hang on.
    """

    vendor: int | None = None
    product: int | None = None
    interface_class: int | None = None
    tty: bool | None = None
    certain: bool = False

    def fits(self, port: ListedPort) -> bool:
        pairs = ((self.vendor, port.vendor), (self.product, port.product), (self.tty, bool(port.node)))
        same = all(wanted is None or wanted == there for wanted, there in pairs)
        return same and self.interface_class in (None, port.interface_class)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A port and the classes that it may be: certain ones first."""

    port: ListedPort
    classes: tuple[str, ...]


def suggestions(ports: Iterable[ListedPort], hints: Mapping[str, Iterable[Hint]]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(port, _classes(port, hints)) for port in ports)


def _classes(port: ListedPort, hints: Mapping[str, Iterable[Hint]]) -> tuple[str, ...]:
    fitting = {name: [hint for hint in own if hint.fits(port)] for name, own in hints.items()}
    certain = [name for name, own in fitting.items() if any(hint.certain for hint in own)]
    return tuple(certain or [name for name, own in fitting.items() if own])
