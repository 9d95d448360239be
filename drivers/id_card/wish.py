"""The one read that a page is waiting for."""

from __future__ import annotations

from drivers import wishes
from kiosk.domain.identity import CardRecord
from kiosk.ports.devices import ReadFailure

Answer = CardRecord | ReadFailure


class Wish(wishes.Wish[Answer]):
    """A second wish takes the place of the first, which is answered NO_CARD."""

    def __init__(self) -> None:
        super().__init__(ReadFailure.NO_CARD)
