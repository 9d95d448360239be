"""Above a counter stands whose number it is now: no number of yesterday, none that nobody vouches for."""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.domain.catalogue import Text
from kiosk.domain.ticket import Group, HallUnreachable, TicketState
from kiosk.hall.core.answers import BoardCall, BoardView
from kiosk.operation.counter_following import CounterFollowing, following, labels
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.log import NoLog


def view(*calls: BoardCall) -> BoardView:
    return BoardView(1, "2026-11-23", Text("厅", "Hall"), Text("", ""), calls, ())


def call(label: str, counter: str, state: TicketState = TicketState.CALLED) -> BoardCall:
    return BoardCall(label, counter, Group.WALK_IN, state, 0, 0)


class Strips:
    def __init__(self) -> None:
        self.shown: dict[str, str] = {}
        self.dark = False

    def status(self) -> DeviceStatus:
        return DeviceStatus(DeviceState.ONLINE)

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None:
        return

    def counters(self) -> tuple[str, ...]:
        return ("3", "4")

    def show(self, counter: str, label: str) -> None:
        self.shown[counter], self.dark = label, False

    def darken(self) -> None:
        self.dark = True

    def close(self) -> None:
        return


def until(holds: Callable[[], object]) -> bool:
    end = time.monotonic() + 10
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return bool(holds())


def test_the_newest_call_of_each_counter_counts_and_one_that_is_done_is_nobodys() -> None:
    seen = view(
        call("A003", "3", TicketState.SERVING),
        call("B001", "4", TicketState.DONE),
        call("A002", "3", TicketState.DONE),
        call("B000", "4", TicketState.PASSED),
        call("C001", "9"),
    )
    assert labels(seen, ("3", "4", "5")) == {"3": "A003", "4": "", "5": ""}


def test_while_the_hall_is_away_the_numbers_stay_for_a_while_and_then_go_dark() -> None:
    strips, answers = Strips(), [view(call("A001", "3"))]
    at_work = CounterFollowing(
        strips, lambda: answers.pop() if answers else HallUnreachable.TIMED_OUT, NoLog(), every_s=0.01, stale_s=0.3
    )
    at_work.start()
    try:
        assert until(lambda: strips.shown == {"3": "A001", "4": ""})
        assert not strips.dark
        assert until(lambda: strips.dark)
        answers.append(view(call("A002", "3")))
        assert until(lambda: strips.shown["3"] == "A002")
    finally:
        at_work.stop()


def test_where_there_are_no_strips_nobody_asks_the_hall() -> None:
    asked: list[int] = []

    def look() -> BoardView:
        asked.append(1)
        return view()

    with following(None, look, NoLog()):
        pass
    assert asked == []
