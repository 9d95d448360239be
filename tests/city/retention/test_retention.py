"""Records of people go when their time is over; what was counted of them stays, and so does what is still owed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from kiosk.city.bookings.messages import REMINDER, WAITING
from kiosk.city.bookings.tables import booking, message
from kiosk.city.following import follower
from kiosk.city.retention.days import READERS, due_day
from kiosk.city.retention.limits import LONGEST_DAYS, SHORTEST_DAYS, KeptDays
from kiosk.city.staff.roles import Role
from kiosk.city.statistics.checking import Compared, compare
from kiosk.city.statistics.tables import statistic_day
from kiosk.city.tables import evaluation, event, ticket
from kiosk.domain.events import Event, EventKind, Moment
from tests.city.bookings.acts import ask, opened, wish
from tests.city.house import DAY_MS, HOUR, NOON, House
from tests.city.reviews.test_reviews import step
from tests.city.running import DAY, HALL, START, visit

MINUTE = 60_000
REVIEWS = f"/v1/halls/{HALL}/reviews"
OVER = NOON + LONGEST_DAYS * DAY_MS  # the noon of NOON is a day after DAY
OPENED = Event("opened", EventKind.DAY_OPENED, HALL, "2026-11-24", Moment(START + 20 * HOUR, 1, "b"), "", {})


def count(house: House, table: Any, *where: Any) -> int:
    return len(house.database.read(lambda connection: connection.execute(select(table).where(*where)).all()))


def told(house: House) -> int:
    """Events that still say something of a person's visit."""
    return count(house, event, event.c.ticket_id != "")


def settled(house: House, *events: Event) -> None:
    """Sent, read by every room and counted."""
    house.send(*events)
    count_all(house)


def count_all(house: House) -> None:
    """A day is counted once a minute at most."""

    def settled() -> bool:
        house.now += MINUTE
        return house.database.read(_is_settled) is True

    house.until(settled)


def _is_settled(connection: Connection) -> bool:
    last = connection.execute(select(event.c.arrival).order_by(event.c.arrival.desc()).limit(1)).scalar_one()
    read = connection.execute(select(follower.c.arrival).where(follower.c.name.in_(READERS))).scalars().all()
    stale = connection.execute(select(statistic_day.c.day).where(statistic_day.c.stale)).first()
    return len(read) == len(READERS) and min(read) >= last and stale is None


