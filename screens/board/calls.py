"""What a board shows, as a value: a snapshot of the hall, then message by message; and which missed call is still news.

A call that was made while the board could not hear is spoken only if the person is still on the way: finished or
passed meanwhile it stands in the list and is not said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.published import Text
from kiosk.domain.ticket import Group, TicketState
from kiosk.hall.core.answers import BoardView, QueueWait
from kiosk.hall.core.messages import CallKind, CallMessage

KEPT = 12  # of the last calls; whoever is called or served now is kept besides
MOST = 200  # in all
STALE_MS = 10 * 60_000  # a call that old is no news any more, even if nobody finished it

_STATES = {
    CallKind.CALLED: TicketState.CALLED,
    CallKind.RECALLED: TicketState.CALLED,
    CallKind.PASSED: TicketState.PASSED,
    CallKind.STARTED: TicketState.SERVING,
    CallKind.DONE: TicketState.DONE,
}
AT_THE_COUNTER = (TicketState.CALLED, TicketState.SERVING)
SPOKEN_KINDS = frozenset({CallKind.CALLED, CallKind.RECALLED})


@dataclass(frozen=True, slots=True)
class Call:
    label: str
    counter: str
    group: Group
    state: TicketState


@dataclass(frozen=True, slots=True)
class Board:
    """`seq` is the last event in it; calls are newest first."""

    seq: int
    day: str
    hall: Text
    notice: Text
    calls: tuple[Call, ...]
    waits: tuple[QueueWait, ...]


def board_of(view: BoardView) -> Board:
    calls = tuple(Call(call.label, call.counter, call.group, call.state) for call in view.calls)
    return Board(view.seq, view.day, view.hall_name, view.notice, _kept(calls), view.waits)


def heard(board: Board, message: CallMessage) -> Board:
    """The board after a message; one that the board knows already changes nothing."""
    if message.seq <= board.seq:
        return board
    return replace(board, seq=message.seq, calls=_calls_after(board.calls, message))


def is_still_news(message: CallMessage, view: BoardView, now_ms: int) -> bool:
    """Whether a call from before the snapshot must still be said: it is that ticket's latest, and nobody has come.

    `now_ms` UTC. Of several repetitions only the latest one is said: the snapshot has its count.
    """
    if message.kind not in SPOKEN_KINDS or now_ms - message.at_ms > STALE_MS:
        return False
    return any(
        call.label == message.label
        and call.counter == message.counter
        and call.state is TicketState.CALLED
        and call.recalls == message.recalls
        and message.at_ms >= call.at_ms
        for call in view.calls
    )


def sentence(message: CallMessage) -> str:
    """What the voice says. No name, no ID number."""
    return f"请{message.label}号到{message.counter}号窗口办理"


def _calls_after(calls: tuple[Call, ...], message: CallMessage) -> tuple[Call, ...]:
    others = tuple(call for call in calls if call.label != message.label)
    if message.kind is CallKind.WITHDRAWN:
        return others
    new = Call(message.label, message.counter, message.group, _STATES[message.kind])
    if message.kind in SPOKEN_KINDS:
        return _kept((new, *others))
    return tuple(new if call.label == message.label else call for call in calls)


def _kept(calls: tuple[Call, ...]) -> tuple[Call, ...]:
    older = (call for call in calls[KEPT:] if call.state in AT_THE_COUNTER)
    return (*calls[:KEPT], *older)[:MOST]
