"""How long the city keeps what people left behind, in days. Whatever is set, three years are the longest: the notice
that a citizen reads before the card is read promises it (docs/decisions/0080-what-is-forgotten-and-what-is-owed.md)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta

LONGEST_DAYS = 1095  # three years of 365 days are never longer than three years
SHORTEST_DAYS = 92  # a hall may be cut off for weeks and tell its days afterwards


@dataclass(frozen=True, slots=True)
class KeptDays:
    """Counted from the business day of the visit or slot. ValueError beyond the bounds."""

    visits: int = LONGEST_DAYS  # tickets, and what events tell of them
    evaluations: int = LONGEST_DAYS
    reviews: int = LONGEST_DAYS  # cases of bad reviews with their steps, once they are closed
    bookings: int = LONGEST_DAYS  # what is left of them when whose they were is forgotten already

    def __post_init__(self) -> None:
        for field in fields(self):
            if not SHORTEST_DAYS <= getattr(self, field.name) <= LONGEST_DAYS:
                raise ValueError(f"{field.name}: {SHORTEST_DAYS} to {LONGEST_DAYS} days")


def first_kept(today: date, days: int) -> str:
    """ISO: the oldest business day that is still kept."""
    return (today - timedelta(days=days)).isoformat()
