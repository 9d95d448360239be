"""Who is next: rules instead of weights, so that every choice has a reason which a clerk can show to whoever asks.

In each queue priority people and walk-ins take turns at a ratio; whoever has waited too long goes first of all, by
arrival; between several queues of one counter the earliest arrival goes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kiosk.domain.hall_settings import OrderRules
from kiosk.domain.ticket import Group

MINUTE_MS = 60_000


class Why(StrEnum):
    """Why this person and no other. A choice carries all that apply, the deciding one first."""

    LONGEST_WAIT = "longest_wait"  # waited longer than the limit: arrival order before everything
    PRIORITY_TURN = "priority_turn"  # both kinds wait, and it is priority's turn
    WALK_IN_TURN = "walk_in_turn"  # both kinds wait, and it is the walk-ins' turn
    ONLY_PRIORITY = "only_priority"  # nobody else waits in that queue
    ONLY_WALK_INS = "only_walk_ins"
    EARLIEST_OF_QUEUES = "earliest_of_queues"  # several queues had somebody: the earliest arrival of them
    UNCONFIRMED = "unconfirmed"  # 待确认: its terminal has not confirmed the ticket


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first of one group in one queue. `arrived_ms` UTC; `order` breaks ties and is unique in a day."""

    ticket_id: str
    queue: str
    group: Group
    arrived_ms: int
    order: int
    unconfirmed: bool = False

    @property
    def key(self) -> tuple[int, int]:
        return self.arrived_ms, self.order


@dataclass(frozen=True, slots=True)
class Choice:
    """`turn` is the place in that queue's ratio after this choice, to be handed in at the next one."""

    waiting: Waiting
    reasons: tuple[Why, ...]
    turn: int


def is_priority(group: Group, rules: OrderRules) -> bool:
    return _is_first(group, rules.booked_is_priority)


def _is_first(group: Group, booked_is_priority: bool) -> bool:
    return group is Group.GREEN or (group is Group.BOOKED and booked_is_priority)


@cache
def groups_of(priority: bool, booked_is_priority: bool) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The groups of one kind, and those of the other."""
    own = tuple(one for one in Group if _is_first(one, booked_is_priority) is priority)
    return own, tuple(one for one in Group if one not in own)


def next_ticket(heads: Iterable[Waiting], turns: Mapping[str, int], rules: OrderRules, now_ms: int) -> Choice | None:
    """The choice among the first of every queue and group, or None when nobody waits. Takes O(queues × groups)."""
    everyone = list(heads)
    late = [head for head in everyone if now_ms - head.arrived_ms >= rules.max_wait_minutes * MINUTE_MS]
    if late:
        first = min(late, key=lambda head: head.key)
        return _noted(Choice(first, (Why.LONGEST_WAIT,), turns.get(first.queue, 0)))
    by_queue: dict[str, list[Waiting]] = {}
    for head in everyone:
        by_queue.setdefault(head.queue, []).append(head)
    choices = [_of_queue(found, turns.get(queue, 0), rules) for queue, found in by_queue.items()]
    if not choices:
        return None
    best = min(choices, key=lambda choice: choice.waiting.key)
    several = (Why.EARLIEST_OF_QUEUES,) if len(choices) > 1 else ()
    return _noted(Choice(best.waiting, best.reasons + several, best.turn))


def ahead_of(own: int, others: int, priority: bool, rules: OrderRules) -> int:
    """How many will be called before somebody with `own` people before them in their own kind, while `others` of
    the other kind wait: the ratio's share of those, at most all."""
    turns, per = rules.priority_turns, rules.walk_in_turns
    share = own * per // turns if priority else -(-(own + 1) * turns // per)
    return own + min(others, share)


def _of_queue(heads: list[Waiting], turn: int, rules: OrderRules) -> Choice:
    priority = _earliest(head for head in heads if is_priority(head.group, rules))
    walk_in = _earliest(head for head in heads if not is_priority(head.group, rules))
    if priority is None or walk_in is None:
        only = priority or walk_in
        assert only is not None  # noqa: S101  a queue without heads is not in the list
        return Choice(only, (Why.ONLY_PRIORITY if walk_in is None else Why.ONLY_WALK_INS,), turn)
    cycle = rules.priority_turns + rules.walk_in_turns
    after = (turn + 1) % cycle
    if turn % cycle < rules.priority_turns:
        return Choice(priority, (Why.PRIORITY_TURN,), after)
    return Choice(walk_in, (Why.WALK_IN_TURN,), after)


def _earliest(heads: Iterable[Waiting]) -> Waiting | None:
    return min(heads, key=lambda head: head.key, default=None)


def _noted(choice: Choice) -> Choice:
    if not choice.waiting.unconfirmed:
        return choice
    return Choice(choice.waiting, (*choice.reasons, Why.UNCONFIRMED), choice.turn)
