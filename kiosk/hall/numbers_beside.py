"""What a hall node remembers of its numbers beside its book: that it ever had one, and the day's spare numbers.

Both are needed just when the book is lost or put back. A node that never had a book cannot have forgotten numbers, so
its first day begins without a doubt. Spare numbers are what a doubtful book gives: put back once more, it would give
them again to others, and the terminal that could say so may not have told yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.domain.events import Event, EventKind
from kiosk.domain.numbering import Numbered, Part, numbered
from kiosk.hall.core.state import HallState, text_of
from kiosk.trust.kept_values import FileProblem, KeptValue

_SPARE = (Part.SPARE, Part.STANDBY_SPARE)


@dataclass(frozen=True, slots=True)
class Beside:
    """`spare` is the highest label that this node gave of its spare part on `day`, by queue."""

    had_a_book: bool = False
    day: str = ""
    spare: Mapping[str, str] = field(default_factory=dict)


class NumbersBeside:
    """In a small file; used by one thread once the hall serves."""

    def __init__(self, kept: KeptValue[Beside], *, first: bool) -> None:
        self._kept, self.first = kept, first

    @classmethod
    def in_folder(cls, secrets: Path) -> NumbersBeside:
        """Not where the book is: what takes the one must not take the other. `first`: there was no book before."""
        kept = KeptValue(secrets / "hall-numbers.json", Beside, Beside())
        before = kept.read()
        first = isinstance(before, Beside) and not before.had_a_book
        marked = kept.change(lambda found: replace(found, had_a_book=True)) if first else before
        return cls(kept, first=first and not isinstance(marked, FileProblem))

    def note(self, state: HallState, node: str, events: Sequence[Event]) -> bool:
        """Before they are stored; False when that cannot be: then they must not be given."""
        given = {
            text_of(event.data.get("queue")): text_of(event.data.get("label"))
            for event in events
            if event.kind is EventKind.RESERVED and event.node == node and event.day == state.day
        }
        spare = {queue: label for queue, label in given.items() if _is_spare(state, queue, label)}
        return not spare or not isinstance(self._kept.change(lambda found: _with(found, state.day, spare)), FileProblem)

    def forgotten(self, state: HallState) -> list[str]:
        """Spare labels of the state's day beyond the highest that it knows."""
        found = self._kept.read()
        spare = found.spare if isinstance(found, Beside) and found.day == state.day else {}
        return sorted(label for queue, label in spare.items() if _is_beyond(state, queue, label))


def _with(found: Beside, day: str, spare: Mapping[str, str]) -> Beside:
    before = found.spare if found.day == day else {}
    return replace(found, day=day, spare={**before, **spare})


def _is_spare(state: HallState, queue: str, label: str) -> bool:
    found = _numbered(state, queue, label)
    return found is not None and found.part in _SPARE


def _is_beyond(state: HallState, queue: str, label: str) -> bool:
    found = _numbered(state, queue, label)
    return found is not None and found.number > state.highest.get((queue, found.part), 0)


def _numbered(state: HallState, queue: str, label: str) -> Numbered | None:
    space = state.spaces.get(queue)
    return numbered(label, space) if space else None
