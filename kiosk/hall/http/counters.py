"""The clerk's keys over HTTP. A caller's token opens its own counter and no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from kiosk.hall.core import commands
from kiosk.hall.core.answers import CommandRefusal, CommandRefused, CounterView
from kiosk.hall.core.counter_view import counter_view
from kiosk.hall.core.telling import Role
from kiosk.hall.http.gate import not_for
from kiosk.hall.http.replies import documented, trouble, unavailable, value
from kiosk.hall.service import Hall
from kiosk.hall.work import Scope, Unavailable

Number = Annotated[str, Path(pattern=r"^[A-Z]?[1-9]\d{0,2}$", description="the counter's number")]
_WORD = r"^[\w.:-]+$"  # its length stands apart: counted within the pattern, each copy costs 1.6 MB
Notice = Annotated[str, Path(min_length=1, max_length=64, pattern=_WORD, description="as in the counter's view")]
Ticket = Annotated[str, Path(min_length=1, max_length=64, pattern=_WORD)]
Terminal = Annotated[str, Path(min_length=1, max_length=64, pattern=_WORD, description="its identity")]
TicketId = Annotated[str, Field(min_length=1, max_length=64, pattern=_WORD)]
RequestId = Annotated[str, Field(min_length=1, max_length=64, pattern=_WORD, description="made once per press")]

SENTENCES = {
    CommandRefusal.UNKNOWN_COUNTER: "This hall has no such counter.",
    CommandRefusal.WRONG_PIN: "Clerk number and PIN do not belong together.",
    CommandRefusal.TOO_MANY_TRIES: "Too many wrong PINs; wait as long as 'wait_seconds' says.",
    CommandRefusal.NOT_SIGNED_IN: "No clerk is signed in at this counter.",
    CommandRefusal.COUNTER_TAKEN: "Another clerk has an unfinished ticket at this counter.",
    CommandRefusal.CLERK_ELSEWHERE: "This clerk has an unfinished ticket at another counter.",
    CommandRefusal.UNFINISHED: "The present ticket is not finished.",
    CommandRefusal.NOBODY_WAITING: "Nobody waits for this counter.",
    CommandRefusal.NO_TICKET: "Nobody is called to this counter.",
    CommandRefusal.ANOTHER_TICKET: "Another person is at this counter than the press was about.",
    CommandRefusal.ALREADY_STARTED: "The service has begun.",
    CommandRefusal.RECALL_LIMIT: "This number was called again as often as the hall allows.",
    CommandRefusal.PAUSED: "The counter is paused.",
    CommandRefusal.NOT_PAUSED: "The counter is not paused.",
    CommandRefusal.UNKNOWN_NOTICE: "There is no such notice, or it is over.",
    CommandRefusal.NOTICE_TAKEN: "Another clerk sees to this notice.",
    CommandRefusal.NOT_TAKEN_BACK: "Only who typed it in takes it back, before it is called.",
    CommandRefusal.NOT_AWAITED: "Nobody waits for that terminal.",
}


_UNKNOWN = (CommandRefusal.UNKNOWN_COUNTER, CommandRefusal.UNKNOWN_NOTICE)


class Press(BaseModel):
    model_config = ConfigDict(frozen=True)

    request_id: RequestId


class SignInPress(Press):
    clerk: Annotated[str, Field(pattern=r"^\d{3,8}$")]
    pin: Annotated[str, Field(min_length=1, max_length=32, repr=False)]


class TicketPress(Press):
    ticket_id: Annotated[str, Field(max_length=64, pattern=r"^[\w.:-]*$")] = Field(
        default="", description="whom the caller shows; empty: whoever is there"
    )


class FinishPress(TicketPress):
    linked: bool = Field(default=False, description="the person's other number in this queue is done with it")


class BringPress(Press):
    ticket_id: TicketId
    serving: bool = Field(default=False, description="the service has begun")


_KEYS: dict[str, type[commands.CounterCommand]] = {
    "sign-out": commands.SignOut,
    "call": commands.CallNext,
    "pause": commands.Pause,
    "resume": commands.Resume,
}
_ABOUT: dict[str, type[commands.TicketCommand]] = {
    "start": commands.Start,
    "recall": commands.Recall,
    "pass": commands.PassOver,
}


def counters_router(hall: Hall) -> APIRouter:
    router = APIRouter(prefix="/v1/counters", tags=["counters"])
    refusals = documented(404, 409)

    @router.get("/{number}", response_model=CounterView, responses=documented(404))
    async def view(request: Request, number: Number) -> Response:
        """All that the counter's caller shows."""
        return not_for(request, Role.CALLER, counter=number) or await _view(hall, number)

    @router.post("/{number}/sign-in", response_model=CounterView, responses=refusals)
    async def sign_in(request: Request, number: Number, press: SignInPress) -> Response:
        return not_for(request, Role.CALLER, counter=number) or await _sign_in(hall, number, press)

    @router.post("/{number}/notices/{notice}/take", response_model=CounterView, responses=refusals)
    async def take_notice(request: Request, number: Number, notice: Notice, press: Press) -> Response:
        """The clerk goes and sees to it; every caller shows that."""
        refused = not_for(request, Role.CALLER, counter=number)
        return refused or await _do(hall, commands.TakeNotice(number, press.request_id, notice))

    @router.post("/{number}/bring-along", response_model=CounterView, responses=refusals)
    async def bring_along(request: Request, number: Number, press: BringPress) -> Response:
        """After a change of the hall's node: whom this counter has, so that nobody else calls them."""
        refused = not_for(request, Role.CALLER, counter=number)
        return refused or await _do(hall, commands.BringAlong(number, press.request_id, press.ticket_id, press.serving))

    @router.post("/{number}/finish", response_model=CounterView, responses=refusals)
    async def finish(request: Request, number: Number, press: FinishPress) -> Response:
        """办结; of two linked numbers both, if the clerk says so."""
        refused = not_for(request, Role.CALLER, counter=number)
        return refused or await _do(hall, commands.Finish(number, press.request_id, press.ticket_id, press.linked))

    @router.post("/{number}/terminals/{terminal}/strike-off", response_model=CounterView, responses=refusals)
    async def strike_off(request: Request, number: Number, terminal: Terminal, press: Press) -> Response:
        """That terminal is gone for good: the hall waits no longer for what it might still tell of numbers."""
        refused = not_for(request, Role.CALLER, counter=number)
        return refused or await _do(hall, commands.StrikeOff(number, press.request_id, terminal))

    @router.post("/{number}/tickets/{ticket}/take-back", response_model=CounterView, responses=refusals)
    async def take_back(request: Request, number: Number, ticket: Ticket, press: Press) -> Response:
        """A number that this clerk typed in by mistake."""
        refused = not_for(request, Role.CALLER, counter=number)
        return refused or await _do(hall, commands.TakeBack(number, press.request_id, ticket))

    for name, kind in _KEYS.items():
        router.post(f"/{{number}}/{name}", response_model=CounterView, responses=refusals, name=name)(_key(hall, kind))
    for name, about in _ABOUT.items():
        router.post(f"/{{number}}/{name}", response_model=CounterView, responses=refusals, name=name)(
            _about(hall, about)
        )
    return router


