"""Check-ins and no-shows as the halls tell them; 暂停预约服务 and the word against it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from kiosk.city.bookings.tables import booking
from kiosk.city.staff.roles import Role
from kiosk.domain.events import Event, EventKind, Moment
from tests.city.bookings.acts import DAY, NINE, ask, opened, who, wish
from tests.city.house import DAY_MS, House
from tests.city.running import HALL


def told(house: House, kind: EventKind, day: str, ticket_id: str = "", **data: Any) -> Event:
    at = Moment(house.now, 1, "boot-1")
    return Event(f"{kind.value}-{day}-{ticket_id}-{len(data)}", kind, HALL, day, at, ticket_id, data)


def state_of(house: House, booking_id: str, day: str = DAY) -> str:
    rows = house.get(f"/v1/halls/{HALL}/bookings/{day}", "t-hall-manager.qinglan")["rows"]
    return str(next(row["state"] for row in rows if row["booking_id"] == booking_id))


def missed_before(house: House, booking_id: str, *days: str) -> None:
    """Earlier no-shows of the same person, as if they had been booked then."""

    def work(connection: Any) -> None:
        row = dict(connection.execute(booking.select().where(booking.c.booking_id == booking_id)).mappings().one())
        for day in days:
            connection.execute(
                booking.insert().values(**row | {"booking_id": f"{day}-{booking_id}", "day": day, "state": "no_show"})
            )

    house.write(work)


def test_a_check_in_is_the_ticket_and_a_void_one_gives_the_booking_back(house: House) -> None:
    channel, asked = opened(house), wish()
    ask(house, channel, asked)
    number = asked["booking_id"]
    house.now += DAY_MS
    house.send(told(house, EventKind.TAKEN, DAY, "t-1", booking=number))
    house.until(lambda: state_of(house, number) == "checked_in")
    assert house.call("POST", f"/v1/bookings/{number}/cancel", channel, {"who": who(1)}).json()["reason"] == "not_open"
    house.send(told(house, EventKind.VOIDED, DAY, "t-1"))
    house.until(lambda: state_of(house, number) == "booked")


def test_a_check_in_that_another_hall_tells_of_counts_for_nothing(house: House) -> None:
    channel, asked = opened(house), wish()
    ask(house, channel, asked)
    strange = house.write(
        lambda c: c.execute(update(booking).where(booking.c.booking_id == asked["booking_id"]).values(hall="elsewhere"))
    )
    assert strange.rowcount == 1
    house.send(told(house, EventKind.TAKEN, DAY, "t-1", booking=asked["booking_id"]))
    read = "select arrival from follower where name = 'bookings'"
    house.until(lambda: bool(house.write(lambda c: c.exec_driver_sql(read).scalar())))
    held = house.write(lambda c: c.execute(booking.select()).mappings().one()["state"])
    assert held == "booked"


def test_three_no_shows_pause_booking_until_a_day_that_is_told_and_an_appeal_may_end_it(house: House) -> None:
    channel, asked = opened(house), wish()
    ask(house, channel, asked)
    missed_before(house, asked["booking_id"], "2026-11-03", "2026-11-17")
    house.now += DAY_MS
    assert state_of(house, asked["booking_id"]) == "booked"  # the day goes on; nobody is judged
    house.now += DAY_MS
    house.send(told(house, EventKind.DAY_OPENED, "2026-11-26"))
    house.until(lambda: state_of(house, asked["booking_id"]) == "no_show")
    refused = ask(house, channel, wish(day="2026-11-30")).json()
    assert (refused["reason"], refused["until"]) == ("suspended", "2026-12-25")
    assert "暂停预约服务" in refused["shown"]["zh"] and refused["other_way"]["zh"]
    pause = house.post("/v1/bookings/find", channel, {"who": who(1)})["suspension"]
    assert (pause["reason"], pause["begins"], pause["ends"]) == ("no_shows", "2026-11-26", "2026-12-25")
    appeal = f"/v1/suspensions/{pause['suspension_id']}"
    stranger = house.call("POST", f"{appeal}/appeal", channel, {"who": who(2), "reason": "ill"})
    assert (stranger.status_code, stranger.json()["reason"]) == (404, "unknown_suspension")
    house.post(f"{appeal}/appeal", channel, {"who": who(1), "reason": "was_there"})
    again = house.call("POST", f"{appeal}/appeal", channel, {"who": who(1), "reason": "ill"})
    assert again.json()["reason"] == "asked_already"
    administrator = house.signed_in(Role.CITY_ADMINISTRATOR)
    (waiting,) = house.get("/v1/suspensions/appeals", administrator)["rows"]
    assert waiting["appeal_reason"] == "was_there" and "hash" not in waiting
    house.post(f"{appeal}/verdict", administrator, {"granted": True})
    assert ask(house, channel, wish(day="2026-11-30")).status_code == 201
    assert house.call("POST", f"{appeal}/verdict", administrator, {"granted": False}).json()["reason"] == "not_asked"


def test_a_check_in_that_is_heard_of_days_later_takes_the_pause_back(house: House) -> None:
    channel, asked = opened(house), wish()
    ask(house, channel, asked)
    missed_before(house, asked["booking_id"], "2026-11-03", "2026-11-17")
    house.now += 2 * DAY_MS
    house.send(told(house, EventKind.DAY_OPENED, "2026-11-26"))
    house.until(lambda: state_of(house, asked["booking_id"]) == "no_show")
    house.send(told(house, EventKind.TAKEN, DAY, "t-9", booking=asked["booking_id"]))
    house.until(lambda: state_of(house, asked["booking_id"]) == "checked_in")
    assert ask(house, channel, wish(day="2026-11-30")).status_code == 201


def test_a_declined_appeal_leaves_the_pause_and_it_ends_on_its_day(house: House) -> None:
    channel, asked = opened(house), wish()
    ask(house, channel, asked)
    missed_before(house, asked["booking_id"], "2026-11-03", "2026-11-17")
    house.now += 2 * DAY_MS
    house.send(told(house, EventKind.DAY_OPENED, "2026-11-26"))
    house.until(lambda: house.post("/v1/bookings/find", channel, {"who": who(1)})["suspension"] is not None)
    pause = house.post("/v1/bookings/find", channel, {"who": who(1)})["suspension"]["suspension_id"]
    house.post(f"/v1/suspensions/{pause}/appeal", channel, {"who": who(1), "reason": "other"})
    house.post(f"/v1/suspensions/{pause}/verdict", house.signed_in(Role.CITY_ADMINISTRATOR), {"granted": False})
    assert ask(house, channel, wish(day="2026-11-30")).json()["reason"] == "suspended"
    house.now += 30 * DAY_MS  # Saturday 26 December
    house.until(lambda: ask(house, channel, wish(day="2026-12-28", start=NINE)).status_code == 201)
