"""What the hall answers: the values that terminals, callers, boards and evaluators see, and nothing more.

Names are masked where they are stored, so no answer can hold more of a person than its last four digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.hall_settings import QueueKind
from kiosk.domain.order import Why
from kiosk.domain.published import Text
from kiosk.domain.ticket import Group, TicketState, TicketView


class CommandRefusal(StrEnum):
    """Why a counter's key did nothing."""

    UNKNOWN_COUNTER = "unknown_counter"
    WRONG_PIN = "wrong_pin"  # also for an unknown clerk number: which of the two is nobody's business
    TOO_MANY_TRIES = "too_many_tries"  # wrong PINs; `wait_seconds` says how long
    NOT_SIGNED_IN = "not_signed_in"
    COUNTER_TAKEN = "counter_taken"  # another clerk has an unfinished ticket here
    CLERK_ELSEWHERE = "clerk_elsewhere"  # this clerk has an unfinished ticket at another counter
    UNFINISHED = "unfinished"  # finish or pass over the present ticket first
    NOBODY_WAITING = "nobody_waiting"
    NO_TICKET = "no_ticket"  # nobody is called here
    ANOTHER_TICKET = "another_ticket"  # the caller showed somebody else than who is here now
    ALREADY_STARTED = "already_started"
    RECALL_LIMIT = "recall_limit"
    PAUSED = "paused"
    NOT_PAUSED = "not_paused"
    UNKNOWN_NOTICE = "unknown_notice"  # it is over meanwhile: the card was lifted, the device is well
    NOTICE_TAKEN = "notice_taken"  # by a colleague, who comes with the view
    NOT_TAKEN_BACK = "not_taken_back"  # not this clerk's slip, or called, or its terminal told of it
    NOT_AWAITED = "not_awaited"  # nobody waits for that terminal


class RestoreRefusal(StrEnum):
    UNKNOWN_TICKET = "unknown_ticket"
    NOT_PASSED = "not_passed"
    TOO_LATE = "too_late"
    ALREADY_RESTORED = "already_restored"  # once per ticket


class AdoptRefusal(StrEnum):
    """Why a ticket was not taken in."""

    UNREADABLE = "unreadable"  # no code of a ticket, or signed with another key
    NO_KEY = "no_key"  # the hall's ticket key has not come down yet
    OTHER_DAY = "other_day"
    VOID = "void"  # its own terminal gave it up
    NOT_OF_THIS_HALL = "label_not_of_this_hall"
    LETTER_OF_ANOTHER = "letter_of_another"  # a terminal gave it that does not have this letter
    LABEL_IN_USE = "label_in_use"
    NOT_KNOWN = "not_known"  # only asked: the hall has not got it, a clerk may take it in
    NEVER_GIVEN = "never_given"  # the same, of a number of this node's own that it has not come to yet today
    SIGNATURE_NEEDED = "signature_needed"  # a terminal takes in by the code only
    NOT_SIGNED_IN = "not_signed_in"  # a typed label needs a clerk who vouches for it
    HALL_TOO_OLD = "hall_too_old"  # said by the caller: this hall cannot look a number up, only take it in


class EvaluationRefusal(StrEnum):
    """Why an evaluation was not taken; `invalid` carries what is wrong in `detail`."""

    UNKNOWN_TICKET = "unknown_ticket"
    ALREADY_EVALUATED = "already_evaluated"  # 一次一评
    NOT_OPEN = "not_open"  # its time is over, or the service has not ended
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """Of a wrong PIN: how many tries are left (0: not told), or in how many seconds the next one is heard."""

    reason: CommandRefusal
    tries_left: int = 0
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    ticket: TicketView


@dataclass(frozen=True, slots=True)
class RestoreRefused:
    reason: RestoreRefusal


@dataclass(frozen=True, slots=True)
class Adopted:
    """`known`: the hall had it. `typed_by`: the clerk on whose word it waits, while nothing else is known of it:
    that clerk may take it back as long as it was not called."""

    ticket: TicketView
    known: bool
    typed_by: str = ""


@dataclass(frozen=True, slots=True)
class AdoptRefused:
    reason: AdoptRefusal


@dataclass(frozen=True, slots=True)
class EvaluationTaken:
    ticket_id: str


@dataclass(frozen=True, slots=True)
class EvaluationRefused:
    reason: EvaluationRefusal
    detail: str = ""  # an EvaluationProblem


class CounterPhase(StrEnum):
    SIGNED_OUT = "signed_out"
    IDLE = "idle"
    CALLED = "called"
    SERVING = "serving"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class LinkedTicket:
    """Another open number of the same person in the same queue."""

    ticket_id: str
    label: str
    state: TicketState
    waited_minutes: int


@dataclass(frozen=True, slots=True)
class CurrentTicket:
    """The ticket at a counter. `seconds` since the call, or since the start once serving. `unsigned`: it was taken in
    by its label alone, on the word of clerk `adopted_by`."""

    ticket_id: str
    label: str
    queue: str
    item: str
    item_name: Text
    state: TicketState
    group: Group
    name: str
    tail: str
    unconfirmed: bool  # 待确认
    waited_minutes: int
    seconds: int
    recalls: int
    recalls_left: int
    linked: tuple[LinkedTicket, ...] = ()
    unsigned: bool = False
    adopted_by: str = ""


