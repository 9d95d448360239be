"""What a decision is made from, and what comes out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.domain.events import Event, EventKind, Moment, Scalar
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState
from kiosk.ports.clock import Identities

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Scene:
    """The state is only read here."""

    state: HallState
    rules: Rules
    now: Moment
    ids: Identities

    def event(self, kind: EventKind, ticket_id: str = "", **data: Scalar | list[str]) -> Event:
        """An event of the hall, now, on the state's business day."""
        return Event(self.ids.new(), kind, self.rules.node, self.state.day, self.now, ticket_id, data)


@dataclass(frozen=True, slots=True)
class Decision(Generic[R]):
    """The events to append, all or none, and the answer that is true once they are."""

    events: Sequence[Event]
    reply: R


@dataclass(frozen=True, slots=True)
class Accepted:
    """A command that had its effect, now or when the same request came first."""

    ticket_id: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """On a terminal's event: applied, or the reason why not."""

    refused: str = ""
