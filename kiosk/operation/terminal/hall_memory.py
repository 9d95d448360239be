"""What the hall last told this terminal of numbers, and how long ago it last answered anything at all.

Three things rest on it: a hall that was put back to an earlier state hears with every wish which numbers it must not
give again, a terminal knows when it is cut off, and which of the day's lives it lives. It lives as long as the process;
what has to outlive that is in the book.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

from kiosk.domain.numbering import DaySpace, Part, numbered
from kiosk.domain.ticket import NOTHING_SEEN, Seen, TicketView
from kiosk.hall.core.answers import TerminalSummary


class HallMemory:
    """Safe from any thread. `monotonic` in seconds; `life` the identity of this start of the terminal."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, life: str = "") -> None:
        self.life = life
        self._monotonic = monotonic
        self._guard = threading.Lock()
        self._began = self._heard = monotonic()
        self._counted: tuple[str, int] = ("", 0)
        self._day = ""
        self._labels: frozenset[str] = frozenset()

    @property
    def day(self) -> str:
        """The hall's business day as it was last told; empty before that."""
        return self._day

    def silent_s(self) -> float:
        """Seconds since the hall answered, or since this terminal started."""
        return self._monotonic() - self._heard

    def age_s(self) -> float:
        """Seconds since this start of the terminal."""
        return self._monotonic() - self._began

    def nth_life(self, day: str) -> int:
        """Which of this terminal's lives on that day this is, by the hall's word; 0 as long as that is not known."""
        counted = self._counted
        return counted[1] if counted[0] == day else 0

    def answered(self) -> None:
        self._heard = self._monotonic()

    def told(self, summary: TerminalSummary) -> None:
        self._note(summary.day, summary.last)
        if self.life and summary.life == self.life and summary.lives > 0:
            self._counted = summary.day, summary.lives

    def gave(self, ticket: TicketView) -> None:
        self._note(ticket.day, (ticket.label,))

    def seen(self, space: DaySpace) -> Seen:
        """The highest labels of one queue that a hall node can have given today; nothing before the first answer."""
        highest: dict[Part, tuple[int, str]] = {}
        with self._guard:
            day, labels = self._day, self._labels
        for label in labels:
            found = numbered(label, space)
            if found is not None and found.part is not Part.OWN:
                highest[found.part] = max((found.number, label), highest.get(found.part, (0, "")))
        return Seen(day, tuple(sorted(label for _, label in highest.values()))) if highest else NOTHING_SEEN

    def all_seen(self) -> tuple[str, list[str]]:
        """The day, and everything known of it: what a hall in doubt asks for."""
        with self._guard:
            return self._day, sorted(self._labels)

    def _note(self, day: str, labels: Iterable[str]) -> None:
        with self._guard:
            kept = self._labels if day == self._day else frozenset()
            self._day, self._labels = day, kept | frozenset(labels)
