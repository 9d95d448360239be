"""How far the first node is with each terminal's stream, beside what this node took of it itself.

So a terminal that comes here goes on where it was, instead of sending everything again that it ever sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.ports.ledger import InboundStreams, Received

Stream = tuple[str, str]  # node, epoch


@dataclass(slots=True)
class ToldStreams:
    """Implements `InboundStreams`. Places that only the other node has taken count as taken; nobody can read them."""

    own: InboundStreams
    told: Mapping[Stream, int] = field(default_factory=dict)

    def position(self, node: str, epoch: str) -> int:
        return max(self.own.position(node, epoch), self.told.get((node, epoch), 0))

    def received(self, node: str, epoch: str, first_seq: int, last_seq: int) -> Sequence[Received]:
        return self.own.received(node, epoch, first_seq, last_seq)

    def known(self, event_ids: Sequence[str]) -> frozenset[str]:
        return self.own.known(event_ids)

    def learn(self, told: Mapping[Stream, int]) -> bool:
        """Replaced as a whole, because another thread reads it; True when there was something new."""
        new = {**self.told, **{stream: max(at, self.told.get(stream, 0)) for stream, at in told.items()}}
        changed, self.told = new != self.told, new
        return changed
