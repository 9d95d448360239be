"""What a journey asks of the world. The terminal carries these out and tells the result as an input."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.ticket import Holder, TicketView


class Prompt(StrEnum):
    """What the terminal says aloud; the words are those of the headline."""

    PLACE_CARD = "place_card"
    TAKE_CARD = "take_card"
    CARD_LEFT = "card_left"
    CARD_NOT_READ = "card_not_read"
    PRINTING = "printing"
    TAKE_TICKET = "take_ticket"
    NO_TICKET = "no_ticket"  # the number is valid, the paper did not come
    STILL_THERE = "still_there"
    FAILED = "failed"
    WELCOME = "welcome"
    CHOOSE = "choose"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class ReadCard:
    pass


@dataclass(frozen=True, slots=True)
class CancelRead:
    pass


@dataclass(frozen=True, slots=True)
class LookForCode:
    """The scanner may read one code now. CancelRead and Wipe end it too."""


@dataclass(frozen=True, slots=True)
class IdentifyTyped:
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Take:
    item: str
    holder: Holder


@dataclass(frozen=True, slots=True)
class Print:
    ticket: TicketView
    code: str
    reprint: bool


@dataclass(frozen=True, slots=True)
class RestoreTicket:
    ticket_id: str


@dataclass(frozen=True, slots=True)
class StoreComplaint:
    reason: str
    item: str  # the chosen one; empty before a choice


@dataclass(frozen=True, slots=True)
class WantHelp:
    page: str


@dataclass(frozen=True, slots=True)
class ReportForgotten:
    pass


@dataclass(frozen=True, slots=True)
class ReportCollected:
    pass


@dataclass(frozen=True, slots=True)
class Say:
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Hush:
    pass


@dataclass(frozen=True, slots=True)
class Wipe:
    """The session is over: forget everything about the person, also in queues and devices."""


Effect = (
    ReadCard
    | CancelRead
    | LookForCode
    | IdentifyTyped
    | Take
    | Print
    | RestoreTicket
    | StoreComplaint
    | WantHelp
    | ReportForgotten
    | ReportCollected
    | Say
    | Hush
    | Wipe
)
