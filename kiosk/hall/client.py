"""The hall as its terminals, callers, boards and evaluators hold it: one class a role, answers and failures as values.

Nothing here raises for the world's failures, and every method returns within the limits of `Limits`, so all of them
may block a worker thread but never a screen's. A press that gets lost on the way is repeated under the same request
id and has one effect.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import quote

from kiosk.domain.evaluation import EvaluationOutcome, EvaluationReasons
from kiosk.domain.ticket import (
    HallUnreachable,
    Refused,
    Reserved,
    ReserveReply,
    TakeRequest,
    TicketState,
    TicketView,
)
from kiosk.hall.connection import Address, Answer, Connection, Limits, parsed
from kiosk.hall.core.answers import (
    Adopted,
    AdoptRefusal,
    AdoptRefused,
    BoardView,
    CommandRefusal,
    CommandRefused,
    CounterView,
    CurrentTicket,
    EvaluationRefused,
    EvaluationTaken,
    HallHealth,
    Invitation,
    Restored,
    RestoreRefusal,
    RestoreRefused,
    TerminalSummary,
)
from kiosk.hall.feed_reader import Feed
from kiosk.hall.wire import ReservedOnWire, TicketRefusedOnWire, request_on_wire
from kiosk.sync.heartbeat import PATH, BeatsOnWire

__all__ = ["Address", "BoardHall", "CounterHall", "EvaluatorHall", "Feed", "Limits", "TerminalHall"]

CounterReply = CounterView | CommandRefused | HallUnreachable
RestoreReply = Restored | RestoreRefused | HallUnreachable
AdoptReply = Adopted | AdoptRefused | HallUnreachable
EvaluationReply = EvaluationTaken | EvaluationRefused | HallUnreachable

_Reason = TypeVar("_Reason", bound=StrEnum)
_CONFLICT = (404, 409, 422)
_NO_SUCH_PATH = ("unknown_path", "method_not_allowed")  # an older hall takes look-up for a ticket's identity


class _Hall:
    def __init__(self, address: Address, token: str, limits: Limits | None = None) -> None:
        self.connection = Connection(address, token, limits)
        self.has_token = bool(token)  # without one the hall refuses whatever is asked

    def health(self) -> HallHealth | HallUnreachable:
        answer = self.connection.ask("GET", "/v1/health")
        return parsed(HallHealth, answer.body) if isinstance(answer, Answer) else answer

    def beat(self, beats: BeatsOnWire) -> str:
        """Tells how this machine is. Empty: the hall heard it, or is not reached; else why it does not want to."""
        answer = self.connection.ask("POST", PATH, beats.model_dump(mode="json"))
        if isinstance(answer, Answer):
            return "" if answer.status == 200 else "not_understood"
        return answer.value if answer in (HallUnreachable.NOT_ALLOWED, HallUnreachable.BROKEN_ANSWER) else ""


class TerminalHall(_Hall):
    """The hall for a citizen's terminal."""

    def reserve(self, request: TakeRequest) -> ReserveReply:
        """A number for this request; the same request always gets the same number."""
        answer = self.connection.ask("POST", "/v1/tickets", request_on_wire(request))
        if not isinstance(answer, Answer):
            return answer
        if answer.status == 200:
            good = parsed(ReservedOnWire, answer.body)
            return good if isinstance(good, HallUnreachable) else Reserved(good.ticket)
        refused = parsed(TicketRefusedOnWire, answer.body)
        return refused if isinstance(refused, HallUnreachable) else Refused(refused.reason, refused.ticket)

    def ticket(self, ticket_id: str) -> TicketView | HallUnreachable | None:
        """How the ticket stands now; None when the hall has no such ticket today."""
        answer = self.connection.ask("GET", f"/v1/tickets/{quote(ticket_id, safe='')}")
        if not isinstance(answer, Answer):
            return answer
        return None if answer.status == 404 else parsed(TicketView, answer.body)

    def restore(self, ticket_id: str) -> RestoreReply:
        """Puts a passed ticket back into its queue, once, within the hall's limit."""
        return _restore(self.connection, ticket_id)

    def adopt(self, code: str) -> AdoptReply:
        """Takes in a ticket by the code on its paper; a known one is shown."""
        return _adopt(self.connection, {"code": code})

    def look_up(self, label: str) -> AdoptReply:
        """A ticket that the hall knows, by its number."""
        return _adopt(self.connection, {"label": label})

    def summary(self) -> TerminalSummary | HallUnreachable:
        """Who waits where; for the home page."""
        answer = self.connection.ask("GET", "/v1/terminal/summary")
        return parsed(TerminalSummary, answer.body) if isinstance(answer, Answer) else answer


