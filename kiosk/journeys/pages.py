"""Every page a citizen can see, as values: what is on it, never how it looks. Texts come from the translations.

A page carries codes and figures; names of departments and items are looked up in the `Knowledge` beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.catalogue import Catalogue, HallSettings, Language
from kiosk.domain.identity import NumberProblem
from kiosk.domain.ticket import TicketView
from kiosk.ports.devices import DeviceState, DeviceStatus, PrintOutcome, ReadFailure
from kiosk.ports.devices.document_printer import PageOutcome

_UNTOLD = DeviceStatus(DeviceState.UNKNOWN)
_NONE = DeviceStatus(DeviceState.NOT_SUPPORTED)


class FailureReason(StrEnum):
    """Why a number could not be given; each has a sentence, a next step and a way out."""

    HALL_UNREACHABLE = "hall_unreachable"
    HALL_OUT_OF_SERVICE = "hall_out_of_service"
    STORAGE_LOCKED = "storage_locked"
    STORAGE_FULL = "storage_full"
    STORAGE_DAMAGED = "storage_damaged"
    NUMBERS_EXHAUSTED = "numbers_exhausted"
    QUEUE_CLOSED = "queue_closed"
    ITEM_GONE = "item_gone"
    NOT_RESTORABLE = "not_restorable"  # 过号 too long ago, or restored before: a new number is the way
    TRY_AGAIN = "try_again"
    NOT_READY = "not_ready"  # no catalogue yet, or no match key
    UNEXPECTED = "unexpected"  # a bug of ours; the session is wiped


class OtherDevices(StrEnum):
    """How those devices of the terminal are, taken together, without which a number can be given."""

    WELL = "well"
    ILL = "ill"  # one of them, at least
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class QueueNow:
    """A queue at this moment: people who wait in it, and how long a newcomer would; minutes, both 0 when unknown."""

    waiting: int
    wait_low: int
    wait_high: int
    priority_low: int = 0  # with 绿色通道
    priority_high: int = 0
    open_counters: int = -1  # where somebody calls this queue's numbers now; -1: not known


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the terminal knows of its hall and its own devices right now. Empty figures mean: not known."""

    catalogue: Catalogue | None = None
    settings: HallSettings | None = None
    queues: Mapping[str, QueueNow] = field(default_factory=dict)
    waiting: int | None = None  # people in the whole hall
    hall_reachable: bool | None = None  # None: not tried yet
    reader: DeviceStatus = _UNTOLD
    printer: DeviceStatus = _UNTOLD
    today: date = date.min
    own_numbers: bool = False  # no hall answers, and whoever comes gets a number of this terminal's own letter
    voiced: bool = True  # what is to be said can be heard
    scanner: DeviceStatus = _NONE  # most terminals have none
    others: OtherDevices = OtherDevices.WELL  # as long as there is none

    @property
    def nobody_works(self) -> bool:
        """Whether the hall said that at no counter anybody is at work; False when that is not known."""
        return bool(self.queues) and all(queue.open_counters == 0 for queue in self.queues.values())


@dataclass(frozen=True, slots=True)
class Home:
    """The first page."""


@dataclass(frozen=True, slots=True)
class HotItems:
    """The items most people come for."""


@dataclass(frozen=True, slots=True)
class Departments:
    pass


@dataclass(frozen=True, slots=True)
class Items:
    department: str


@dataclass(frozen=True, slots=True)
class CardPrompt:
    """请将身份证放在感应区, with the notice. `left_lying`: somebody else's card lies there and is never read."""

    failure: ReadFailure | None = None
    reading: bool = False
    taken_away: bool = False  # the card was lifted and everything wiped; it may be laid again
    left_lying: bool = False


class ScanProblem(StrEnum):
    """Why a scanned code leads nowhere; each has a sentence that says what to do instead."""

    NOT_READ = "not_read"  # cut, spoilt, too long or no text: hold it again
    UNKNOWN = "unknown"  # no form that this terminal knows
    NOT_GENUINE = "not_genuine"
    NOT_READY = "not_ready"  # the hall's key is not here yet
    FOREIGN = "foreign"  # a city's or an office's code, and no platform is connected that could tell whose
    TICKET_UNKNOWN = "ticket_unknown"  # genuine, and not of today's hall
    TICKET_OVER = "ticket_over"  # served, or given up
    TICKET_CALLED = "ticket_called"
    BOOKING_UNKNOWN = "booking_unknown"
    BOOKING_EARLY = "booking_early"
    BOOKING_LATE = "booking_late"
    HALL = "hall"  # nobody can be asked about it just now
    SCANNER = "scanner"  # it fell silent, was pulled, or reports a fault


