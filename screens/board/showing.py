"""A board as plain values for QML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kiosk.domain.published import Text
from kiosk.domain.ticket import Group, TicketState
from kiosk.hall.core.answers import QueueWait
from screens.board.calls import AT_THE_COUNTER, Board, Call
from screens.theme.line_breaks import kept_together

RECENT = 5  # rows of the list beside the present call


def board_page(board: Board, silent: bool = False, title: str = "", queues: Sequence[str] = ()) -> dict[str, Any]:
    """`title` replaces the hall's name when given; `queues` are the codes to show, none of them means all.

    `silent`: no call can be heard, so the hall's notice must not tell anybody to listen.
    """
    now = _of_now(board.calls)
    return {
        "hall": {"zh": title, "en": title} if title else _words(board.hall),
        "notice": _without_voice(board.notice) if silent else _words(board.notice),
        "now": _call(now) if now else None,
        "recent": [_call(call) for call in _listed(tuple(call for call in board.calls if call is not now))],
        "waits": [_wait(wait) for wait in board.waits if _is_shown(wait, queues)],
    }


def counter_page(board: Board, silent: bool = False, counter: str = "") -> dict[str, Any]:
    """Of one counter alone: whose number it is there, as the strip above a counter has it; None for nobody's."""
    there = next((call for call in board.calls if call.counter == counter and call.state in AT_THE_COUNTER), None)
    return {"hall": _words(board.hall), "now": _call(there) if there else None}


def _of_now(calls: tuple[Call, ...]) -> Call | None:
    """The latest call that a counter still waits for; else the latest of all while that person is being served."""
    awaited = (call for call in calls if call.state is TicketState.CALLED)
    served = (call for call in calls[:1] if call.state is TicketState.SERVING)
    return next(awaited, None) or next(served, None)


def _listed(calls: tuple[Call, ...]) -> tuple[Call, ...]:
    """The latest, and behind them everybody who is still on the way: in a large hall more than one page."""
    return (*calls[:RECENT], *(call for call in calls[RECENT:] if call.state is TicketState.CALLED))


def _call(call: Call) -> dict[str, Any]:
    group = "" if call.group is Group.WALK_IN else call.group.value
    mark = "passed" if call.state is TicketState.PASSED else group
    awaited = call.state is TicketState.CALLED
    return {"label": call.label, "counter": call.counter, "mark": mark, "awaited": awaited}


def _wait(wait: QueueWait) -> dict[str, Any]:
    return {"prefix": wait.prefix, "name": _words(wait.name), "waiting": wait.waiting}


def _is_shown(wait: QueueWait, queues: Sequence[str]) -> bool:
    """Of all queues, those in which something happens now; chosen ones always, so that their places stay."""
    return wait.queue in queues if queues else wait.waiting > 0 or wait.open_counters > 0


def _without_voice(text: Text) -> dict[str, str]:
    """The published sentences but those that speak of listening; the board says the truth in their place."""
    zh = [part for part in re.findall(r"[^。！]+[。！]?", text.zh) if "语音" not in part and "听" not in part]
    en = [part for part in re.split(r"(?<=[.!]) ", text.en) if not re.search(r"listen|voice|hear|spoken", part, re.I)]
    return _words(Text("".join(zh), " ".join(en)))


def _words(text: Text) -> dict[str, str]:
    return {"zh": kept_together(text.zh), "en": kept_together(text.en)}