def figures(house: House, inspector: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = house.get(f"/v1/halls/{HALL}/statistics?first={DAY}&last={DAY}", inspector)["rows"]
    return rows


def rates(house: House, inspector: str) -> Any:
    return house.get(f"/v1/evaluation-rates?first={DAY}&last={DAY}", inspector)


def test_after_three_years_a_visit_is_a_number_in_the_statistics_and_nothing_else(any_house: House) -> None:
    inspector = any_house.signed_in(Role.INSPECTOR)
    settled(any_house, *visit("t-1"), *visit("t-2", "A002"), OPENED)
    before = figures(any_house, inspector), rates(any_house, inspector)
    any_house.now = OVER
    inspector = any_house.signed_in(Role.INSPECTOR, name="inspector-later")
    any_house.until(lambda: (told(any_house), count(any_house, ticket), count(any_house, evaluation)) == (0, 0, 0))
    assert (figures(any_house, inspector), rates(any_house, inspector)) == before
    assert [row["tickets"] for row in before[0]] == [2] and before[1]["grades"]["5"] == 2
    stored = any_house.get(f"/v1/halls/{HALL}/events?limit=500", inspector)["rows"]
    assert len(stored) == 19 and "张" not in str(stored) and "ab" * 32 not in str(stored)
    acts = any_house.get("/v1/audit", inspector)["rows"]
    (act,) = [row for row in acts if row["act"] == "forgotten"]
    assert (act["who"], act["object"], act["at_ms"]) == ("", DAY, OVER)
    assert act["detail"] == {"visits": 2, "events": 18, "evaluations": 2}
    compared = any_house.database.read(compare)
    assert isinstance(compared, Compared)
    assert (compared.forgotten, compared.differences) == (1, ())


def test_a_visit_is_kept_until_its_last_day(house: House) -> None:
    settled(house, *visit(), OPENED)
    house.now = OVER - DAY_MS
    assert house.database.read(lambda connection: due_day(connection, KeptDays(), house.now)) is None
    house.now += DAY_MS
    assert house.database.read(lambda connection: due_day(connection, KeptDays(), house.now)) is not None


@pytest.mark.parametrize("reader", READERS)
def test_nothing_goes_while_a_room_has_not_read_what_the_hall_told(any_house: House, reader: str) -> None:
    settled(any_house, *visit(), OPENED)

    def due() -> object:
        return any_house.database.read(lambda connection: due_day(connection, KeptDays(), OVER))

    assert due() is not None
    behind = update(follower).where(follower.c.name == reader).values(arrival=follower.c.arrival - 1)
    any_house.write(lambda connection: connection.execute(behind))
    assert due() is None
    any_house.write(lambda c: c.execute(behind.values(arrival=follower.c.arrival + 1)))
    any_house.write(lambda connection: connection.execute(update(statistic_day).values(stale=True)))
    assert due() is None, "nor while the day waits to be counted"


def test_an_event_that_is_sent_again_after_it_was_forgotten_is_known_and_changes_nothing(house: House) -> None:
    settled(house, *visit(), OPENED)
    inspector = house.signed_in(Role.INSPECTOR)
    before = figures(house, inspector)
    house.now = OVER
    house.until(lambda: told(house) == 0)
    house.send(*visit(), epoch="e2", first=1)
    count_all(house)
    inspector = house.signed_in(Role.INSPECTOR, name="inspector-later")
    assert (count(house, ticket), figures(house, inspector)) == (0, before)


def test_what_a_hall_tells_of_a_forgotten_day_goes_the_same_way_and_the_counts_stand(any_house: House) -> None:
    settled(any_house, *visit("t-1"), OPENED)
    any_house.now = OVER
    inspector = any_house.signed_in(Role.INSPECTOR)
    before = figures(any_house, inspector)
    any_house.until(lambda: told(any_house) == 0)
    any_house.send(*visit("t-late", "A009"))
    assert count(any_house, ticket) == 1
    count_all(any_house)
    any_house.until(lambda: (told(any_house), count(any_house, ticket)) == (0, 0))
    assert figures(any_house, inspector) == before


def test_an_evaluation_stays_while_its_case_is_worked_on(any_house: House) -> None:
    bad = [one for one in visit("t-bad") if one.kind is not EventKind.EVALUATED]
    grade = Event("e-bad", EventKind.EVALUATED, HALL, DAY, Moment(START, 1, "b"), "t-bad",
                  {"outcome": "graded", "grade": 1, "text": "等了太久", "queue": "household"})  # fmt: skip
    settled(any_house, *bad, grade, *visit("t-good", "A002"), OPENED)
    any_house.now = OVER
    manager = any_house.signed_in(Role.HALL_MANAGER, HALL)
    any_house.until(lambda: (count(any_house, ticket), count(any_house, evaluation)) == (0, 1))
    assert any_house.get(f"{REVIEWS}/t-bad", manager)["evaluation"]["text"] == "等了太久"
    for kind, outcome in (("verify", "not_ours"),):
        assert step(any_house, manager, "t-bad", kind, outcome).json() == {"state": "closed"}
    any_house.now += DAY_MS
    any_house.until(lambda: (count(any_house, evaluation), told(any_house)) == (0, 0))
    any_house.until(lambda: any_house.get(REVIEWS, manager)["rows"] == [])
    counts = any_house.get(f"/v1/halls/{HALL}/kept-counts?first={DAY}&last={DAY}", manager)
    assert counts["rows"] == [{"day": DAY, "kind": "case", "state": "closed", "count": 1}]
    assert counts["kept_days"] == {"visits": 1095, "evaluations": 1095, "reviews": 1095, "bookings": 1095}


def test_a_booking_is_counted_as_it_goes_and_stays_while_a_message_of_it_waits(any_house: House) -> None:
    channel = opened(any_house)
    for serial in (1, 2):
        assert ask(any_house, channel, wish(serial)).status_code in (200, 201)
    ids = any_house.database.read(lambda connection: connection.execute(select(booking.c.booking_id)).scalars().all())
    waits = {"booking_id": ids[0], "template": REMINDER, "due_ms": OVER * 2, "state": WAITING, "tries": 0, "reason": ""}
    any_house.write(lambda connection: connection.execute(insert(message).values(**waits)))
    any_house.now = OVER + 5 * DAY_MS
    any_house.until(lambda: count(any_house, booking) == 1)
    any_house.write(lambda connection: connection.execute(update(message).values(state="dropped")))
    any_house.until(lambda: count(any_house, booking) == 0)
    inspector = any_house.signed_in(Role.INSPECTOR)
    rows = any_house.get(f"/v1/halls/{HALL}/kept-counts?first=2026-11-25&last=2026-11-25", inspector)["rows"]
    assert rows == [{"day": "2026-11-25", "kind": "booking", "state": "booked", "count": 2}]
    assert count(any_house, message) == 0


@pytest.mark.parametrize("days", [SHORTEST_DAYS - 1, LONGEST_DAYS + 1])
def test_no_setting_keeps_longer_than_the_notice_promises_nor_too_short_for_a_hall_that_is_cut_off(days: int) -> None:
    with pytest.raises(ValueError, match="evaluations: 92 to 1095 days"):
        KeptDays(evaluations=days)