def _key(hall: Hall, kind: type[commands.CounterCommand]) -> Callable[..., Any]:
    async def pressed(request: Request, number: Number, press: Press) -> Response:
        refused = not_for(request, Role.CALLER, counter=number)
        return refused or await _do(hall, kind(number, press.request_id))

    pressed.__doc__ = kind.__doc__
    return pressed


def _about(hall: Hall, kind: type[commands.TicketCommand]) -> Callable[..., Any]:
    async def pressed(request: Request, number: Number, press: TicketPress) -> Response:
        refused = not_for(request, Role.CALLER, counter=number)
        return refused or await _do(hall, kind(number, press.request_id, press.ticket_id))

    pressed.__doc__ = kind.__doc__
    return pressed


async def _sign_in(hall: Hall, number: str, press: SignInPress) -> Response:
    clerk = await hall.look(lambda scope: scope.rules.clerks.get(press.clerk))
    if isinstance(clerk, Unavailable):
        return unavailable(clerk)
    problem = await hall.pins.problem(number, clerk, press.pin)
    if problem is not None:
        hall.parts.log.event("hall_sign_in_refused", counter=f"c{number}", reason=problem.reason.value)
        return _refused(problem.reason, tries_left=problem.tries_left, wait_seconds=problem.wait_seconds)
    return await _do(hall, commands.SignIn(number, press.request_id, press.clerk))


async def _do(hall: Hall, command: commands.CounterCommand) -> Response:
    reply = await hall.do(command)
    if isinstance(reply, Unavailable):
        return unavailable(reply)
    await hall.seconded()
    return _refused(reply.reason) if isinstance(reply, CommandRefused) else await _view(hall, command.counter)


async def _view(hall: Hall, number: str) -> Response:
    def at(scope: Scope) -> CounterView | None:
        counter = scope.rules.counters.get(number)
        return counter_view(scope.state, scope.rules, counter, scope.now, scope.seq) if counter else None

    found = await hall.look(at)
    if isinstance(found, Unavailable):
        return unavailable(found)
    return value(found) if found else _refused(CommandRefusal.UNKNOWN_COUNTER)


def _refused(reason: CommandRefusal, **figures: int) -> Response:
    status = 404 if reason in _UNKNOWN else 409
    return trouble(status, reason.value, SENTENCES[reason], figures=figures)
