"""What the child is started with, and the words that go both ways. Neither side imports the other."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class Ask(StrEnum):
    """From the terminal. SNAPSHOT and PAGE are answered; CODES looks for one code, NO_CODES ends that."""

    SNAPSHOT = "snapshot"
    PAGE = "page"
    CODES = "codes"
    NO_CODES = "no_codes"


class Tell(StrEnum):
    """From the child. ENDED is its last word and has a reason."""

    PICTURE = "picture"
    NO_PICTURE = "no_picture"
    CODE = "code"
    ENDED = "ended"


class End(StrEnum):
    """Why a child ended by itself, as the reason of a status."""

    NOT_A_CAMERA = "not_a_camera"
    NOT_OPENED = "not_opened"  # another program has it, or it refused its format
    NOT_ALLOWED = "not_allowed"
    ENDED = "ended"  # it gave frames and no longer does
    SPOILT = "spoilt"  # bytes come that are no pictures


@dataclass(frozen=True, slots=True)
class Orders:
    """`source`: a device's path or a stream's URL. `rotation` in degrees, clockwise; `mirror`: of the preview alone.

    `first`, `digest`, `same_since_ns`: the last sequence and picture of the child before. So the sequence goes on
    growing, and a camera that stands still does not look well for a while whenever a fresh child looks at it.
    """

    source: str
    width: int = 1280
    height: int = 720
    frames_per_second: int = 25
    rotation: int = 0
    mirror: bool = False
    first: int = 0
    digest: int = 0
    same_since_ns: int = 0

    def words(self) -> str:
        return json.dumps(asdict(self))


def orders_of(words: str) -> Orders:
    return Orders(**json.loads(words))