@dataclass(frozen=True, slots=True)
class ScanCode:
    """请将二维码对准扫描窗. With a problem, nothing is looked for until somebody asks again. `detail`: the counter that
    called a ticket, or the time from which a booking may be used."""

    problem: ScanProblem | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CardThere:
    """A card was laid before anyone saw the notice: it is read only after 同意."""


@dataclass(frozen=True, slots=True)
class TypeNumber:
    typed: str = field(default="", repr=False)
    problem: NumberProblem | None = None
    complete: bool = False


class BookedWhen(StrEnum):
    """Whether taking the number now is the check-in of a booking."""

    OPEN = "open"
    EARLY = "early"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking of today by whoever stands here. Local times hh:mm; `opens`: from then on it may be checked in."""

    item: str
    when: BookedWhen
    begins: str
    ends: str
    opens: str


@dataclass(frozen=True, slots=True)
class Check:
    """核对: person, item, people ahead; then 取号."""


@dataclass(frozen=True, slots=True)
class Working:
    """The number is being taken."""


class PaperPhase(StrEnum):
    """What is shown about the paper; after PRINTING it is what the printer said."""

    NONE = "none"
    PRINTING = "printing"
    PRINTED = PrintOutcome.PRINTED.value
    FAILED = PrintOutcome.FAILED.value
    UNKNOWN = PrintOutcome.UNKNOWN.value


class GuidePhase(StrEnum):
    """What is shown about the item's guide on A4; after PRINTING it is what the document printer answered."""

    NONE = "none"  # none was wanted, or it was taken back
    PRINTING = "printing"  # handed over
    LATE = "late"  # still no answer
    PRINTED = PageOutcome.PRINTED.value
    FAILED = PageOutcome.FAILED.value
    UNKNOWN = PageOutcome.UNKNOWN.value


@dataclass(frozen=True, slots=True)
class TicketPage:
    ticket: TicketView
    code: str = ""  # signed data for the QR
    paper: PaperPhase = PaperPhase.NONE
    reason: str = ""  # the printer's own, e.g. paper_out
    restored: bool = False
    may_reprint: bool = True
    printer_back: bool = False  # it failed, and the printer has said since that it can print
    wiped: bool = False  # the card was lifted: whose number it is, is known no longer
    again: bool = False  # 补打: the number is not a new one
    guide: GuidePhase = GuidePhase.NONE


@dataclass(frozen=True, slots=True)
class AlreadyWaiting:
    """One open ticket per person and queue: 补打 instead of a second number. `code`: as scanned from its paper."""

    ticket: TicketView
    wiped: bool = False
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PassedRecently:
    """过号 not long ago: 恢复排队, once."""

    ticket: TicketView
    wiped: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    reason: FailureReason


@dataclass(frozen=True, slots=True)
class GoToCounter:
    """不同意 or no card: the counters give a number too. Says where."""


@dataclass(frozen=True, slots=True)
class Help:
    called: bool = False  # a clerk's screen was told; `reachable` of the hall says whether it can have arrived


@dataclass(frozen=True, slots=True)
class Complaint:
    """办不成事: choose the reason."""


@dataclass(frozen=True, slots=True)
class ComplaintKept:
    number: str  # to quote


@dataclass(frozen=True, slots=True)
class TakeYourCard:
    """The session is over and wiped, and a card still lies there."""

    reported: bool = False


Page = (
    Home
    | HotItems
    | Departments
    | Items
    | ScanCode
    | CardPrompt
    | CardThere
    | TypeNumber
    | Check
    | Working
    | TicketPage
    | AlreadyWaiting
    | PassedRecently
    | Failure
    | GoToCounter
    | Help
    | Complaint
    | ComplaintKept
    | TakeYourCard
)


class Step(StrEnum):
    """The step rail of a journey."""

    CHOOSE = "choose"
    IDENTIFY = "identify"
    CHECK = "check"
    TAKE = "take"


@dataclass(frozen=True, slots=True)
class Person:
    """What the page may show of whoever stands here; both already masked."""

    name: str
    number: str
    green: bool


@dataclass(frozen=True, slots=True)
class View:
    """One picture of the terminal: everything its window needs. `seconds_left` is None where nothing runs out."""

    page: Page
    knowledge: Knowledge
    item: str = ""  # chosen item's code
    step: Step | None = None
    anonymous: bool = False  # this journey has no identify step
    person: Person | None = None
    booked: Booked | None = None  # this person's booking of the chosen item
    seconds_left: int | None = None
    seconds_whole: int = 60
    warning: bool = False  # 您还在吗: personal data is blanked
    extensions_left: int = 0
    back: bool = False  # 返回 leads somewhere
    session: bool = False  # somebody is here: 首页 返回 退出 apply
    language: Language = Language.CHINESE
    elder: bool = False
    contrast: bool = False
    low: bool = False
