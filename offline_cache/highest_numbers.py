"""Which numbers a hall's book has seen on a day, by the part of the space that they belong to.

What a hall needs when it starts again, or takes over from another: it goes on after the highest that anybody has seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from kiosk.domain.hall_settings import NumberRange
from kiosk.domain.numbering import DaySpace, number_of
from kiosk.ports.ledger import HighestNumbers

_LABELS = (
    "select distinct json_extract(data, '$.queue'), json_extract(data, '$.label') from event"
    " where day = ? and kind in ('reserved', 'taken')"
)


def highest_numbers(db: Database, day: str, spaces: Sequence[DaySpace]) -> Mapping[str, HighestNumbers]:
    """One for each of `spaces`. Labels of other queues, and of no part of the space, count for nothing."""
    seen: dict[str, list[int]] = {space.queue: [] for space in spaces}
    by_queue = {space.queue: space for space in spaces}
    for queue, label in db.conn.execute(_LABELS, (day,)):
        number = number_of(label, by_queue[queue]) if queue in by_queue and isinstance(label, str) else None
        if number is not None:
            seen[queue].append(number)
    return {queue: _by_part(by_queue[queue], numbers) for queue, numbers in seen.items()}


def _by_part(space: DaySpace, numbers: Sequence[int]) -> HighestNumbers:
    def highest(part: NumberRange) -> int:
        return max((number for number in numbers if number in part), default=0)

    return HighestNumbers(
        highest(space.numbers.sequencer), highest(space.numbers.standby), highest(space.numbers.spare)
    )
