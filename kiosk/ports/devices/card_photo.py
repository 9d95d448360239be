"""The photo on an ID card, for a page that shows it. Its format has no public decoder: one can be plugged in.

Whoever has none, or whose decoder fails, gets a drawn figure that nobody can take for a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class PhotoFailure(StrEnum):
    NO_DECODER = "no_decoder"
    NO_PHOTO = "no_photo"  # no card was read, or it has left, or photos are not kept by configuration
    NOT_A_PICTURE = "not_a_picture"
    TOO_SLOW = "too_slow"
    DIED = "decoder_died"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class CardPhoto:
    """Rows from the top, three bytes a dot: red, green, blue. `drawn`: the figure that stands for a missing photo."""

    width: int
    height: int
    rgb: bytes = field(repr=False)
    drawn: PhotoFailure | None = None


class PhotoDecoder(Protocol):
    """Blocks, for a bounded time; called on a thread of its own."""

    def decode(self, wlt: bytes) -> CardPhoto | PhotoFailure:
        """`wlt`: the 1,024 bytes of the card. They may be in memory only, and only until this returns."""

    def stop(self) -> None:
        """Ends, from any thread, a decoding that nobody waits for any more."""


class CardPhotos(Protocol):
    """What a reader of cards that keeps photos offers beside CardReader."""

    def photo(self, done: Callable[[CardPhoto], None]) -> None:
        """The photo of the card that was read and still lies there; `done` is called exactly once, on any thread."""
