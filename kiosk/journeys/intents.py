"""What a citizen can do with a finger, and what the world tells a journey. One small value each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from kiosk.domain.catalogue import Language
from kiosk.domain.ticket import HallUnreachable, Holder, Refused, TicketView
from kiosk.journeys.pages import Booked, ScanProblem
from kiosk.ports.devices import PrintReport, ReadFailure
from kiosk.ports.devices.document_printer import PageOutcome
from kiosk.ports.ledger import KeptTicket, LedgerFailure

# --- a citizen's touches -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowHot:
    pass


@dataclass(frozen=True, slots=True)
class ShowDepartments:
    pass


@dataclass(frozen=True, slots=True)
class ChooseDepartment:
    code: str


@dataclass(frozen=True, slots=True)
class ChooseItem:
    code: str


@dataclass(frozen=True, slots=True)
class ShowScan:
    """扫码: a ticket's or a booking's code is held before the scanner; also 再扫一次."""


@dataclass(frozen=True, slots=True)
class Agree:
    """同意: the card that lies there may be read."""


@dataclass(frozen=True, slots=True)
class RetryCard:
    pass


@dataclass(frozen=True, slots=True)
class UseKeypad:
    """没带证: type the number instead."""


@dataclass(frozen=True, slots=True)
class Decline:
    """不同意: go to a counter."""


@dataclass(frozen=True, slots=True)
class TypeKey:
    key: str = field(repr=False)  # 0–9 or X


@dataclass(frozen=True, slots=True)
class EraseKey:
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SubmitNumber:
    pass


@dataclass(frozen=True, slots=True)
class Confirm:
    """取号."""


@dataclass(frozen=True, slots=True)
class Reprint:
    pass


@dataclass(frozen=True, slots=True)
class Restore:
    pass


@dataclass(frozen=True, slots=True)
class AskHelp:
    pass


@dataclass(frozen=True, slots=True)
class CallStaff:
    pass


@dataclass(frozen=True, slots=True)
class Complain:
    pass


@dataclass(frozen=True, slots=True)
class ChooseComplaint:
    code: str


@dataclass(frozen=True, slots=True)
class Extend:
    """继续办理."""


@dataclass(frozen=True, slots=True)
class GoBack:
    pass


@dataclass(frozen=True, slots=True)
class GoHome:
    pass


@dataclass(frozen=True, slots=True)
class Exit:
    """退出, 完成, 退出并清除信息."""


@dataclass(frozen=True, slots=True)
class ReadAloud:
    """语音: say the headline of this page."""


@dataclass(frozen=True, slots=True)
class SetLanguage:
    language: Language


@dataclass(frozen=True, slots=True)
class SetElder:
    on: bool


@dataclass(frozen=True, slots=True)
class SetContrast:
    on: bool


@dataclass(frozen=True, slots=True)
class SetLow:
    on: bool


Intent = (
    ShowHot
    | ShowDepartments
    | ChooseDepartment
    | ChooseItem
    | ShowScan
    | Agree
    | RetryCard
    | UseKeypad
    | Decline
    | TypeKey
    | EraseKey
    | SubmitNumber
    | Confirm
    | Reprint
    | Restore
    | AskHelp
    | CallStaff
    | Complain
    | ChooseComplaint
    | Extend
    | GoBack
    | GoHome
    | Exit
    | ReadAloud
    | SetLanguage
    | SetElder
    | SetContrast
    | SetLow
)

# --- what the world tells ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Identified:
    """A person, reduced at the border: a keyed hash and masked words; name and number are already gone."""

    holder: Holder
    number: str  # masked, first six and last four
    by_card: bool
    booked: tuple[Booked, ...] = ()  # today, open ones first


@dataclass(frozen=True, slots=True)
class CardLaid:
    pass


@dataclass(frozen=True, slots=True)
class CardLying:
    """A card lies there that nobody was seen to lay: it lay there already when the terminal started."""


@dataclass(frozen=True, slots=True)
class CardRemoved:
    pass


@dataclass(frozen=True, slots=True)
class CardFailed:
    reason: ReadFailure


@dataclass(frozen=True, slots=True)
class IdentityFailed:
    """The number could not be reduced to a hash: the match key has not come down yet."""


@dataclass(frozen=True, slots=True)
class ReaderReturned:
    """The reader works again after a silence."""


@dataclass(frozen=True, slots=True)
class PrinterReturned:
    """The printer can print again: it has paper, its cover is closed, it answers."""


@dataclass(frozen=True, slots=True)
class FoundTicket:
    """A scanned ticket as it stands now, without its holder: a code proves nobody. `code`: the text on the paper."""

    ticket: TicketView
    code: str = field(repr=False)
    kind: ClassVar[str] = "ticket"


@dataclass(frozen=True, slots=True)
class FoundBooking:
    """A scanned booking that may be used now. Whose it is, the card says."""

    item: str
    kind: ClassVar[str] = "booking"


@dataclass(frozen=True, slots=True)
class ScanFailed:
    """The scanned code led nowhere: why, and the counter or time that belongs to it."""

    problem: ScanProblem
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Took:
    ticket: KeptTicket


@dataclass(frozen=True, slots=True)
class NotTaken:
    why: Refused | HallUnreachable | LedgerFailure


@dataclass(frozen=True, slots=True)
class PaperTold:
    """The printer's answer about one ticket."""

    ticket_id: str
    report: PrintReport


@dataclass(frozen=True, slots=True)
class GuideTold:
    """The item's guide beside one ticket. `outcome` None: handed to the document printer, which has not answered."""

    ticket_id: str
    outcome: PageOutcome | None = None


@dataclass(frozen=True, slots=True)
class RestoreTold:
    """`result` is None when the hall says that this number cannot come back (too late, or restored before)."""

    result: TicketView | HallUnreachable | None


@dataclass(frozen=True, slots=True)
class ComplaintStored:
    number: str  # empty when it could not be stored


@dataclass(frozen=True, slots=True)
class Stumbled:
    """A bug of ours happened while working for this session."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A second has passed, roughly; the time itself comes with every input."""


WorldInput = (
    Identified
    | CardLaid
    | CardLying
    | CardRemoved
    | CardFailed
    | IdentityFailed
    | ReaderReturned
    | PrinterReturned
    | FoundTicket
    | FoundBooking
    | ScanFailed
    | Took
    | NotTaken
    | PaperTold
    | GuideTold
    | RestoreTold
    | ComplaintStored
    | Stumbled
    | Tick
)
Input = Intent | WorldInput
