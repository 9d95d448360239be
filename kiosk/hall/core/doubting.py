"""May this book have forgotten numbers of today? Then they come from the spare part, until every terminal has told.

A terminal has told when its stream is drained up to the `reported` that answers this doubt: whatever it owed stands
before that. One that is gone for good is struck off by a clerk, by name.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.domain.events import Event, EventKind
from kiosk.hall.core.answers import CommandRefusal
from kiosk.hall.core.calling import CounterDecision, refused
from kiosk.hall.core.commands import DoubtNumbers, StrikeOff
from kiosk.hall.core.numbers_kept import texts_of
from kiosk.hall.core.scene import Accepted, Decision, Scene
from kiosk.hall.core.state import text_of


class Why(StrEnum):
    """What makes a book doubtful."""

    LOST = "lost"  # there was none, or it was damaged and moved aside
    RESTORED = "restored"  # it was put back from a copy
    FORGOTTEN_NUMBER = "forgotten_number"  # somebody holds or saw a number that it should know


def doubt(scene: Scene, command: DoubtNumbers) -> Decision[Accepted]:
    begun = doubted(scene, Why(command.why), command.seen)
    if begun or not command.seen:
        return Decision(begun, Accepted())
    known = scene.event(EventKind.NUMBERS_HEARD, terminal="", seen=list(command.seen), doubt="")
    return Decision((known,), Accepted())


def doubted(scene: Scene, why: Why, seen: tuple[str, ...] = ()) -> tuple[Event, ...]:
    """The doubt's beginning; nothing when there is one already, or no terminal that could know better."""
    terminals = sorted(scene.rules.enrolled - scene.state.struck_off)
    if scene.state.doubt is not None or not terminals:
        return ()
    return (scene.event(EventKind.NUMBERS_DOUBTED, why=why.value, terminals=terminals, seen=list(seen)),)


def heard(scene: Scene, event: Event) -> tuple[Event, ...]:
    """What a terminal's `reported` becomes in the hall's own words, dated to the hall's day."""
    here, answers = scene.state.doubt, text_of(event.data.get("doubt"))
    seen = texts_of(event.data, "seen") if text_of(event.data.get("day")) == scene.state.day else []
    life = _new_life(scene, event)
    known = scene.event(EventKind.NUMBERS_HEARD, terminal=event.node, seen=seen, doubt=answers, **life)
    if here is None or here.notice.id != answers:
        return (known,) if seen or life else ()
    return (known, *_sure(scene, event.node))


def _new_life(scene: Scene, event: Event) -> dict[str, str]:
    """Another start of this terminal today; the hall counts them."""
    life = text_of(event.data.get("life"))
    of_today = text_of(event.data.get("day")) == scene.state.day
    return {"life": life} if life and of_today and life not in scene.state.lives.get(event.node, ()) else {}


def strike_off(scene: Scene, command: StrikeOff) -> CounterDecision:
    """A clerk says that nobody has to wait for this terminal any more."""
    clerk, here = scene.state.counter(command.counter).clerk, scene.state.doubt
    if not clerk:
        return refused(CommandRefusal.NOT_SIGNED_IN)
    if command.terminal in scene.state.struck_off:
        return Decision((), Accepted())
    if here is None or command.terminal not in here.awaiting:
        return refused(CommandRefusal.NOT_AWAITED)
    gone = scene.event(
        EventKind.NUMBERS_HEARD,
        terminal=command.terminal,
        doubt=here.notice.id,
        struck_off=True,
        clerk=clerk,
        counter=command.counter,
        request=command.request_id,
    )
    return Decision((gone, *_sure(scene, command.terminal)), Accepted())


def _sure(scene: Scene, last: str) -> tuple[Event, ...]:
    """The doubt's end, when this terminal was the last."""
    here = scene.state.doubt
    over = here is not None and here.awaiting <= {last}
    return (scene.event(EventKind.NUMBERS_SURE),) if over else ()