class CounterHall(_Hall):
    """The hall for the caller of one counter. Each key answers with the counter's view after it.

    When another node of the hall answers than before, it is told first whom this counter has: the node before may have
    gone before it could pass that on.
    """

    def __init__(self, address: Address, token: str, counter: str, limits: Limits | None = None) -> None:
        super().__init__(address, token, limits)
        self.counter = counter
        self._node = ""
        self._present: CurrentTicket | None = None

    def view(self) -> CounterReply:
        return self._told(lambda: self.connection.ask("GET", f"/v1/counters/{self.counter}"))

    def sign_in(self, clerk: str, pin: str) -> CounterReply:
        return self._press("sign-in", {"clerk": clerk, "pin": pin})

    def sign_out(self) -> CounterReply:
        return self._press("sign-out")

    def call_next(self) -> CounterReply:
        """叫号"""
        return self._press("call")

    def start(self, ticket_id: str = "") -> CounterReply:
        """开始. Of this and the next three keys: `ticket_id` is whom the press is about, empty: whoever is there."""
        return self._press("start", {"ticket_id": ticket_id})

    def recall(self, ticket_id: str = "") -> CounterReply:
        """重呼"""
        return self._press("recall", {"ticket_id": ticket_id})

    def pass_over(self, ticket_id: str = "") -> CounterReply:
        """过号"""
        return self._press("pass", {"ticket_id": ticket_id})

    def finish(self, ticket_id: str = "", linked: bool = False) -> CounterReply:
        """办结: the evaluation opens at this counter. `linked`: the person's other number is done with it."""
        return self._press("finish", {"linked": linked, "ticket_id": ticket_id})

    def pause(self) -> CounterReply:
        """暂停服务"""
        return self._press("pause")

    def resume(self) -> CounterReply:
        return self._press("resume")

    def adopt(self, code: str = "", label: str = "") -> AdoptReply:
        """Takes in a ticket that the hall has not heard of: by its code, or by its number on the clerk's word."""
        return _adopt(self.connection, {"code": code} if code else {"label": label})

    def look_up(self, label: str) -> AdoptReply:
        """What the hall has of a number; takes nothing in. HALL_TOO_OLD from a hall that can only take in."""
        answer = self.connection.ask("POST", "/v1/tickets/look-up", {"label": label})
        if isinstance(answer, Answer) and answer.reason() in _NO_SUCH_PATH:
            return AdoptRefused(AdoptRefusal.HALL_TOO_OLD)
        return _adopted(answer)

    def take_back(self, ticket_id: str) -> CounterReply:
        """A number that this clerk typed in by mistake, while it waits."""
        return self._press(f"tickets/{quote(ticket_id, safe='')}/take-back")

    def strike_off(self, terminal: str) -> CounterReply:
        """That terminal is gone for good: the hall waits no longer for what it might still tell."""
        return self._press(f"terminals/{quote(terminal, safe='')}/strike-off")

    def take_notice(self, notice: str) -> CounterReply:
        """The clerk sees to what a terminal reported; every caller shows that."""
        return self._press(f"notices/{quote(notice, safe='')}/take")

    def restore(self, ticket_id: str) -> RestoreReply:
        """Brings a passed person back on the clerk's own key; the terminal's rule holds here too."""
        return _restore(self.connection, ticket_id)

    def _press(self, key: str, body: Mapping[str, str | bool] | None = None) -> CounterReply:
        once = {"request_id": secrets.token_hex(16), **(body or {})}
        return self._told(lambda: self.connection.ask("POST", f"/v1/counters/{self.counter}/{key}", once))

    def _told(self, ask: Callable[[], Answer | HallUnreachable]) -> CounterReply:
        """The reply. From another node than before it may have been given in ignorance, so it is asked for again."""
        answer = ask()
        if not isinstance(answer, Answer):
            return answer
        changed = self._node not in ("", answer.node)
        self._node = answer.node
        if changed and self._present is not None and self._brought(self._present):
            answer = ask()
        reply = _counter_reply(answer)
        if isinstance(reply, CounterView):
            self._present = reply.current
        return reply

    def _brought(self, present: CurrentTicket) -> bool:
        said = {"ticket_id": present.ticket_id, "serving": present.state is TicketState.SERVING}
        once = {"request_id": secrets.token_hex(16), **said}
        reply = _counter_reply(self.connection.ask("POST", f"/v1/counters/{self.counter}/bring-along", once))
        return isinstance(reply, CounterView)