@dataclass(frozen=True, slots=True)
class WaitingPerson:
    ticket_id: str
    label: str
    queue: str
    item_name: Text
    group: Group  # the source: walk-in, green, booked
    name: str
    tail: str
    waited_minutes: int
    unconfirmed: bool
    linked: tuple[str, ...] = ()  # labels of the same person
    unsigned: bool = False


@dataclass(frozen=True, slots=True)
class PassedPerson:
    ticket_id: str
    label: str
    queue: str
    name: str
    tail: str
    minutes_ago: int
    restorable: bool


@dataclass(frozen=True, slots=True)
class NextUp:
    """Whom 叫号 would call now, and why; the deciding reason first."""

    ticket_id: str
    label: str
    group: Group
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class CounterToday:
    """Since the business day began, at this counter."""

    called: int
    done: int
    passed: int
    average_seconds: int  # of service; 0 when nothing is done yet


class NoticeKind(StrEnum):
    CARD_FORGOTTEN = "card_forgotten"
    HELP_WANTED = "help_wanted"  # 求助
    COMPLAINT = "complaint"  # 办不成事
    DEVICE = "device"
    NUMBERS_LOW = "numbers_low"  # a queue's numbers run out; `code` is how many are left
    NUMBERS_DOUBTED = "numbers_doubted"  # spare numbers are given until the terminals named have told what they know


@dataclass(frozen=True, slots=True)
class StaffNotice:
    """Something the staff should see to. `code` is a complaint's reason, or a device and its state as in
    `receipt-printer:out`; `text` is the reason's sentence. `number` is what the citizen was told: the last six
    characters of the event's id. `taken_by` is the clerk who sees to it; empty while nobody does."""

    kind: NoticeKind
    terminal: str
    at_ms: int
    code: str = ""
    text: Text | None = None
    id: str = ""
    number: str = ""
    taken_by: str = ""
    taken_counter: str = ""
    taken_ms: int = 0


@dataclass(frozen=True, slots=True)
class CounterView:
    """All that a caller shows. `waiting` holds the first fifty in order of arrival, `waiting_total` counts all."""

    counter: str
    counter_name: Text
    hall_name: Text
    day: str
    phase: CounterPhase
    clerk: str  # number; empty when signed out
    clerk_name: str  # masked
    current: CurrentTicket | None
    next: NextUp | None
    waiting: tuple[WaitingPerson, ...]
    waiting_total: int
    passed: tuple[PassedPerson, ...]
    today: CounterToday
    notices: tuple[StaffNotice, ...]
    seq: int


@dataclass(frozen=True, slots=True)
class QueueWait:
    """Waiting people of one queue, and a newcomer's estimate in minutes: a walk-in's, and one with 绿色通道.

    Both ends 0: nobody can tell. A low end of 0: at most the high one.
    """

    queue: str
    prefix: str
    name: Text
    kind: QueueKind
    waiting: int
    wait_low: int
    wait_high: int
    open_counters: int
    priority_low: int = 0
    priority_high: int = 0


@dataclass(frozen=True, slots=True)
class TerminalSummary:
    """`last` are the highest labels of today, by queue and part, with those of the asking terminal's own letter.
    `doubt`: the hall waits for this terminal's `reported` with these words in data.doubt; else empty. `life`: the last
    of this terminal's lives (starts) that the hall has heard of today, and `lives` how many; 0: not known for certain;
    -1: of an older hall."""

    day: str
    seq: int
    waiting: int
    queues: tuple[QueueWait, ...]
    last: tuple[str, ...] = ()
    letter: str = ""
    doubt: str = ""
    life: str = ""
    lives: int = -1


@dataclass(frozen=True, slots=True)
class BoardCall:
    """One call as a board shows it; `at_ms` UTC of the call or of its last repetition."""

    label: str
    counter: str
    group: Group
    state: TicketState
    at_ms: int
    recalls: int


@dataclass(frozen=True, slots=True)
class BoardView:
    """A snapshot; the feed goes on after `seq`. The last twelve calls and every counter's present one, newest first."""

    seq: int
    day: str
    hall_name: Text
    notice: Text
    calls: tuple[BoardCall, ...]
    waits: tuple[QueueWait, ...]


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open evaluation at one counter. `seconds_left` until it is stored as 未评价."""

    ticket_id: str
    label: str
    counter: str
    item: str
    item_name: Text
    department: str
    clerk: str
    seconds_left: int
    reasons_version: str


@dataclass(frozen=True, slots=True)
class HallHealth:
    """`status` is ready, not_ready (no settings from the city yet) or out_of_service (`reason` says why).

    `quarantine`: events that the city refused and nobody has seen to.
    """

    status: str
    reason: str
    day: str
    seq: int
    waiting: int
    feeds: int
    quarantine: int = 0
