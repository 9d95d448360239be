"""Letters that do not do before a number in a Chinese hall: heard or read, they are taken for a digit of it."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.domain.hall_settings import Queue

TAKEN_FOR_DIGITS = {
    "E": "一",  # the letter's name is the syllable of one, high level tone: E001 is heard as 1001
    "I": "1",  # on a ticket and a board
    "O": "0",
    "Q": "九",  # said kiu
}


def misheard(queues: Iterable[Queue]) -> tuple[Queue, ...]:
    """The queues whose prefix ends in such a letter: it stands next to the digits."""
    return tuple(queue for queue in queues if queue.prefix[-1:] in TAKEN_FOR_DIGITS)
