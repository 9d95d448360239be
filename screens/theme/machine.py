"""The front of this machine as a drawing: which slots it has and where, so that a prompt can light the right one.

Millimetres on the machine's own front, origin top left. A hall whose machine looks different configures another one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Part(StrEnum):
    CAMERA = "camera"
    SCREEN = "screen"
    ID_READER = "id_reader"
    SCANNER = "scanner"
    TICKET_SLOT = "ticket_slot"
    DOCUMENT_SLOT = "document_slot"


@dataclass(frozen=True, slots=True)
class Opening:
    part: Part
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class MachineFront:
    width: float
    height: float
    openings: tuple[Opening, ...]

    def drawing(self) -> dict[str, Any]:
        """The same as plain values, as QML reads them."""
        return asdict(self) | {"openings": [asdict(opening) for opening in self.openings]}


USUAL_FRONT = MachineFront(
    width=520,
    height=1330,
    openings=(
        Opening(Part.CAMERA, 248, 32, 24, 24),
        Opening(Part.SCREEN, 58, 92, 404, 640),
        Opening(Part.SCANNER, 66, 838, 130, 96),
        Opening(Part.ID_READER, 262, 818, 196, 136),
        Opening(Part.TICKET_SLOT, 66, 1004, 132, 26),
        Opening(Part.DOCUMENT_SLOT, 66, 1118, 388, 32),
    ),
)
