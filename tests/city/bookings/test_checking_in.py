"""签到: a booking made in the city is a number at the terminal, also where the terminal is cut off, and nobody who came
is a no-show."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from kiosk.city.bookings.tables import booking, suspension
from kiosk.city.publication import load_publication
from kiosk.domain.catalogue import catalogue_from, hall_settings_from
from kiosk.domain.events import Event, EventKind, Moment
from kiosk.domain.identity import masked_name, tail
from kiosk.domain.keyed_hash import MatchKey, keyed_hash
from kiosk.domain.number_rules import number_rules_from
from kiosk.domain.ticket import Group, Holder, Refused, TakeRequest
from kiosk.hall.client import TerminalHall
from kiosk.hall.core.telling import Member, Role
from kiosk.operation.terminal.checking_in import check_in
from kiosk.operation.terminal.desk import HallDesk
from kiosk.operation.terminal.hall_memory import HallMemory
from kiosk.operation.terminal.own_numbers import OwnNumbers
from kiosk.operation.terminal.stamp import Stamp
from kiosk.operation.uuid7 import Uuid7
from kiosk.ports.ledger import KeptTicket
from kiosk.sync.client import Limits, SyncClient
from kiosk.sync.downlink import Downlink
from kiosk.sync.uplink import Uplink
from offline_cache.bookings import Bookings
from offline_cache.cache import Cache
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger
from tests.city.bookings.acts import ITEM, ask, opened, wish
from tests.city.house import DAY_MS, HOUR, NOON, House, citizen_number
from tests.city.running import HALL
from tests.hall.a_server import LIMITS, served
from tests.hall.memory import StandingClock
from tests.sync.upstream import Noted, file_at

NINE = NOON + 21 * HOUR  # when the slot of these tests begins
FILES = load_publication()
CATALOGUE, SETTINGS = catalogue_from(FILES["catalogue"]), hall_settings_from(FILES["hall"])
LINE = Limits(5, 10, 20)


class Terminal:
    """A terminal's desk, book and lines below a real hall, that stands below the house's city."""

    def __init__(self, house: House, hall: str, hall_file: Any, folder: Path) -> None:
        self.file, self.clock, self.log = file_at(folder / "terminal.sqlite"), StandingClock(house.now), Noted()
        self.cache, self.outbox, self.silent = Cache(self.file), Outbox(self.file), False
        self.now_s = 0.0
        city = f"http://127.0.0.1:{house.port}"
        self._upper = Uplink(HALL, Outbox(hall_file), SyncClient(city, "hall", LINE), self.log)
        self._lower = Uplink("T1", self.outbox, SyncClient(self._where(hall), "token-T1", LINE), self.log)
        self._down = Downlink(self.cache, SyncClient(hall, "token-T1", LINE), self.log)
        stamp = Stamp("T1", self.clock, Uuid7(), lambda: SETTINGS.boundary_minutes)
        memory = HallMemory(lambda: self.now_s)
        rules = number_rules_from(FILES["number_rules"])
        own = OwnNumbers("T1", 10.0, lambda: (CATALOGUE, SETTINGS), lambda: rules, memory, self.clock, Uuid7().new)
        client = TerminalHall(self._where(hall), "token-T1", LIMITS)
        checking = partial(check_in, Bookings(self.file), lambda: SETTINGS, self.clock)
        ledger = TerminalLedger(self.file)
        self._desk = HallDesk(ledger, client, stamp, lambda: b"k" * 32, own, 0.0, checking_in=checking)

    def learn(self) -> None:
        while not any(one.kind == "booking" for one in self.cache.after(0, 500)):
            self._down.turn()

    def take(self, number: int, ticket: str) -> KeptTicket:
        taken = self.wish(number, ticket)
        assert isinstance(taken, KeptTicket), taken
        return taken

    def wish(self, number: int, ticket: str) -> Any:
        return self._desk.take(TakeRequest(ticket, ITEM, self._person(number)))

    def send(self) -> None:
        """Up to the hall, and from there to the city."""
        for line, outbox in ((self._lower, self.outbox), (self._upper, self._upper._outbox)):
            for _ in range(20):
                if not outbox.backlog():
                    break
                line.turn()
            assert not outbox.backlog()

    def stop(self) -> None:
        for line in (self._upper, self._lower, self._down):
            line.stop()
        self.file.close()

    def _where(self, hall: str) -> Any:
        return lambda: None if self.silent else hall

    def _person(self, serial: int) -> Holder:
        body = next(one.body for one in self.cache.every("match_key") if one.body is not None)
        key = MatchKey(int(body["version"]), base64.b64decode(str(body["key"])))
        number = citizen_number(serial)
        made = keyed_hash(number, key)
        return Holder(made.hash, made.key_version, masked_name("张三丰"), tail(number))


@contextmanager
def booked(house: House, folder: Path, at: int = NINE) -> Iterator[Terminal]:
    """Two people have booked for nine o'clock; the terminal has heard of it, and it is so late now."""
    channel = opened(house)
    for serial in (1, 2):
        assert ask(house, channel, wish(serial)).status_code == 201
    file = file_at(folder / "hall.sqlite")
    down = Downlink(Cache(file), SyncClient(f"http://127.0.0.1:{house.port}", "hall", LINE), Noted())
    while not any(one.kind == "booking" for one in Cache(file).after(0, 500)):
        down.turn()
    down.stop()
    house.now = at
    known = {"token-T1": Member(Role.TERMINAL, "T1")}
    book: Any = Cache(file)
    with served(HallLedger(file), InboundStreams(file), StandingClock(at), book, known=known) as hall:
        terminal = Terminal(house, hall.url, file, folder)
        terminal.learn()
        yield terminal
        terminal.stop()
    file.close()


