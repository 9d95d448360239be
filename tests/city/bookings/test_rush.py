"""Many at once for few places: no slot is ever oversold, nobody gets two, and everybody is answered.

As a program it is the long form: `python -m tests.city.bookings.test_rush` sends 10,000 requests for 500 places.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Connection, func, select

from kiosk.city.bookings.tables import booking, slot
from kiosk.operation.postgres.programs import find_programs
from tests.city.bookings.acts import ITEM, ask, opened, wish
from tests.city.grounds import FileGround, Server
from tests.city.house import House
from tests.city.running import HALL

STARTS = (540, 570, 600, 630, 660, 690)


def rush(house: House, channel: str, people: int, threads: int) -> Counter[str]:
    """Everybody asks once for some slot of the day, at the same time; who is told to wait asks again."""

    def one(serial: int) -> str:
        body = wish(serial, start=STARTS[serial % len(STARTS)])
        while True:
            answer = ask(house, channel, body)
            if answer.status_code not in (429, 503):
                return "booked" if answer.status_code == 201 else str(answer.json()["reason"])
            time.sleep(0.05)

    with ThreadPoolExecutor(threads) as crowd:
        return Counter(crowd.map(one, range(people)))


def sold(house: House) -> list[tuple[int, int, int]]:
    """Of each slot that was asked for: its quota, what it says is taken, and the bookings that stand in it."""

    def work(connection: Connection) -> list[tuple[int, int, int]]:
        b, s = booking.c, slot.c
        held = select(func.count()).where(b.day == s.day, b.start == s.start, b.state == "booked").scalar_subquery()
        asked = select(s.quota, s.taken, held).where(s.taken > 0)
        return [(quota, taken, stands) for quota, taken, stands in connection.execute(asked)]

    return house.write(work)


def test_no_slot_is_oversold_in_a_rush(any_house: House) -> None:
    channel = opened(any_house, quota=5)
    outcome = rush(any_house, channel, people=300, threads=16)
    assert outcome == Counter({"booked": 30, "slot_full": 270})
    assert sold(any_house) == [(5, 5, 5)] * 6
    assert sum(body is not None for body in any_house.changes("booking").values()) == 30


def test_one_person_who_asks_twenty_times_at_once_gets_one_visit_a_day(server_house: House) -> None:
    channel = opened(server_house, quota=50)
    with ThreadPoolExecutor(10) as crowd:
        answers = list(crowd.map(lambda n: ask(server_house, channel, wish(1, start=STARTS[n % 6])), range(20)))
    assert Counter(answer.status_code for answer in answers) == Counter({201: 1, 409: 19})
    assert {answer.json()["reason"] for answer in answers if answer.status_code == 409} == {"day_limit"}


def test_the_same_request_sent_many_times_at_once_is_one_booking(server_house: House) -> None:
    channel, body = opened(server_house, quota=50), wish(1)
    with ThreadPoolExecutor(10) as crowd:
        answers = list(crowd.map(lambda _: ask(server_house, channel, body), range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert sold(server_house) == [(50, 1, 1)]


def test_two_people_with_one_booking_number_are_one_booking_and_a_refusal(server_house: House) -> None:
    channel, body = opened(server_house, quota=50), wish(1)
    bodies = [body, {**body, "who": wish(2)["who"]}] * 5
    with ThreadPoolExecutor(10) as crowd:
        answers = list(crowd.map(lambda one: ask(server_house, channel, one), bodies))
    assert Counter(answer.status_code for answer in answers) == Counter({201: 5, 409: 5})
    assert sold(server_house) == [(50, 1, 1)]


def test_places_given_back_and_taken_at_once_never_add_up_to_more_than_there_are(server_house: House) -> None:
    channel = opened(server_house, quota=3)

    def come_and_go(serial: int) -> int:
        body = wish(serial)
        status = ask(server_house, channel, body).status_code
        if status == 201 and serial % 2:
            who = {"who": body["who"]}
            server_house.post(f"/v1/bookings/{body['booking_id']}/cancel", channel, who)
        return status

    with ThreadPoolExecutor(12) as crowd:
        outcome = Counter(crowd.map(come_and_go, range(120)))
    assert set(outcome) == {201, 409}
    ((quota, taken, held),) = sold(server_house)
    assert quota == 3 and taken == held <= 3


def main(people: int = 10_000, quota: int = 84) -> int:
    """84 places in each of 6 slots: 504. Prints what came of it; 1 when a slot was oversold."""
    programs = find_programs()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(programs) if programs is not None else None
        ground = server.ground() if server is not None else FileGround(Path(folder))
        house = House(ground.place)
        channel = opened(house, quota)
        began = time.monotonic()
        outcome = rush(house, channel, people, threads=32)
        seconds = time.monotonic() - began
        places = sold(house)
        house.close()
        if server is not None:
            server.close()
    right = all(taken == held <= most for most, taken, held in places)
    print(f"{HALL} {ITEM}: {people} requests in {seconds:.1f} s, {dict(outcome)}, slots {places}")
    return 0 if right and outcome["booked"] == sum(held for _, _, held in places) else 1


if __name__ == "__main__":
    sys.exit(main())
