"""Statistics follow from the events, also from late ones, and a command proves it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from kiosk.city.projecting import rebuild
from kiosk.city.projection import TicketRecord
from kiosk.city.staff.roles import Role
from kiosk.city.statistics.checking import compare
from kiosk.city.statistics.figures import figures, percentile
from kiosk.city.statistics.tables import statistic
from kiosk.city.tables import ticket
from kiosk.domain.events import Event, EventKind, Moment
from tests.city.house import HOUR, House
from tests.city.running import DAY, HALL, START, visit

MINUTE = 60_000


def taken(number: int, group: str = "walk_in", day: str = DAY, at: int = START) -> Event:
    who: dict[str, Any] = {"label": f"A{number:03d}", "queue": "household", "item": "GA-001", "group": group,
                           "taken_ms": at}  # fmt: skip
    return Event(f"taken-{number}", EventKind.TAKEN, "T2", day, Moment(at, 1, "b"), f"w-{number}", who)


def called(number: int, waited_ms: int) -> Event:
    at = Moment(START + waited_ms, 1, "b")
    data: dict[str, Any] = {"waited_ms": waited_ms, "counter": "3"}
    return Event(f"called-{number}", EventKind.CALLED, HALL, DAY, at, f"w-{number}", data)


def told(house: House, token: str, first: str = DAY, last: str = DAY) -> Any:
    return house.get(f"/v1/halls/{HALL}/statistics?first={first}&last={last}", token)


def fresh(house: House, token: str, tickets: int) -> Any:
    """The statistics once they count so many tickets and nothing waits."""

    def settled() -> bool:
        house.now += MINUTE
        found = told(house, token)
        counted = sum(row["tickets"] for row in found["rows"])
        return counted == tickets and all(not day["stale"] for day in found["days"])

    house.until(settled)
    return told(house, token)


def test_a_day_is_told_by_queue_and_hour_with_waits_services_and_grades(any_house: House) -> None:
    inspector = any_house.signed_in(Role.INSPECTOR)
    any_house.send(*visit("t-1", "A001"), taken(2, "green"), called(2, 10 * MINUTE), taken(3))
    any_house.send(Event("p-2", EventKind.PASSED, HALL, DAY, Moment(START, 1, "b"), "w-2", {}))
    (row,) = fresh(any_house, inspector, 3)["rows"]
    assert (row["queue"], row["tickets"], row["by_group"]) == ("household", 3, {"green": 1, "walk_in": 2})
    assert row["by_terminal"] == {"T1": 1, "T2": 2}
    assert (row["called"], row["served"], row["passed"], row["waiting"], row["abandoned"]) == (2, 1, 1, 1, 0)
    assert (row["wait_p50_ms"], row["wait_p90_ms"]) == (240_000, 600_000)
    assert (row["service_p50_ms"], row["service_sum_ms"], row["grades"]) == (60_000, 60_000, {"5": 1})


def test_who_was_never_called_has_given_up_once_the_hall_opened_another_day(house: House) -> None:
    inspector = house.signed_in(Role.INSPECTOR)
    house.send(taken(1), taken(2))
    assert fresh(house, inspector, 2)["rows"][0]["waiting"] == 2
    opened = Event("d-2", EventKind.DAY_OPENED, HALL, "2026-11-24", Moment(START + 20 * HOUR, 1, "b"), "", {})
    house.send(opened)
    house.until(lambda: fresh(house, inspector, 2)["days"][0]["over"])
    row = told(house, inspector)["rows"][0]
    assert (row["waiting"], row["abandoned"]) == (0, 2)


def test_what_a_hall_tells_days_later_is_counted_in_its_own_day(house: House) -> None:
    inspector = house.signed_in(Role.INSPECTOR)
    house.send(taken(1))
    fresh(house, inspector, 1)
    house.send(Event("d-2", EventKind.DAY_OPENED, HALL, "2026-11-24", Moment(START, 1, "b"), "", {}))
    house.send(taken(2))
    assert fresh(house, inspector, 2)["days"][0]["over"]


def test_the_statistics_follow_from_the_raw_events_and_a_figure_that_does_not_is_found(any_house: House) -> None:
    inspector = any_house.signed_in(Role.INSPECTOR)
    for n in range(4):
        any_house.send(*(event for event in visit(f"t-{n}", f"A{n:03d}")))
    any_house.send(taken(9), called(9, 3 * MINUTE))
    fresh(any_house, inspector, 5)
    good = any_house.write(compare)
    assert (good.days, good.stale, good.differences) == (1, 0, ()) and good.rows == 1
    any_house.write(rebuild)  # tickets made anew from the events change nothing
    assert any_house.write(compare).differences == ()

    def spoil(connection: Any) -> None:
        figure = connection.execute(statistic.select()).mappings().one()["figures"]
        connection.execute(update(statistic).values(figures={**figure, "served": 99}))

    any_house.write(spoil)
    (wrong,) = any_house.write(compare).differences
    assert (wrong.queue, wrong.figure, wrong.stored, wrong.counted) == ("household", "served", 99, 4)


def test_a_ticket_row_that_was_changed_by_hand_shows_in_the_comparison(house: House) -> None:
    inspector = house.signed_in(Role.INSPECTOR)
    house.send(*visit("t-1"))
    fresh(house, inspector, 1)
    house.write(lambda c: c.execute(update(ticket).values(service_ms=1)))
    house.send(taken(2))
    fresh(house, inspector, 2)
    differing = {one.figure for one in house.write(compare).differences}
    assert differing == {"service_p50_ms", "service_p90_ms", "service_sum_ms"}


def test_at_most_a_month_is_asked_for_at_once(house: House) -> None:
    inspector = house.signed_in(Role.INSPECTOR)
    for first, last in (("2026-01-01", "2026-02-01"), ("2026-01-02", "2026-01-01"), ("2026-02-30", "2026-03-01")):
        answer = house.call("GET", f"/v1/halls/{HALL}/statistics?first={first}&last={last}", inspector)
        assert answer.status_code == 422


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([], 50) is None
    assert (percentile([7], 50), percentile([7], 90)) == (7, 7)
    assert percentile(range(1, 11), 50) == 5 and percentile(range(1, 11), 90) == 9


@given(st.lists(st.integers(0, 10**7), min_size=1), st.integers(1, 99))
def test_a_percentile_is_not_exceeded_by_its_share(values: list[int], per_cent: int) -> None:
    found = percentile(values, per_cent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= per_cent * len(values)
    assert sum(value < found for value in values) * 100 < per_cent * len(values)


def test_the_order_of_tickets_changes_no_figure() -> None:
    same: dict[str, Any] = {"hall": HALL, "day": DAY, "queue": "q", "taken_ms": START}
    tickets = [TicketRecord(f"t-{n}", **same, called_ms=n, waited_ms=n * 7) for n in range(9)]
    assert figures(tickets, [], True) == figures(reversed(tickets), [], True)
