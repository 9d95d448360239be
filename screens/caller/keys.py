"""Which of a clerk's keys can be pressed now, why the others cannot, and which one is the next step.

The hall has the last word on every press; this only spares the clerk presses that it would refuse.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.hall.core.answers import CounterPhase, CounterView


class Press(StrEnum):
    """The keys that exist, with their places: F1, F2, F3, F7, F8; 开始 is the ticket's own key, F9."""

    CALL = "call"  # 叫号 F1
    RECALL = "recall"  # 重呼 F2
    PASS_OVER = "pass"  # noqa: S105  过号 F3
    PAUSE = "pause"  # 暂停服务 F7; the same place says 继续服务 while paused
    FINISH = "finish"  # 办结 F8
    START = "start"  # 开始 F9


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
            return _while_serving(press)


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
    if press is Press.RECALL and view.current is not None and view.current.recalls_left <= 0:
        return Obstacle.RECALL_LIMIT
    return None


def _while_serving(press: Press) -> Obstacle | None:
    return None if press is Press.FINISH else Obstacle.STARTED
