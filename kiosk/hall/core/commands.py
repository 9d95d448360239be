"""Everything that can be asked of the live queue. What happened before asking (a PIN, a token) is the shell's work."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.evaluation import Evaluation
from kiosk.domain.events import Event
from kiosk.domain.signed_ticket import TicketData
from kiosk.domain.ticket import TakeRequest


@dataclass(frozen=True, slots=True)
class OpenDay:
    """Begins the state's business day with the number space now published; nothing when it has begun."""


@dataclass(frozen=True, slots=True)
class DoubtNumbers:
    """This book may have forgotten numbers of the day; `why` as in `doubting.Why`. `seen`: labels that it gave and does
    not know any more."""

    why: str
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CloseDay:
    """Ends what the next business day must not inherit: open evaluations, clerks at their counters."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class Reserve:
    request: TakeRequest


@dataclass(frozen=True, slots=True)
class TakeIn:
    """One event of a terminal, as it came up its stream; known ones were sorted out before."""

    event: Event


@dataclass(frozen=True, slots=True)
class TakeOver:
    """One event of the book of the hall's other node, `node`; known ones were sorted out before."""

    event: Event
    node: str


@dataclass(frozen=True, slots=True)
class AdoptScanned:
    """A ticket by its signed code, checked by the shell. `counter` is empty when a terminal scanned it."""

    ticket: TicketData
    counter: str = ""


@dataclass(frozen=True, slots=True)
class AdoptTyped:
    """A ticket by what stands on its paper, in capitals. `counter` is empty when a terminal asks. `only_ask`: nothing
    is taken in, the hall says what it has."""

    label: str
    counter: str = ""
    only_ask: bool = False


@dataclass(frozen=True, slots=True)
class Restore:
    ticket_id: str


@dataclass(frozen=True, slots=True)
class CounterCommand:
    """`request_id` is made once per press; the same press sent twice has one effect."""

    counter: str
    request_id: str


@dataclass(frozen=True, slots=True)
class SignIn(CounterCommand):
    clerk: str


class SignOut(CounterCommand):
    pass


class CallNext(CounterCommand):
    """叫号"""


@dataclass(frozen=True, slots=True)
class TicketCommand(CounterCommand):
    """A key about whoever is at the counter. `ticket_id`: whom the caller shows there, so that a press that comes late
    ends nobody else; empty from an older caller, which means whoever is there."""

    ticket_id: str = ""


class Start(TicketCommand):
    """开始"""


class Recall(TicketCommand):
    """重呼"""


class PassOver(TicketCommand):
    """过号"""


@dataclass(frozen=True, slots=True)
class Finish(TicketCommand):
    """办结. `linked`: the person's other number in this queue is done with it."""

    linked: bool = False


class Pause(CounterCommand):
    """暂停服务"""


class Resume(CounterCommand):
    pass


@dataclass(frozen=True, slots=True)
class TakeNotice(CounterCommand):
    """The clerk goes and sees to it; `notice` is the id of the event that reported it."""

    notice: str


@dataclass(frozen=True, slots=True)
class StrikeOff(CounterCommand):
    """That terminal is gone for good: nobody waits for what it might still tell."""

    terminal: str


@dataclass(frozen=True, slots=True)
class TakeBack(CounterCommand):
    """The number that this clerk took in by typing was a slip: it waits no longer, and is nobody's again."""

    ticket_id: str


@dataclass(frozen=True, slots=True)
class BringAlong(CounterCommand):
    """After a change of the hall's node: whom this counter has, so that nobody else calls them."""

    ticket_id: str
    serving: bool


@dataclass(frozen=True, slots=True)
class SubmitEvaluation:
    ticket_id: str
    counter: str
    request_id: str
    evaluation: Evaluation


Command = (
    OpenDay
    | CloseDay
    | DoubtNumbers
    | Tick
    | Reserve
    | TakeIn
    | TakeOver
    | AdoptScanned
    | AdoptTyped
    | Restore
    | CounterCommand
    | SubmitEvaluation
)
