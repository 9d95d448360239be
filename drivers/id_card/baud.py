"""The speed of a module's line: found by trying, and set for good. A technician's work, never the driver's own idea.

No source tells whether the answer to "set baud" comes at the old speed or at the new one, so it is not relied on: the
new speed holds when the module answers a status request at it. The commands' values: one vendor's headers [B].
"""

from __future__ import annotations

from collections.abc import Callable

from drivers.id_card.codec import BAUD_COMMANDS, Command, Reply
from drivers.id_card.conversation import Conversation, Patience
from drivers.serial_link import Link, LinkFault

OpenAt = Callable[[int], Link | LinkFault]
SPEEDS = tuple(BAUD_COMMANDS)  # the usual one first


def find_baud(open_at: OpenAt, patience: Patience | None = None) -> int | LinkFault | None:
    """The speed at which a module answers; None when it does at none, a fault when the port itself fails."""
    for baud in SPEEDS:
        answers = _answers_at(open_at, baud, patience)
        if isinstance(answers, LinkFault):
            return answers
        if answers:
            return baud
    return None


def set_baud(open_at: OpenAt, now: int, wanted: int, patience: Patience | None = None) -> bool | LinkFault:
    """True once the module answers at `wanted`, one of SPEEDS. False: it does not, and may still listen at `now`."""
    link = open_at(now)
    if isinstance(link, LinkFault):
        return link
    try:
        Conversation(link, patience).ask(BAUD_COMMANDS[wanted])
    finally:
        link.close()
    return _answers_at(open_at, wanted, patience)


def _answers_at(open_at: OpenAt, baud: int, patience: Patience | None) -> bool | LinkFault:
    link = open_at(baud)
    if isinstance(link, LinkFault):
        return link
    try:
        answer = Conversation(link, patience).ask(Command.STATUS)
    finally:
        link.close()
    return answer if isinstance(answer, LinkFault) else isinstance(answer, Reply)
