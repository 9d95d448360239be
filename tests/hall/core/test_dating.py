"""Places in the line come from the hall's own time: neither a wrong clock nor a lost book changes who came first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.domain.events import EventKind, Moment
from kiosk.domain.number_rules import NumberRules, OwnLetter
from kiosk.hall.core import commands
from kiosk.hall.core.choosing import is_overdue
from kiosk.hall.core.state import HallState
from tests.hall.memory import MONDAY_NINE
from tests.hall.one_hall import DAY, OneHall, person, published

HOUR_MS = 3_600_000
LETTERS = NumberRules("1", (OwnLetter("terminal-1", "C", "2026-01-01"),), 2, 0, False)


def lettered() -> OneHall:
    return OneHall(replace(published(), numbers=LETTERS, enrolled=frozenset({"terminal-1"})))


def tell(hall: OneHall, ticket_id: str, label: str, taken_ms: int, number: int, **at: Any) -> None:
    """What a terminal tells of its ticket, under a moment of its own clock."""
    who: dict[str, Any] = {"holder": person(number).hash, "key_version": 1, "name": "李*", "tail": "1234"}
    moment = replace(Moment(taken_ms, 5, "terminal-boot"), **at)
    told = hall.report(
        EventKind.TAKEN, ticket_id, at=moment, label=label, queue="social", item="RS-002", taken_ms=taken_ms,
        group="walk_in", **who,
    )  # fmt: skip
    assert told.refused == ""


def called(hall: OneHall, people: int) -> list[str]:
    hall.sign_in("3")
    order = []
    for _ in range(people):
        hall.call("3")
        ticket = hall.state.current("3")
        assert ticket is not None
        order.append(ticket.label)
        hall.finish("3")
    return order


def test_whom_a_lost_book_forgot_comes_back_to_the_old_place_though_the_terminals_clock_is_wrong() -> None:
    before, after = OneHall(), lettered()
    first, second = before.take("t-1", person(1)), before.take("t-2", person(2))
    after.clock.pass_seconds(1800)
    after.do(commands.DoubtNumbers("lost"))
    after.take("t-3", person(3))
    for ticket, number in ((second, 2), (first, 1)):  # told in whatever order
        tell(after, ticket.ticket_id, ticket.label, ticket.taken_ms, number, wall_ms=5, trusted=False)
    assert [after.state.tickets[one].arrived_ms for one in ("t-1", "t-2")] == [first.arrived_ms, second.arrived_ms]
    assert called(after, 3) == ["A001", "A002", "A800"]


def test_a_terminals_own_number_has_its_time_only_from_a_clock_that_is_trusted() -> None:
    hall = lettered()
    hall.clock.pass_seconds(60)
    hall.take("t-1", person(1))
    hall.clock.pass_seconds(60)
    tell(hall, "t-2", "AC01", MONDAY_NINE, 2)
    tell(hall, "t-3", "AC02", MONDAY_NINE, 3, trusted=False)
    assert called(hall, 3) == ["AC01", "A001", "AC02"]


def test_a_time_before_the_business_day_is_not_believed() -> None:
    hall = lettered()
    hall.clock.pass_seconds(60)
    tell(hall, "t-2", "A007", MONDAY_NINE - 24 * HOUR_MS, 2)
    assert hall.state.tickets["t-2"].arrived_ms == MONDAY_NINE + 60_000


def test_while_the_halls_clock_is_wrong_its_time_goes_on_by_the_monotonic_clock() -> None:
    hall = lettered()
    hall.take("t-1", person(1))
    hall.clock.pass_seconds(60)
    for leap_ms in (48 * HOUR_MS, -48 * HOUR_MS):
        right = hall.clock.now().wall_ms
        hall.clock.set_wall(right + leap_ms, trusted=False)
        hall.clock.pass_seconds(60)
        ticket = hall.take(f"t{leap_ms}", person(abs(leap_ms) + leap_ms // HOUR_MS))
        assert ticket.arrived_ms == ticket.taken_ms == right + 60_000
        hall.clock.set_wall(right + 60_000)
    assert hall.state == hall.replayed()


def test_after_a_start_with_a_wrong_clock_time_stands_and_goes_on_but_never_back() -> None:
    hall = lettered()
    hall.clock.pass_seconds(600)
    early = hall.take("t-1", person(1))
    hall.clock.restart()
    hall.clock.set_wall(MONDAY_NINE - 48 * HOUR_MS, trusted=False)
    times = [hall.take(f"t-{number}", person(number)).arrived_ms for number in (2, 3)]
    hall.clock.pass_seconds(60)
    late = hall.take("t-4", person(4))
    assert early.arrived_ms < times[0] < times[1]
    assert 59_000 <= late.arrived_ms - times[0] <= 61_000


def test_a_hall_that_starts_with_a_wrong_clock_learns_the_time_from_the_numbers_it_is_told_of() -> None:
    hall = lettered()
    hall.clock.restart()
    hall.clock.set_wall(MONDAY_NINE + 48 * HOUR_MS, trusted=False)
    for label, minutes in (("AC02", 50), ("AC01", 40)):
        tell(hall, label, label, MONDAY_NINE + minutes * 60_000, minutes)
    after = hall.take("t-1", person(1))
    assert after.arrived_ms >= MONDAY_NINE + 50 * 60_000
    assert called(hall, 3) == ["AC01", "AC02", "A001"]


def test_a_new_book_on_a_clock_that_is_ahead_puts_nobody_behind_those_who_come_when_it_is_right() -> None:
    hall = lettered()
    hall.clock.set_wall(MONDAY_NINE + 3 * HOUR_MS, trusted=False)
    hall.state = HallState(DAY)
    hall.do(commands.OpenDay())
    tell(hall, "t-1", "A007", MONDAY_NINE - 600_000, 1)
    hall.take("t-2", person(2))
    hall.clock.set_wall(MONDAY_NINE + 60_000)
    hall.take("t-3", person(3))
    assert called(hall, 3) == ["A007", "A800", "A801"]
    assert hall.state.tickets["t-3"].arrived_ms == MONDAY_NINE + 60_000


def test_no_two_numbers_of_a_hall_have_the_same_time() -> None:
    hall = OneHall()
    times = [hall.take(f"t-{number}", person(number)).arrived_ms for number in range(1, 6)]
    assert times == sorted(set(times))


def test_a_reservation_of_before_a_restart_is_overdue_in_its_time_whatever_the_clock_says_now() -> None:
    hall = OneHall()
    hall.reserve("t-1", person(1))
    hall.clock.pass_seconds(10)
    hall.take("t-2", person(2))
    hall.clock.restart()
    hall.clock.set_wall(MONDAY_NINE + 48 * HOUR_MS, trusted=False)
    assert not is_overdue(hall.state, hall.state.tickets["t-1"], hall.rules, hall.clock.now())
    hall.take("t-3", person(3))
    hall.clock.pass_seconds(25)
    assert is_overdue(hall.state, hall.state.tickets["t-1"], hall.rules, hall.clock.now())
