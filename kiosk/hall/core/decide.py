"""The one door into the live queue: a command goes in, events and an answer come out. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.domain.calendar import begin_of
from kiosk.domain.events import EventKind, Moment
from kiosk.domain.numbering import day_space
from kiosk.hall.core import (
    adopting,
    calling,
    commands,
    doubting,
    evaluating,
    noticing,
    reserving,
    reuniting,
    signing,
    taking_in,
)
from kiosk.hall.core.answers import CommandRefusal
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.scene import Accepted, Decision, Scene
from kiosk.hall.core.state import HallState
from kiosk.ports.clock import Identities


def decide(state: HallState, rules: Rules, command: commands.Command, now: Moment, ids: Identities) -> Decision[Any]:
    """`evolve` the events, in order, before the next decision; the reply holds once they are stored."""
    return _OF[type(command)](Scene(state, rules, now, ids), command)


def _open_day(scene: Scene, _command: commands.OpenDay) -> Decision[Accepted]:
    if scene.state.opened:
        return Decision((), Accepted())
    rules = scene.rules
    space = [day_space(queue).text() for queue in rules.hall.queues]
    letters = [f"{letter}:{terminal}" for terminal, letter in rules.numbers.letters_on(scene.state.day).items()]
    begins = begin_of(scene.state.day, rules.hall.boundary_minutes)
    opened = scene.event(EventKind.DAY_OPENED, space=space, letters=letters, settings=rules.hall.version, begins=begins)
    return Decision((opened,), Accepted())


def _close_day(scene: Scene, _command: commands.CloseDay) -> Decision[Accepted]:
    return Decision((*evaluating.close_all(scene), *signing.sign_out_all(scene)), Accepted())


def _tick(scene: Scene, _command: commands.Tick) -> Decision[Accepted]:
    return evaluating.tick(scene)


def _key(act: Callable[[Scene, Any], calling.CounterDecision]) -> Callable[[Scene, Any], calling.CounterDecision]:
    def pressed(scene: Scene, command: commands.CounterCommand) -> calling.CounterDecision:
        if command.counter not in scene.rules.counters:
            return calling.refused(CommandRefusal.UNKNOWN_COUNTER)
        here = scene.state.counter(command.counter)
        if command.request_id in here.requests:
            return Decision((), Accepted(here.ticket_id))
        return act(scene, command)

    return pressed


_OF: dict[type, Callable[[Scene, Any], Decision[Any]]] = {
    commands.OpenDay: _open_day,
    commands.CloseDay: _close_day,
    commands.DoubtNumbers: doubting.doubt,
    commands.Tick: _tick,
    commands.Reserve: reserving.reserve,
    commands.TakeIn: taking_in.take_in,
    commands.TakeOver: reuniting.take_over,
    commands.AdoptScanned: adopting.adopt_scanned,
    commands.AdoptTyped: adopting.adopt_typed,
    commands.Restore: reserving.restore,
    commands.SignIn: _key(signing.sign_in),
    commands.SignOut: _key(signing.sign_out),
    commands.CallNext: _key(calling.call_next),
    commands.Start: _key(calling.start),
    commands.Recall: _key(calling.recall),
    commands.PassOver: _key(calling.pass_over),
    commands.Finish: _key(calling.finish),
    commands.Pause: _key(signing.pause),
    commands.Resume: _key(signing.resume),
    commands.TakeNotice: _key(noticing.take_notice),
    commands.TakeBack: _key(adopting.take_back),
    commands.StrikeOff: _key(doubting.strike_off),
    commands.BringAlong: _key(reuniting.bring_along),
    commands.SubmitEvaluation: evaluating.submit,
}
