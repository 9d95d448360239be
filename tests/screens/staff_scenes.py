"""Invented counters, boards and tickets that the staff pages are tested and drawn with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from kiosk.domain.order import Why
from kiosk.domain.published import Text
from kiosk.domain.ticket import Group, TicketState, TicketView
from kiosk.hall.core.answers import (
    CounterPhase,
    CounterToday,
    CounterView,
    CurrentTicket,
    LinkedTicket,
    NextUp,
    NoticeKind,
    PassedPerson,
    StaffNotice,
    WaitingPerson,
)
from screens.staff.clocks import Clocks

ZONE = timezone(timedelta(hours=8))
MORNING = datetime(2026, 11, 23, 9, 58, 12, tzinfo=ZONE)

ITEMS = (
    Text("社会保险关系转移接续", "Transfer of social insurance"),
    Text("养老待遇申领", "Claiming a pension"),
    Text("社会保障卡补换", "Replacement of a social security card"),
    Text("灵活就业人员基本医疗保险参保登记", "Basic medical insurance for people in flexible employment"),
    Text("自主就业退役士兵一次性经济补助申领", "Renewal or replacement of mainland permits for Taiwan residents"),
)
NAMES = ("张*三", "李*", "欧阳*莉", "买*尔", "王*芳", "")
GROUPS = (Group.BOOKED, Group.WALK_IN, Group.WALK_IN, Group.GREEN, Group.WALK_IN, Group.WALK_IN)


class HandClock:
    """A clock that tests move by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.wall = MORNING

    def clocks(self) -> Clocks:
        return Clocks(lambda: self.seconds, lambda: self.wall)

    def pass_by(self, seconds: float) -> None:
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)


def waiting_people(count: int) -> tuple[WaitingPerson, ...]:
    return tuple(
        WaitingPerson(
            ticket_id=f"w{number}",
            label=f"{'ABC'[number % 3]}{18 + number:03d}",
            queue="social",
            item_name=ITEMS[number % len(ITEMS)],
            group=GROUPS[number % len(GROUPS)],
            name=NAMES[number % len(NAMES)],
            tail="2217",
            waited_minutes=max(1, 31 - 3 * number),
            unconfirmed=number == 4,
            unsigned=number == 5,
            linked=("AC07",) if number == 0 else (),
        )
        for number in range(count)
    )


def current_ticket(state: TicketState, **other: Any) -> CurrentTicket:
    given: dict[str, Any] = {
        "ticket_id": "t17",
        "label": "A017",
        "queue": "social",
        "item": "RSJ-001",
        "item_name": Text("城乡居民养老保险参保登记", "Enrolment in residents' pension insurance"),
        "state": state,
        "group": Group.GREEN,
        "name": "张*三",
        "tail": "2217",
        "unconfirmed": False,
        "waited_minutes": 11,
        "seconds": 252,
        "recalls": 1,
        "recalls_left": 4,
    }
    return CurrentTicket(**(given | other))


def counter_view(phase: CounterPhase, people: int = 6, **other: Any) -> CounterView:
    waiting = waiting_people(people)
    state = {CounterPhase.CALLED: TicketState.CALLED, CounterPhase.SERVING: TicketState.SERVING}.get(phase)
    given: dict[str, Any] = {
        "counter": "3",
        "counter_name": Text("社保医保综合", "Social and medical insurance"),
        "hall_name": Text("青岚市政务服务中心", "Qinglan City Government Service Centre"),
        "day": "2026-11-23",
        "phase": phase,
        "clerk": "" if phase is CounterPhase.SIGNED_OUT else "0312",
        "clerk_name": "" if phase is CounterPhase.SIGNED_OUT else "林*",
        "current": current_ticket(state) if state else None,
        "next": NextUp("w0", waiting[0].label, waiting[0].group, (Why.PRIORITY_TURN, Why.EARLIEST_OF_QUEUES))
        if waiting
        else None,
        "waiting": waiting[:50],
        "waiting_total": people,
        "passed": (
            PassedPerson("p1", "A011", "social", "赵*", "0031", 12, True),
            PassedPerson("p2", "C001", "consult", "", "", 48, False),
        ),
        "today": CounterToday(called=16, done=14, passed=1, average_seconds=460),
        "notices": (),
        "seq": 100,
    }
    return CounterView(**(given | other))


def linked_ticket(label: str, state: TicketState = TicketState.WAITING) -> LinkedTicket:
    """The other number of whoever is at the counter."""
    return LinkedTicket(f"t-{label}", label, state, 6)


def hall_ticket(label: str = "A011", state: TicketState = TicketState.WAITING, **other: Any) -> TicketView:
    """A ticket as the hall tells it to whoever asks for its number."""
    given: dict[str, Any] = {
        "ticket_id": "p1",
        "label": label,
        "queue": "social",
        "item": "RSJ-001",
        "day": "2026-11-23",
    }
    given |= {"state": state, "group": Group.WALK_IN, "name": "赵*", "tail": "0031", "taken_ms": 0}
    given |= {"ahead": 3, "wait_low": 0, "wait_high": 0, "counters": ("1", "2", "3")}
    return TicketView(**(given | other))


def doubt_notice(*terminals: str) -> StaffNotice:
    at = int(MORNING.timestamp() * 1000) - 90_000
    return StaffNotice(NoticeKind.NUMBERS_DOUBTED, ", ".join(terminals), at, "lost", id="n-d", number="0000ND")


def staff_notices() -> tuple[StaffNotice, ...]:
    at = int(MORNING.timestamp() * 1000)
    reason = Text("材料看不懂，不知道要带什么", "I do not understand which papers are needed")
    return (
        StaffNotice(NoticeKind.DEVICE, "T2", at - 300_000, "receipt-printer:out", id="n-4", number="0000N4"),
        StaffNotice(NoticeKind.COMPLAINT, "T1", at - 240_000, "R03", reason, id="n-3", number="3F9A2C"),
        StaffNotice(NoticeKind.CARD_FORGOTTEN, "T1", at - 60_000, id="n-1", number="0000N1"),
        StaffNotice(
            NoticeKind.HELP_WANTED, "T2", at - 120_000, id="n-2", number="0000N2", taken_by="0305", taken_counter="5"
        ),
    )


DEVICE_TROUBLES = (
    "document-printer:jammed", "document-printer:userError", "document-printer:noDevice", "code-scanner:hardwareError",
    "signal-board:offline", "signal-board:userError", "keypad:hardwareError", "face-camera:noDevice",
    "receipt-printer:userError", "id-card:offline", "palm-reader:strange",
)  # fmt: skip


def device_notices(*troubles: str) -> tuple[StaffNotice, ...]:
    """Each of a device of its own, the last one the newest."""
    at = int(MORNING.timestamp() * 1000)
    return tuple(
        StaffNotice(NoticeKind.DEVICE, "T2", at - 60_000 * (len(troubles) - n), code, id=f"n-d{n}", number=f"0000D{n}")
        for n, code in enumerate(troubles)
    )


def taken(notice: StaffNotice) -> StaffNotice:
    return replace(notice, taken_by="0312", taken_counter="3", taken_ms=notice.at_ms + 60_000)