def states(house: House) -> list[str]:
    asked = select(booking.c.state).order_by(booking.c.state)
    return list(house.write(lambda connection: connection.execute(asked).scalars().all()))


def next_day(house: House, terminal: Terminal) -> None:
    """The hall has opened a later day: whoever did not come until then was not there."""
    at = Moment(NINE + DAY_MS, 1, "b")
    house.send(Event("opened-2", EventKind.DAY_OPENED, HALL, "2026-11-26", at, "", {}), epoch="other", first=1)
    house.now = NINE + DAY_MS


def test_who_booked_takes_one_number_and_has_checked_in(any_house: House, tmp_path: Path) -> None:
    with booked(any_house, tmp_path) as terminal:
        ticket = terminal.take(1, "t-1")
        assert ticket.view.group is Group.BOOKED
        terminal.send()
        any_house.until(lambda: states(any_house) == ["booked", "checked_in"])
        again = terminal.wish(1, "t-2")
        assert isinstance(again, Refused), "nobody queues twice"
        next_day(any_house, terminal)
        any_house.until(lambda: states(any_house) == ["checked_in", "no_show"])


def test_a_check_in_without_a_hall_reaches_the_city_later_and_is_no_no_show(any_house: House, tmp_path: Path) -> None:
    with booked(any_house, tmp_path) as terminal:
        terminal.silent, terminal.now_s = True, 60.0
        ticket = terminal.take(1, "t-1")
        assert ticket.view.own and ticket.view.group is Group.BOOKED
        next_day(any_house, terminal)
        any_house.until(lambda: states(any_house) == ["no_show", "no_show"])
        terminal.silent = False
        terminal.send()
        any_house.until(lambda: states(any_house) == ["checked_in", "no_show"])
        paused = any_house.write(lambda connection: connection.execute(select(suspension)).all())
        assert paused == []


def test_too_early_too_late_and_without_a_booking_people_walk_in(house: House, tmp_path: Path) -> None:
    with booked(house, tmp_path, NINE - 31 * 60_000) as terminal:
        assert terminal.take(1, "t-1").view.group is Group.WALK_IN
        terminal.clock.set_wall(NINE - 30 * 60_000)
        assert terminal.take(2, "t-2").view.group is Group.BOOKED
        assert terminal.take(3, "t-3").view.group is Group.WALK_IN
        terminal.send()
        house.until(lambda: states(house) == ["booked", "checked_in"])
