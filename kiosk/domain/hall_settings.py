"""One hall as the city publishes it: its queues, counters, clerks, rules, limits and the sentences it shows.

Every figure is data because cities differ; the defaults of the field stand in the published file, not here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from kiosk.domain.published import Text


class QueueKind(StrEnum):
    ITEM = "item"  # items of one kind of business
    SHARED = "shared"  # 无差别: any counter of it takes any of its items
    CONSULTATION = "consultation"  # 咨询, also without identity
    COLLECTION = "collection"  # 出件/领证


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers first to last, both included; 1 or more."""

    first: int
    last: int

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.first <= number <= self.last


@dataclass(frozen=True, slots=True)
class NumberSpace:
    """Which issuer may use which numbers of a queue. The three parts are disjoint, so no failure makes a duplicate."""

    digits: int  # 2–7; numbers are written with leading zeros
    sequencer: NumberRange
    standby: NumberRange
    spare: NumberRange

    def written(self, number: int) -> str:
        return f"{number:0{self.digits}d}"


@dataclass(frozen=True, slots=True)
class Queue:
    code: str
    prefix: str  # one or two capital letters, on every label of this queue
    name: Text
    kind: QueueKind
    numbers: NumberSpace

    def label(self, number: int) -> str:
        """What the citizen sees: A017."""
        return self.prefix + self.numbers.written(number)


@dataclass(frozen=True, slots=True)
class Floor:
    number: int
    name: Text


@dataclass(frozen=True, slots=True)
class Counter:
    number: str  # spoken and shown: 3 in 3 号窗口
    floor: int
    name: Text
    queues: tuple[str, ...]  # codes; one counter may serve many queues, one queue many counters

    def serves(self, queue: str) -> bool:
        return queue in self.queues


@dataclass(frozen=True, slots=True)
class Clerk:
    """Someone who may sign in to a counter. The name is published masked; the PIN only as its scrypt hash."""

    number: str
    masked_name: str
    pin_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OrderRules:
    """Who is next. While both wait, `priority_turns` calls go to priority, then `walk_in_turns` to walk-ins;
    whoever has waited `max_wait_minutes` goes first of all, by arrival."""

    priority_turns: int
    walk_in_turns: int
    max_wait_minutes: int
    booked_is_priority: bool
    booked_early_minutes: int  # check-in opens so long before the slot
    booked_late_minutes: int  # and closes so long after its end


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of opening on some weekdays (ISO, Monday 1); `closes` itself is no longer open. 00:00 = midnight."""

    weekdays: tuple[int, ...]
    opens: time
    closes: time

    def covers(self, weekday: int, moment: time) -> bool:
        return weekday in self.weekdays and self.opens <= moment and (moment < self.closes or self.closes == time())


@dataclass(frozen=True, slots=True)
class Hours:
    periods: tuple[Period, ...]

    def is_open(self, weekday: int, moment: time) -> bool:
        return any(period.covers(weekday, moment) for period in self.periods)


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One of the short lines before a card is read: topic, e.g. 读什么, and what is true about it."""

    key: str  # what, why, how_long, who, rights
    topic: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Consent:
    version: str  # stored with every consent that was given
    title: Text
    lines: tuple[ConsentLine, ...]


@dataclass(frozen=True, slots=True)
class ComplaintReason:
    """办不成事: why a citizen could not get it done."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class HallSettings:
    id: str
    version: str
    name: Text
    region: str  # division code, six digits
    floors: tuple[Floor, ...]
    queues: tuple[Queue, ...]
    counters: tuple[Counter, ...]
    clerks: tuple[Clerk, ...]
    order: OrderRules
    hours: Hours
    boundary_minutes: int  # minutes after midnight at which the business day changes and numbers restart
    recall_limit: int
    restore_minutes: int  # a passed ticket may come back so long
    confirm_seconds: int  # an unconfirmed reservation is called marked 待确认 after this
    evaluation_seconds: int  # then it is stored as 未评价
    elder_age: int
    hotline: str
    board_notice: Text
    ticket_rules: tuple[Text, ...]  # two lines on every ticket
    consent: Consent
    complaint_reasons: tuple[ComplaintReason, ...]

    def queue(self, code: str) -> Queue | None:
        return next((queue for queue in self.queues if queue.code == code), None)

    def counter(self, number: str) -> Counter | None:
        return next((counter for counter in self.counters if counter.number == number), None)

    def clerk(self, number: str) -> Clerk | None:
        return next((clerk for clerk in self.clerks if clerk.number == number), None)

    def counters_of(self, queue: str) -> tuple[Counter, ...]:
        return tuple(counter for counter in self.counters if counter.serves(queue))

    def place_of(self, queue: str) -> Text:
        """Where to wait for a queue, floor by floor: 2 楼 3、5、6 号窗口."""
        by_floor: dict[int, list[str]] = {}
        for counter in self.counters_of(queue):
            by_floor.setdefault(counter.floor, []).append(counter.number)
        zh = "；".join(f"{floor} 楼 {'、'.join(numbers)} 号窗口" for floor, numbers in by_floor.items())
        en = "; ".join(f"Floor {floor}, {_counters_en(numbers)}" for floor, numbers in by_floor.items())
        return Text(zh, en)


def _counters_en(numbers: list[str]) -> str:
    return f"{'Counter' if len(numbers) == 1 else 'Counters'} {', '.join(numbers)}"