class EvaluatorHall(_Hall):
    """The hall for the evaluator of one counter."""

    def __init__(self, address: Address, token: str, counter: str, limits: Limits | None = None) -> None:
        super().__init__(address, token, limits)
        self.counter = counter

    def open_evaluation(self) -> Invitation | HallUnreachable | None:
        """The evaluation that is open at this counter now, or None."""
        answer = self.connection.ask("GET", f"/v1/counters/{self.counter}/evaluation")
        if not isinstance(answer, Answer):
            return answer
        return None if answer.status == 204 else parsed(Invitation, answer.body)

    def submit(
        self,
        ticket_id: str,
        outcome: EvaluationOutcome,
        grade: int | None = None,
        reasons: Sequence[str] = (),
        text: str = "",
        seconds_on_screen: int = 0,
    ) -> EvaluationReply:
        """GRADED with a grade, or DECLINED (暂不评价); the hall itself stores 未评价 when the time is over."""
        body: dict[str, Any] = {"request_id": secrets.token_hex(16), "ticket_id": ticket_id, "outcome": outcome.value}
        body |= {"grade": grade, "reasons": list(reasons), "text": text, "seconds": seconds_on_screen}
        answer = self.connection.ask("POST", "/v1/evaluations", body)
        if not isinstance(answer, Answer):
            return answer
        kind = EvaluationTaken if answer.status == 200 else EvaluationRefused
        return parsed(kind, answer.body)

    def reasons(self) -> EvaluationReasons | HallUnreachable:
        """The coded reasons in force, as the city published them."""
        answer = self.connection.ask("GET", "/v1/evaluation-reasons")
        return parsed(EvaluationReasons, answer.body) if isinstance(answer, Answer) else answer


class BoardHall(_Hall):
    """The hall for a board: a snapshot first, then `Feed(hall.connection, …, after=snapshot.seq)`."""

    def snapshot(self) -> BoardView | HallUnreachable:
        answer = self.connection.ask("GET", "/v1/board")
        return parsed(BoardView, answer.body) if isinstance(answer, Answer) else answer


def _restore(connection: Connection, ticket_id: str) -> RestoreReply:
    answer = connection.ask("POST", f"/v1/tickets/{quote(ticket_id, safe='')}/restore", {})
    if not isinstance(answer, Answer):
        return answer
    if answer.status == 200:
        ticket = parsed(TicketView, answer.body)
        return ticket if isinstance(ticket, HallUnreachable) else Restored(ticket)
    reason = _reason(answer, RestoreRefusal)
    return reason if isinstance(reason, HallUnreachable) else RestoreRefused(reason)


def _adopt(connection: Connection, paper: dict[str, Any]) -> AdoptReply:
    return _adopted(connection.ask("POST", "/v1/tickets/adopt", paper))


def _adopted(answer: Answer | HallUnreachable) -> AdoptReply:
    if not isinstance(answer, Answer):
        return answer
    if answer.status == 200:
        return parsed(Adopted, answer.body)
    reason = _reason(answer, AdoptRefusal)
    return reason if isinstance(reason, HallUnreachable) else AdoptRefused(reason)


def _counter_reply(answer: Answer | HallUnreachable) -> CounterReply:
    if not isinstance(answer, Answer):
        return answer
    if answer.status == 200:
        return parsed(CounterView, answer.body)
    reason = _reason(answer, CommandRefusal)
    if isinstance(reason, HallUnreachable):
        return reason
    return CommandRefused(reason, answer.figure("tries_left"), answer.figure("wait_seconds"))


def _reason(answer: Answer, kind: type[_Reason]) -> _Reason | HallUnreachable:
    if answer.status not in _CONFLICT or answer.reason() not in {reason.value for reason in kind}:
        return HallUnreachable.BROKEN_ANSWER
    return kind(answer.reason())
