"""Reminders through a real gateway over HTTP, the city's own admission rule, and what is forgotten afterwards."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from kiosk.city.bookings.http_admission import HttpAdmission
from kiosk.city.bookings.http_gateway import HttpGateway
from kiosk.city.bookings.messages import claim, contact_place, note_sent, plan
from kiosk.city.bookings.tables import booking, contact, person
from kiosk.city.field_keys import FieldKeys, Place
from kiosk.ports.messages import Message, SendFailure
from tests.city.bookings.acts import DAY, ask, opened, who, wish
from tests.city.house import DAY_MS, HOUR, KEYS, House
from tests.city.running import HALL


class Far:
    """The service at the other end of the line: answers what it was told to, keeps what it got."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.body = b"{}"
        self.got: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        far = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                far.got.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                far.headers.append({name.lower(): value for name, value in self.headers.items()})
                self.send_response(far.statuses.pop(0) if far.statuses else 200)
                self.send_header("content-length", str(len(far.body)))
                self.end_headers()
                self.wfile.write(far.body)

            def log_message(self, format: str, *args: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/send"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def far() -> Iterator[Far]:
    made = Far()
    yield made
    made.close()


def reminder_of(house: House, channel: str, serial: int = 1) -> str:
    return str(house.post("/v1/bookings/find", channel, {"who": who(serial)})["bookings"][0]["reminder"])


def reminder_after_a_minute(house: House, channel: str) -> str:
    house.now += HOUR // 60
    return reminder_of(house, channel)


def test_a_person_is_reminded_once_also_when_the_gateway_was_away(file_place: Path, far: Far) -> None:
    with House(file_place, gateway=HttpGateway(far.url, "word")) as house:
        channel = opened(house)
        far.statuses = [503, 500, 200]
        asked = wish(phone="13900000000", day="2026-11-27")
        assert ask(house, channel, asked).json()["reminder"] == "waiting"
        assert far.got == []  # three days ahead
        house.now += 2 * DAY_MS
        house.until(lambda: reminder_after_a_minute(house, channel) == "sent")
        assert len(far.got) == 3 and far.got[0] == far.got[2]
        told = far.got[0]
        assert told["phone"] == "13900000000" and told["template"] == "reminder"
        assert told["values"] == {"hall": "青岚市政务服务中心", "item": "居住证申领", "day": "2026-11-27",
                                  "time": "09:00–09:30", "name": "张*丰"}  # fmt: skip
        assert {(one["idempotency-key"], one["authorization"]) for one in far.headers} == {
            (f"{asked['booking_id']}.reminder", "Bearer word")
        }


def test_a_gateway_that_refuses_is_not_asked_again_and_a_cancelled_booking_reminds_nobody(
    file_place: Path, far: Far
) -> None:
    with House(file_place, gateway=HttpGateway(far.url)) as house:
        channel, first = opened(house), wish(1, phone="13900000001", day="2026-11-27")
        ask(house, channel, first)
        second = wish(2, phone="13900000002", day="2026-11-27")
        ask(house, channel, second)
        house.post(f"/v1/bookings/{first['booking_id']}/cancel", channel, {"who": who(1)})
        far.statuses = [422]
        house.now += 2 * DAY_MS
        house.until(lambda: reminder_of(house, channel, 2) == "given_up")
        house.now += HOUR
        assert [one["phone"] for one in far.got] == ["13900000002"]
        manager = "t-hall-manager.qinglan"
        house.post(f"/v1/halls/{HALL}/bookings/{second['booking_id']}/call-off", manager)
        house.until(lambda: len(far.got) == 2)
        assert far.got[1]["template"] == "called_off"


def test_a_sender_that_dies_in_between_sends_again_with_the_same_identity(house: House) -> None:
    channel = opened(house)
    asked = wish(phone="13900000003")
    ask(house, channel, asked)
    house.write(lambda c: plan(c, asked["booking_id"], "reminder", house.now))
    (first,) = house.write(lambda c: claim(c, KEYS, house.now))
    assert house.write(lambda c: claim(c, KEYS, house.now)) == []  # nobody else may have it meanwhile
    (again,) = house.write(lambda c: claim(c, KEYS, house.now + 300_000))
    assert again.message == first.message and again.tries == 2
    house.write(lambda c: note_sent(c, again, SendFailure.UNREACHED, house.now))
    assert house.write(lambda c: claim(c, KEYS, house.now + 59_000)) == []
    assert len(house.write(lambda c: claim(c, KEYS, house.now + 60_000))) == 1


def test_nobody_listening_is_unreached_and_a_redirect_is_not_followed(far: Far) -> None:
    message = Message("m-1", "13900000000", "reminder", {})
    assert HttpGateway("http://127.0.0.1:9/send").send(message) is SendFailure.UNREACHED
    gateway = HttpGateway(far.url)
    far.statuses = [307, 429, 404, 204]
    answers = [gateway.send(message) for _ in range(4)]
    assert answers == [SendFailure.UNREACHED, SendFailure.BUSY, SendFailure.REFUSED, None]


def test_a_sealed_field_opens_only_in_its_own_place_and_with_its_own_key() -> None:
    place = contact_place("b-1")
    sealed = KEYS.seal("13900000000", place)
    assert KEYS.open(sealed, place) == "13900000000" and "139" not in sealed
    assert KEYS.open(sealed, contact_place("b-2")) is None
    assert KEYS.open(sealed, Place("booking", "b-1", "phone")) is None
    newer = FieldKeys({1: b"k" * 32, 2: b"n" * 32})
    assert newer.seal("x", place).startswith("2.") and newer.open(sealed, place) == "13900000000"
    assert FieldKeys({2: b"n" * 32}).open(sealed, place) is None
    for broken in ("", "1.", "1.!!!", "x.y", sealed[:-4] + "AAA=", "1.AAAA"):
        assert KEYS.open(broken, place) is None


def test_the_admission_rule_refuses_with_a_reason_and_another_way_and_learns_no_number(
    file_place: Path, far: Far
) -> None:
    with House(file_place, admission=HttpAdmission(far.url, "word")) as house:
        channel = opened(house)
        far.body = json.dumps({"admitted": False, "reason": "closed_area",
                               "sentence": {"zh": "该区域暂停办理。", "en": "This area is closed."},
                               "other_way": {"zh": "可网上办理。", "en": "Do it online."}}).encode()  # fmt: skip
        asked = wish()
        refused = ask(house, channel, asked)
        told = refused.json()
        assert (refused.status_code, told["reason"]) == (409, "not_admitted")
        assert told["shown"]["zh"] == "该区域暂停办理。" and told["other_way"]["en"] == "Do it online."
        (question,) = far.got
        assert question.keys() == {"hall", "item", "day", "hash", "key_version"}
        assert asked["who"]["card"]["number"] not in json.dumps(far.got)
        assert far.headers[0]["authorization"] == "Bearer word"
        far.body = b'{"admitted": true}'
        assert ask(house, channel, asked).status_code == 201


@pytest.mark.parametrize(("admits", "expected"), [(True, (201, None)), (False, (503, "admission_silent"))])
def test_what_a_silent_rule_means_is_the_citys_choice(
    file_place: Path, far: Far, admits: bool, expected: tuple[int, str | None]
) -> None:
    with House(file_place, admission=HttpAdmission(far.url, admits_when_silent=admits)) as house:
        far.body = b"<html>try later</html>"
        answer = ask(house, opened(house), wish())
        assert (answer.status_code, answer.json().get("reason")) == expected


def test_at_the_days_end_the_feed_forgets_then_the_number_and_after_months_whose_it_was(house: House) -> None:
    channel, asked = opened(house), wish(phone="13900000004")
    ask(house, channel, asked)
    number = asked["booking_id"]

    def count(table: Any) -> int:
        return house.write(lambda c: c.execute(select(func.count()).select_from(table)).scalar_one())

    house.now += DAY_MS + 15 * HOUR  # three in the night after the slot's day: the business day goes on until four
    assert house.changes("booking")[number] is not None
    house.now += 2 * HOUR
    house.until(lambda: house.changes("booking")[number] is None)
    assert count(contact) == 1
    house.now += DAY_MS
    house.until(lambda: count(contact) == 0)
    assert house.get(f"/v1/halls/{HALL}/bookings/{DAY}", "t-hall-manager.qinglan")["rows"][0]["tail"]
    house.now += 92 * DAY_MS
    house.until(lambda: house.write(lambda c: c.execute(select(booking.c.hash)).scalar_one()) == "")
    house.until(lambda: count(person) == 0)
    assert house.get(f"/v1/halls/{HALL}/bookings/{DAY}", "t-hall-manager.qinglan")["rows"][0]["tail"] == ""
    assert number not in house.changes("booking")
