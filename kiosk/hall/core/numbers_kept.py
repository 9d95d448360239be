"""What the state remembers of numbers: today's space, the highest ever seen, whether the book may have forgotten some.

Part of `evolve`: it decides nothing, and a replay goes through it as live events do.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.events import Data, Event, EventKind
from kiosk.domain.numbering import Part, day_space_from, numbered
from kiosk.hall.core.answers import NoticeKind
from kiosk.hall.core.state import Doubt, HallState, Notice, text_of, whole_of


def remember(state: HallState, label: str, queue: str) -> None:
    """Its issuer goes on behind this number."""
    space = state.spaces.get(queue)
    found = numbered(label, space) if space else None
    if found is None:
        return
    if found.part is Part.OWN:
        own = queue, found.letter
        state.own_highest[own] = max(found.number, state.own_highest.get(own, 0))
    else:
        part = queue, found.part
        state.highest[part] = max(found.number, state.highest.get(part, 0))


def _day_opened(state: HallState, event: Event) -> None:
    spaces = [day_space_from(line) for line in texts_of(event.data, "space")]
    state.spaces = {space.queue: space for space in spaces}
    letters = (line.partition(":") for line in texts_of(event.data, "letters"))
    state.letters = {terminal: letter for letter, _, terminal in letters}
    state.opened = True


def _numbers_doubted(state: HallState, event: Event) -> None:
    terminals = set(texts_of(event.data, "terminals"))
    notice = Notice(event.event_id, NoticeKind.NUMBERS_DOUBTED, "", event.at.wall_ms, text_of(event.data.get("why")))
    state.doubt = Doubt(notice, terminals)
    notice.terminal = _listed(state.doubt)
    for label in texts_of(event.data, "seen"):
        remember_seen(state, label)


def _numbers_heard(state: HallState, event: Event) -> None:
    terminal = text_of(event.data.get("terminal"))
    if event.data.get("struck_off") is True:
        state.struck_off.add(terminal)
    if life := text_of(event.data.get("life")):
        state.lives.setdefault(terminal, []).append(life)
    for label in texts_of(event.data, "seen"):
        remember_seen(state, label)
    if state.doubt is not None and state.doubt.notice.id == text_of(event.data.get("doubt")):
        state.doubt.awaiting.discard(terminal)
        state.doubt.notice.terminal = _listed(state.doubt)


def remember_seen(state: HallState, label: str) -> None:
    """A label that somebody saw, of whatever queue it is."""
    for queue, space in state.spaces.items():
        if label.startswith(space.prefix):
            remember(state, label, queue)


def _numbers_sure(state: HallState, event: Event) -> None:
    state.doubt = None


def _numbers_low(state: HallState, event: Event) -> None:
    queue, part, left = (event.data.get(name) for name in ("queue", "part", "left"))
    notice = Notice(event.event_id, NoticeKind.NUMBERS_LOW, text_of(queue), event.at.wall_ms, str(whole_of(left)))
    state.low[text_of(queue), Part(text_of(part))] = notice


def texts_of(data: Data, name: str) -> list[str]:
    """The texts of a list in an event's data; none for anything else."""
    lines = data.get(name)
    return [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []


def _listed(doubt: Doubt) -> str:
    return ", ".join(sorted(doubt.awaiting))


EFFECTS: dict[EventKind, Callable[[HallState, Event], None]] = {
    EventKind.DAY_OPENED: _day_opened,
    EventKind.NUMBERS_DOUBTED: _numbers_doubted,
    EventKind.NUMBERS_HEARD: _numbers_heard,
    EventKind.NUMBERS_SURE: _numbers_sure,
    EventKind.NUMBERS_LOW: _numbers_low,
}
