"""What the hall's feed says, one value a message; the same definitions write it at the hall and read it at a screen.

Only messages about events carry a sequence number: these are replayed to whoever was cut off. Waits and hints are
about now and are simply sent again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.ticket import Group
from kiosk.hall.core.answers import QueueWait


class CallKind(StrEnum):
    CALLED = "called"
    RECALLED = "recalled"
    PASSED = "passed"
    STARTED = "started"
    DONE = "done"
    WITHDRAWN = "withdrawn"  # called no longer: void, or waiting again after 过号 (then `counter` is empty)


@dataclass(frozen=True, slots=True)
class CallMessage:
    """For boards. `recalls` counts 重呼 so far; `at_ms` is UTC, so that a board can tell an old call from a new one.

    `event` is the event's identity, by which the hall's other node knows it too.
    """

    seq: int
    kind: CallKind
    label: str
    counter: str
    group: Group
    at_ms: int
    recalls: int = 0
    event: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class WaitsMessage:
    """For boards and terminals; at most two a second."""

    waits: tuple[QueueWait, ...]


@dataclass(frozen=True, slots=True)
class CounterChanged:
    """For the caller of one counter: ask for the view again."""

    counter: str


@dataclass(frozen=True, slots=True)
class EvaluationOpened:
    """For the evaluator of one counter: ask for the invitation."""

    seq: int
    counter: str
    ticket_id: str


@dataclass(frozen=True, slots=True)
class EvaluationClosed:
    """For the evaluator: evaluated, declined or timed out; which of them is not said."""

    seq: int
    counter: str
    ticket_id: str


@dataclass(frozen=True, slots=True)
class StartOver:
    """Too much was missed to replay: take a snapshot and go on after its number.

    `other_book`: the hall's other node serves now, or the book is another one, and its numbers are others. `seq` is
    where the last event that was seen stands in it, if that is known; what came after follows.
    """

    seq: int
    other_book: bool = False


FeedMessage = CallMessage | WaitsMessage | CounterChanged | EvaluationOpened | EvaluationClosed | StartOver

NAMES: dict[type[FeedMessage], str] = {
    CallMessage: "call",
    WaitsMessage: "waits",
    CounterChanged: "counter_changed",
    EvaluationOpened: "evaluation_opened",
    EvaluationClosed: "evaluation_closed",
    StartOver: "start_over",
}
