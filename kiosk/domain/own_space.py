"""Which numbers of its own letter one life of a terminal may give, apart from every other life of it.

A disk that was put back to the morning remembers none of the numbers given since, and no hall may have heard of them.
So a life, from one start of the terminal to its end, uses only what lies outside the disk: that the hall counts the
lives of a day and this one is the n-th, which gives it a block; or, without a hall, the time at which it began and the
time it is, for no disk can put back the time. At most one number each ten seconds comes from there, so that what a life
has given is always below where any later one begins.
"""

from __future__ import annotations

from kiosk.domain.hall_settings import NumberRange

BLOCK = 40  # numbers of one life, in one queue, that its hall has counted
BLOCKS = 25
STEP_MS = 10_000  # a number of the time for each; 8,640 a day
_TIMED = BLOCK * BLOCKS  # 1,000: the numbers of the time lie behind it, up to 9,640
_DAY_MS = 24 * 3_600_000

OwnSpace = tuple[NumberRange, ...]


def own_space(nth_life: int, began_ms: int, now_ms: int) -> OwnSpace:
    """In the order in which they are used. `nth_life` of this day as the hall counts them, from 1; 0: not known.

    `began_ms` and `now_ms`: when this life began and what time it is, in milliseconds since the business day began, by
    one and the same clock; a life that began before the day has a negative beginning.
    """
    block = NumberRange(BLOCK * (nth_life - 1) + 1, BLOCK * nth_life)
    first, last = max(began_ms, 0) // STEP_MS + 1, min(now_ms, _DAY_MS) // STEP_MS
    timed = NumberRange(_TIMED + first, _TIMED + last)
    known = (block,) if 1 <= nth_life <= BLOCKS else ()
    return (*known, timed) if first <= last else known


def own_number(space: OwnSpace, following: int) -> int | None:
    """The first number of this life that is not below `following`, the one after the highest that its book knows."""
    fitting = (max(part.first, following) for part in space if following <= part.last)
    return next(fitting, None)
