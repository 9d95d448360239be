"""A notice to the staff is taken by one clerk, so that everybody else sees that somebody goes."""

from __future__ import annotations

from kiosk.domain.events import EventKind
from kiosk.hall.core.answers import CommandRefusal
from kiosk.hall.core.calling import CounterDecision, refused
from kiosk.hall.core.commands import TakeNotice
from kiosk.hall.core.scene import Accepted, Decision, Scene


def take_notice(scene: Scene, command: TakeNotice) -> CounterDecision:
    clerk, notice = scene.state.counter(command.counter).clerk, scene.state.notice(command.notice)
    if not clerk:
        return refused(CommandRefusal.NOT_SIGNED_IN)
    if notice is None:
        return refused(CommandRefusal.UNKNOWN_NOTICE)
    if notice.taken is not None:
        return Decision((), Accepted()) if notice.taken.clerk == clerk else refused(CommandRefusal.NOTICE_TAKEN)
    taken = scene.event(
        EventKind.NOTICE_TAKEN,
        counter=command.counter,
        clerk=clerk,
        notice=notice.id,
        report=notice.kind.value,
        terminal=notice.terminal,
        code=notice.code,
        request=command.request_id,
    )
    return Decision((taken,), Accepted())
