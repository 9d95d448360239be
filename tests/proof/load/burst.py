"""Ten thousand people for five hundred places: every one is answered, and no place is sold twice."""

from __future__ import annotations

import json
import random
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, func, select

from kiosk.city.bookings.tables import booking, slot
from kiosk.city.database import Database, Place, open_database
from kiosk.operation.benchmark.wire import Answer, exchange, request
from tests.city.house import citizen_number
from tests.proof.load.arrivals import Arrivals, Ask
from tests.proof.load.cities import loaded_city
from tests.proof.load.city_node import CHANNEL, MANAGER, hall_name
from tests.proof.load.part import Extent, Part

ITEM = "GAHJ-001"
STARTS = 5
_AGAIN_S = 1.0
_LAID_OUT_S = 60.0


class Crowd:
    """Everybody wants one place of the day; who is told to come again does so after a second."""

    def __init__(self, day: str, starts: list[int], rng: random.Random) -> None:
        self.outcome = Counter[str]()
        self.seconds: list[float] = []
        self.told_to_wait = 0
        self._day, self._starts, self._rng = day, starts, rng

    def person(self, serial: int, at: float) -> Ask:
        card = {"number": citizen_number(serial), "name": "张三丰"}
        body = {"booking_id": str(uuid.uuid4()), "hall": hall_name(0), "item": ITEM, "day": self._day,
                "start": self._rng.choice(self._starts), "who": {"card": card}}  # fmt: skip
        return self._asking(request("POST", "/v1/bookings", CHANNEL, json.dumps(body).encode()), at, at)

    def _asking(self, asked: bytes, at: float, came: float) -> Ask:
        def told(answer: Answer) -> Iterator[Ask]:
            if answer.status in (429, 503):
                self.told_to_wait += 1
                yield self._asking(asked, at + answer.seconds + _AGAIN_S * self._rng.uniform(1, 2), came)
                return
            self.outcome["booked" if answer.status == 201 else str(json.loads(answer.body)["reason"])] += 1
            self.seconds.append(at + answer.seconds - came)

        return Ask(at, asked, told)


def burst(folder: Path, extent: Extent) -> Part:
    part = Part("a booking burst", extent)
    people, quota, seconds = extent.of(10_000, 120), extent.of(100, 3), extent.of(20, 1)
    rng = random.Random(1)
    with loaded_city(folder, halls=1, nodes=0, extent=extent) as city:
        day = _opened(city.port, quota)
        crowd = Crowd(day, [540 + 30 * number for number in range(STARTS)], rng)
        door = Arrivals(city.port)
        for serial in range(people):
            door.add(crowd.person(serial, rng.uniform(0.1, seconds)))
        took = door.run()
        door.close()
        places = _sold(city.place, day)
    part.figure(
        "requests",
        people,
        f"in {seconds} s for {quota * STARTS} places, on {city.ground}; all were answered after {took:.0f} s",
    )
    part.figure("outcome", ", ".join(f"{word} {many:,}" for word, many in crowd.outcome.most_common()))
    ordered = sorted(crowd.seconds)
    part.figure(
        "until the answer, p50",
        f"{ordered[len(ordered) // 2]:.2f} s",
        f"worst {ordered[-1]:.1f} s, coming again included",
    )
    part.figure("answers that said to come again", crowd.told_to_wait, "429 or 503 with Retry-After")
    part.figure("places sold", sum(held for _, _, held in places), f"of {quota * STARTS}")
    part.hold(all(taken == held <= most for most, taken, held in places), f"places were sold twice: {places}")
    part.hold(crowd.outcome["booked"] == sum(held for _, _, held in places), "more were told a place than have one")
    part.hold(crowd.outcome["booked"] == quota * STARTS, f"{crowd.outcome['booked']} of {quota * STARTS} were sold")
    part.hold(set(crowd.outcome) <= {"booked", "slot_full"}, f"unexpected answers: {dict(crowd.outcome)}")
    part.hold(crowd.outcome.total() == people, f"{people - crowd.outcome.total()} people have no answer")
    return part


def _opened(port: int, quota: int) -> str:
    """The hall takes bookings; the first day that has its places laid out."""
    bands = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "opens": "09:00", "closes": "11:30", "quota": quota}]
    group = {"code": "residence", "name": {"zh": "户籍", "en": "Residence"}, "items": [ITEM], "bands": bands}
    body = {"body": {"format": 1, "version": "load", "groups": [group]}}
    path = f"/v1/halls/{hall_name(0)}/publications/slot_plan"
    answer = exchange(port, request("POST", path, MANAGER, json.dumps(body).encode()))
    assert answer.status == 200, answer
    end = time.monotonic() + _LAID_OUT_S
    while not (found := _slots(port)):
        assert time.monotonic() < end, "no places were laid out"
        time.sleep(0.2)
    return str(found[-1]["day"])


def _slots(port: int) -> list[dict[str, Any]]:
    answer = exchange(port, request("GET", f"/v1/halls/{hall_name(0)}/slots?item={quote(ITEM)}", CHANNEL))
    assert answer.status == 200, answer
    slots: list[dict[str, Any]] = json.loads(answer.body)["slots"]
    return slots


def _sold(place: Place, day: str) -> list[tuple[int, int, int]]:
    """Of each place of the day: its quota, what it says is taken, and the bookings that stand in it."""

    def work(connection: Connection) -> list[tuple[int, int, int]]:
        b, s = booking.c, slot.c
        held = select(func.count()).where(b.day == s.day, b.start == s.start, b.state == "booked").scalar_subquery()
        return [tuple(row) for row in connection.execute(select(s.quota, s.taken, held).where(s.day == day))]

    opened = open_database(place)
    assert isinstance(opened, Database), opened
    found = opened.read(work)
    opened.close()
    assert isinstance(found, list), found
    return found
