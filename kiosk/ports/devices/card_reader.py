"""The ID-card reader as the inside needs it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from kiosk.domain.identity import CardRecord
from kiosk.ports.devices.status import DeviceStatus


class ReadFailure(StrEnum):
    """Why a card gave no person."""

    READER_SILENT = "reader_silent"  # nothing, or nothing whole, came back within the limit
    READER_GONE = "reader_gone"  # the port vanished
    READER_FAULT = "reader_fault"  # the module says it cannot work (SW3 60, 66)
    NO_CARD = "no_card"
    CARD_MOVED = "card_moved"  # it left, or could not be read whole (SW3 41, 80, 81)
    CARD_UNKNOWN = "card_unknown"  # SW3 40, or a record of a kind this reader does not know
    CARD_REFUSED = "card_refused"  # SW3 31, 32, 33: card and module do not trust each other
    RECORD_BROKEN = "record_broken"  # a whole frame with impossible contents


class CardEventKind(StrEnum):
    LAID = "laid"
    REMOVED = "removed"


class CardReader(Protocol):
    """An ID-card reader. All calls are non-blocking for the caller; answers come on the device's own thread.

    Finding a card and reading it are two things: `on_card` tells that something lies there; nobody's data is taken
    until `read` is called, because the citizen has to have seen the notice first.
    """

    def status(self) -> DeviceStatus: ...

    def watch(self, on_status: Callable[[DeviceStatus], None], on_card: Callable[[CardEventKind], None]) -> None: ...

    def read(self, done: Callable[[CardRecord | ReadFailure], None]) -> None:
        """Reads the card that lies there, or the next one laid; `done` is called exactly once.

        A card whose record was given once is not given again until it was lifted, so that what somebody left lying is
        never shown to the next person; `status().media` tells that it lies there. A second `read` takes the place of
        the first. What fails at once (reader gone) may be told on the caller's thread.
        """

    def cancel(self) -> None:
        """Stops waiting for a card: whoever waited is told NO_CARD, and nothing read meanwhile is handed out."""

    def close(self) -> None: ...
