"""Everything that can be asked of the live queue. What happened before asking (a PIN, a token) is the shell's work."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.evaluation import Evaluation
from kiosk.domain.events import Event
from kiosk.domain.ticket import TakeRequest


@dataclass(frozen=True, slots=True)
class OpenDay:
    """Begins the state's business day with the number space now published; nothing when it has begun."""


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


class Start(CounterCommand):
    """开始"""


class Recall(CounterCommand):
    """重呼"""


class PassOver(CounterCommand):
    """过号"""


class Finish(CounterCommand):
    """办结"""


class Pause(CounterCommand):
    """暂停服务"""


class Resume(CounterCommand):
    pass


@dataclass(frozen=True, slots=True)
class TakeNotice(CounterCommand):
    """The clerk goes and sees to it; `notice` is the id of the event that reported it."""

    notice: str


@dataclass(frozen=True, slots=True)
class SubmitEvaluation:
    ticket_id: str
    counter: str
    request_id: str
    evaluation: Evaluation


Command = OpenDay | CloseDay | Tick | Reserve | TakeIn | Restore | CounterCommand | SubmitEvaluation
