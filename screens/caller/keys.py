"""Which of a clerk's keys can be pressed now, why the others cannot, and which one is the next step.

The hall has the last word on every press; this only spares the clerk presses that it would refuse.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.domain.ticket import TicketState
from kiosk.hall.core.answers import CounterPhase, CounterView, CurrentTicket


class Press(StrEnum):
    """The keys that exist, with their places. 一起办结 is there only for a person with two numbers."""

    CALL = "call"  # 叫号 F1
    RECALL = "recall"  # 重呼 F2
    PASS_OVER = "pass"  # noqa: S105  过号 F3
    PAUSE = "pause"  # 暂停服务 F7; the same place says 继续服务 while paused
    FINISH = "finish"  # 办结 F8
    START = "start"  # 开始 F9
    FINISH_BOTH = "finish_both"  # 一起办结 F11


class Obstacle(StrEnum):
    """Why a key cannot be pressed now; each has a sentence."""

    LINK = "link"
    ANSWER_OUT = "answer_out"
    UNFINISHED = "unfinished"
    NO_TICKET = "no_ticket"
    STARTED = "started"
    RECALL_LIMIT = "recall_limit"
    PAUSED = "paused"
    SIGNED_OUT = "signed_out"
    ONE_NUMBER = "one_number"
    OTHER_ELSEWHERE = "other_elsewhere"


# The other numbers of a person that one call may end; one that stands at another counter is that clerk's matter.
ENDS_WITH = (TicketState.RESERVED, TicketState.WAITING, TicketState.PASSED)


def obstacle(press: Press, view: CounterView | None, linked: bool, answer_out: bool) -> Obstacle | None:
    """What stands against this key now; None when it can be pressed."""
    if not linked or view is None:
        return Obstacle.LINK
    if answer_out:
        return Obstacle.ANSWER_OUT
    match view.phase:
        case CounterPhase.SIGNED_OUT:
            return Obstacle.SIGNED_OUT
        case CounterPhase.IDLE:
            return None if press in (Press.CALL, Press.PAUSE) else Obstacle.NO_TICKET
        case CounterPhase.PAUSED:
            return None if press is Press.PAUSE else Obstacle.PAUSED
        case CounterPhase.CALLED:
            return _while_called(press, view)
        case CounterPhase.SERVING:
            return _while_serving(press, view)


def ended_with(current: CurrentTicket | None) -> tuple[str, ...]:
    """The numbers that 一起办结 ends along with the present one."""
    return tuple(one.label for one in current.linked if one.state in ENDS_WITH) if current else ()


def next_step(view: CounterView | None) -> Press | None:
    """The one filled key of the page."""
    if view is None:
        return None
    match view.phase:
        case CounterPhase.IDLE:
            return Press.CALL
        case CounterPhase.CALLED:
            return Press.START
        case CounterPhase.SERVING:
            return Press.FINISH
        case CounterPhase.PAUSED:
            return Press.PAUSE
        case CounterPhase.SIGNED_OUT:
            return None


def _while_called(press: Press, view: CounterView) -> Obstacle | None:
    if press in (Press.CALL, Press.PAUSE):
        return Obstacle.UNFINISHED
    if press is Press.FINISH_BOTH:
        return _against_both(view.current)
    if press is Press.RECALL and view.current is not None and view.current.recalls_left <= 0:
        return Obstacle.RECALL_LIMIT
    return None


def _while_serving(press: Press, view: CounterView) -> Obstacle | None:
    if press is Press.FINISH_BOTH:
        return _against_both(view.current)
    return None if press is Press.FINISH else Obstacle.STARTED


def _against_both(current: CurrentTicket | None) -> Obstacle | None:
    if ended_with(current):
        return None
    return Obstacle.OTHER_ELSEWHERE if current and current.linked else Obstacle.ONE_NUMBER
