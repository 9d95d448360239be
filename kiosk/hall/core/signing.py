"""Clerks come, go and pause. Whoever moves on is signed out at the counter before, unless somebody is served there."""

from __future__ import annotations

from kiosk.domain.events import Event, EventKind
from kiosk.hall.core.answers import CommandRefusal
from kiosk.hall.core.calling import CounterDecision, refused
from kiosk.hall.core.commands import Pause, Resume, SignIn, SignOut
from kiosk.hall.core.scene import Accepted, Decision, Scene


def sign_in(scene: Scene, command: SignIn) -> CounterDecision:
    """The PIN was right. Signing in again at the same counter changes nothing."""
    here = scene.state.counter(command.counter)
    if here.clerk == command.clerk:
        return Decision((), Accepted(here.ticket_id))
    if here.clerk and here.ticket_id:
        return refused(CommandRefusal.COUNTER_TAKEN)
    leaving = _leaving(scene, command)
    if isinstance(leaving, CommandRefusal):
        return refused(leaving)
    arrives = _at(scene, EventKind.SIGNED_IN, command.counter, command.clerk, command.request_id)
    return Decision((*leaving, arrives), Accepted())


def sign_out(scene: Scene, command: SignOut) -> CounterDecision:
    here = scene.state.counter(command.counter)
    if not here.clerk:
        return Decision((), Accepted())
    if here.ticket_id:
        return refused(CommandRefusal.UNFINISHED)
    event = _at(scene, EventKind.SIGNED_OUT, command.counter, here.clerk, command.request_id)
    return Decision((event,), Accepted())


def pause(scene: Scene, command: Pause) -> CounterDecision:
    """Possible while somebody is being served: they are finished, nobody else is called."""
    here = scene.state.counter(command.counter)
    if not here.clerk:
        return refused(CommandRefusal.NOT_SIGNED_IN)
    if here.paused:
        return Decision((), Accepted(here.ticket_id))
    event = _at(scene, EventKind.PAUSED, command.counter, here.clerk, command.request_id)
    return Decision((event,), Accepted(here.ticket_id))


def resume(scene: Scene, command: Resume) -> CounterDecision:
    here = scene.state.counter(command.counter)
    if not here.paused:
        return refused(CommandRefusal.NOT_PAUSED if here.clerk else CommandRefusal.NOT_SIGNED_IN)
    event = _at(scene, EventKind.RESUMED, command.counter, here.clerk, command.request_id)
    return Decision((event,), Accepted(here.ticket_id))


def sign_out_all(scene: Scene) -> tuple[Event, ...]:
    """At the end of the business day."""
    return tuple(
        _at(scene, EventKind.SIGNED_OUT, number, counter.clerk, "")
        for number, counter in scene.state.counters.items()
        if counter.clerk
    )


def _leaving(scene: Scene, command: SignIn) -> tuple[Event, ...] | CommandRefusal:
    """Who has to be signed out first: the clerk before here, and this clerk at another counter."""
    here = scene.state.counter(command.counter)
    before = [(command.counter, here.clerk)] if here.clerk else []
    for number, counter in scene.state.counters.items():
        if counter.clerk == command.clerk:
            if counter.ticket_id:
                return CommandRefusal.CLERK_ELSEWHERE
            before.append((number, command.clerk))
    return tuple(_at(scene, EventKind.SIGNED_OUT, number, clerk, "") for number, clerk in before)


def _at(scene: Scene, kind: EventKind, counter: str, clerk: str, request_id: str) -> Event:
    return scene.event(kind, counter=counter, clerk=clerk, request=request_id)
