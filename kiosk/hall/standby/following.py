"""How far the second node is in the first one's book, kept over a restart.

An epoch is one reading of that book from some number on; its places are counted from 1, as those of every stream. What
was read before and comes again in another epoch is known by its identity and changes nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.trust.kept_values import KeptValue


@dataclass(frozen=True, slots=True)
class Reading:
    """`base`: the number in the first node's book before the first that was read in this epoch; `sent`: up to which
    number of that book the city had everything, as far as the first node told."""

    epoch: str = ""
    base: int = 0
    terminals: tuple[tuple[str, str, int], ...] = ()  # node, epoch and place, as the first node told it
    mark: str = field(default="", compare=False)
    sent: int = 0

    def begun_at(self, first_seq: int) -> Reading:
        return replace(self, base=first_seq - 1)

    def anew(self) -> Reading:
        return replace(self, epoch=secrets.token_hex(16), base=0, sent=0)

    def places(self) -> dict[tuple[str, str], int]:
        return {(node, epoch): seq for node, epoch, seq in self.terminals}

    def with_places(self, told: dict[tuple[str, str], int]) -> Reading:
        return replace(self, terminals=tuple((node, epoch, seq) for (node, epoch), seq in sorted(told.items())))


def reading_in(folder: Path) -> KeptValue[Reading]:
    return KeptValue(folder / "following.json", Reading, Reading())
