"""Time, chance and identity, as the inside asks for them; simulations bring their own."""

from __future__ import annotations

from typing import Protocol

from kiosk.domain.events import Moment


class Clock(Protocol):
    def now(self) -> Moment: ...


class Identities(Protocol):
    """Makes new UUIDv7 texts (36 characters), ordered by time within one process."""

    def new(self) -> str: ...
