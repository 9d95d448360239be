"""Places of streams are forgotten, their high-water marks never: nothing that comes again is taken in twice."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from kiosk.city.retention import places
from kiosk.city.tables import event as event_table
from kiosk.city.tables import received, stream
from kiosk.domain.events import Event, EventKind
from tests.city.house import House, on_wire
from tests.city.running import HALL, event

KEPT = 6
Odd = dict[str, dict[str, str]]


def notices(count: int, start: int = 1) -> list[Event]:
    return [event(number, EventKind.COMPLAINED, f"n-{number}") for number in range(start, start + count)]


def sent(house: House, first: int, events: list[Event], epoch: str = "e1", odd: Odd | None = None) -> Any:
    body = {"version": 1, "node_id": HALL, "stream_epoch": epoch, "first_seq": first,
            "events": [on_wire(one) | (odd or {}).get(one.event_id, {}) for one in events]}  # fmt: skip
    return house.call("POST", "/v1/sync/events", "hall", body)


def verdicts(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["verdict"] for one in answer.json()["verdicts"]]


def known_places(house: House) -> list[int]:
    asked = select(received.c.seq).order_by(received.c.seq)
    found = house.database.read(lambda connection: connection.execute(asked).scalars().all())
    assert isinstance(found, list)
    return found


def events_stored(house: House) -> int:
    return house.write(
        lambda connection: int(connection.execute(select(func.count()).select_from(event_table)).scalar_one())
    )


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "KEPT_PLACES", KEPT)
    monkeypatch.setattr(places, "PART", 3)


def test_what_comes_again_after_its_place_is_forgotten_is_a_duplicate_still(any_house: House) -> None:
    told = notices(20)
    odd = {told[4].event_id: {"kind": "told_by_the_future"}}
    assert verdicts(sent(any_house, 1, told, odd=odd)).count("rejected") == 1
    any_house.until(lambda: len(known_places(any_house)) <= KEPT + 4)
    left = known_places(any_house)
    assert left[0] == 5 and left[-1] == 20, "what was refused keeps its place"
    again = verdicts(sent(any_house, 1, told, odd=odd))
    assert again == ["duplicate"] * 4 + ["rejected"] + ["duplicate"] * 15
    assert events_stored(any_house) == 19
    assert verdicts(sent(any_house, 21, notices(1, 21))) == ["applied"], "the high-water mark stands"
    gap = sent(any_house, 30, notices(1, 30))
    assert (gap.status_code, gap.json()["expected"]) == (409, 22)


def test_another_event_under_a_forgotten_number_is_a_disk_that_was_put_back(house: House) -> None:
    sent(house, 1, notices(20))
    house.until(lambda: 1 not in known_places(house))
    other = sent(house, 1, notices(2, 50))
    assert (other.status_code, other.json()["reason"]) == (409, "other_content")
    assert events_stored(house) == 20


def test_an_epoch_that_is_over_keeps_its_mark_and_no_place_and_another_epoch_tells_nothing_new(house: House) -> None:
    told = notices(5)
    sent(house, 1, told)
    house.now += places.QUIET_MS + 1
    house.until(lambda: known_places(house) == [])
    marks = house.write(lambda c: [tuple(row) for row in c.execute(select(stream.c.epoch, stream.c.position)).all()])
    assert marks == [("e1", 5)]
    assert verdicts(sent(house, 3, told[2:])) == ["duplicate"] * 3
    assert verdicts(sent(house, 1, told, "e2")) == ["duplicate"] * 5
    assert events_stored(house) == 5
