"""Named instants at which a process kills itself: between two durable acts, and in the middle of one.

The product has no such switches. A child of this proof wraps one function of the real code before the role begins, so
what is killed is the same program that a hall runs.
"""

from __future__ import annotations

import importlib
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from kiosk.journeys.ticket_life import Point

TERMINAL, HALL, CITY = "terminal", "hall", "city"


@dataclass(frozen=True, slots=True)
class FailPoint:
    """`where`: module, and function or class.method in it; `after`: it has returned, else it was not yet begun."""

    role: str
    name: str
    where: tuple[str, str]
    after: bool


A_PAGE = "a page from above is stored"
_EVENT_ROWS = ("offline_cache.event_rows", "append")
_ACKNOWLEDGE = ("offline_cache.outbox", "Outbox.acknowledge")
_HALL_APPEND = ("offline_cache.hall_ledger", "HallLedger.append")
POINTS = (
    FailPoint(TERMINAL, "rows written, not committed", _EVENT_ROWS, after=True),
    FailPoint(TERMINAL, "the hall has answered, not noted", _ACKNOWLEDGE, after=False),
    FailPoint(TERMINAL, "the hall's answer is noted", _ACKNOWLEDGE, after=True),
    FailPoint(TERMINAL, A_PAGE, ("offline_cache.cache", "Cache.apply"), after=True),
    FailPoint(HALL, "decided, not stored", _HALL_APPEND, after=False),
    FailPoint(HALL, "rows written, not committed", _EVENT_ROWS, after=True),
    FailPoint(HALL, "stored, nobody told", _HALL_APPEND, after=True),
    FailPoint(HALL, "the city has answered, not noted", _ACKNOWLEDGE, after=False),
    FailPoint(HALL, "the city's answer is noted", _ACKNOWLEDGE, after=True),
    FailPoint(CITY, "a batch taken, not committed", ("kiosk.city.intake", "take"), after=True),
    FailPoint(CITY, "committed, nobody told", ("kiosk.city.database", "Database.write"), after=True),
)
LIVES = tuple(point for point in Point if point is not Point.REPRINTING)  # a ticket's own instants at its terminal


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: FailPoint, passing: int) -> None:
    """From here on this process dies at the point when it is passed for so many times (1: the first)."""
    module = importlib.import_module(point.where[0])
    *owner, name = point.where[1].split(".")
    holder: Any = getattr(module, owner[0]) if owner else module
    setattr(holder, name, _dying(getattr(holder, name), point.after, passing))


def _dying(act: Callable[..., Any], after: bool, passing: int) -> Callable[..., Any]:
    left = [passing]

    @wraps(act)
    def passed(*arguments: Any, **named: Any) -> Any:
        left[0] -= 1
        if not after and left[0] == 0:
            die()
        answer = act(*arguments, **named)
        if after and left[0] == 0:
            die()
        return answer

    return passed
