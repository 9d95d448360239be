"""The way to an upstream: where it is now, by which key it is known again, and who hears how an attempt went."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from enum import StrEnum

Address = str | Callable[[], str | None]  # http://127.0.0.1:PORT; None while nobody knows
Pins = frozenset[str]

NO_PINS: Pins = frozenset()


class Heard(StrEnum):
    """How an attempt to reach a node went."""

    ANSWERED = "answered"
    STANDS_BY = "stands_by"  # it answered, and serves nobody: the hall's other node does
    UNREACHED = "unreached"
    ANOTHER_MACHINE = "another_machine"  # somebody with another key answers there
    REVOKED = "revoked"  # it sent this machine away


class Route:
    """A fixed address, or one that is asked for anew each time. Safe from any thread.

    `pins`: the keys that are believed at that address, beyond loopback; none: it is not spoken to.
    """

    def __init__(self, address: Address, pins: Pins = NO_PINS) -> None:
        self._address = address
        self._pins = pins

    def __call__(self) -> str | None:
        return self._address if isinstance(self._address, str) else self._address()

    def pins(self) -> Pins:
        return self._pins

    def heard(self, address: str, how: Heard) -> None:
        """For routes that lead to several nodes."""


def route_of(address: Address) -> Route:
    return address if isinstance(address, Route) else Route(address)


def is_loopback(host: str) -> bool:
    """Whether a host of a URL is this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
