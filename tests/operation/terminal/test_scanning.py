"""From a scanned text to what the page hears: whoever can be asked is asked, and nothing of the text is logged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest

from kiosk.domain.keyed_hash import KeyedHash
from kiosk.domain.scanned_code import Resolver, booking_code, tokens
from kiosk.domain.signed_ticket import TicketData, sign
from kiosk.domain.ticket import HallUnreachable, PrintState, TicketView
from kiosk.journeys import intents as said
from kiosk.journeys.pages import ScanProblem
from kiosk.operation.clock import SystemClock
from kiosk.operation.terminal.scanning import Scanning, Sources, Told
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.code_scanner import Scan, ScanFailure
from kiosk.ports.ledger import CachedBooking, KeptTicket, LedgerError, LedgerFailure
from kiosk.ports.log import LogValue
from tests.journeys.scenes import SETTINGS, ticket

KEY = b"k" * 32
CODE = sign(TicketData("0190-a", "A017", "q", "GA-001", "2026-11-23", 1, "T2", "walk_in"), KEY)
BOOKING = "0192f7e2-bbbb-7bbb-8ccc-1234567890ab"
MINUTE = 60_000


class Scanner:
    """A scanner before which a test holds codes."""

    def __init__(self) -> None:
        self.done: Callable[[Scan | ScanFailure], None] = lambda outcome: None

    def status(self) -> DeviceStatus:
        return DeviceStatus(DeviceState.ONLINE)

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None:
        return

    def read(self, done: Callable[[Scan | ScanFailure], None]) -> None:
        self.done = done

    def cancel(self) -> None:
        self.done(ScanFailure.NO_CODE)

    def close(self) -> None:
        return


@dataclass
class Diary:
    lines: list[tuple[str, Mapping[str, LogValue]]] = field(default_factory=list)

    def event(self, name: str, /, **fields: LogValue) -> None:
        self.lines.append((name, fields))

    def bug(self, where: str, error: BaseException) -> None:
        raise error


@dataclass
class Desk:
    """Everybody who can be asked, as a test wants them to answer."""

    hall: TicketView | HallUnreachable | None = None
    kept: KeptTicket | None = None
    booking: CachedBooking | None = None
    key: bytes | None = KEY
    broken: bool = False
    others: tuple[Resolver, ...] = ()
    told: list[Told] = field(default_factory=list)
    later: list[Callable[[], None]] = field(default_factory=list)
    scanner: Scanner = field(default_factory=Scanner)
    diary: Diary = field(default_factory=Diary)

    def scanning(self) -> Scanning:
        sources = Sources(
            lambda: self.key,
            lambda ticket_id: self.hall,
            self._kept,
            lambda number: self.booking if number == BOOKING else None,
            lambda: SETTINGS,
            SystemClock(),
            self.others,
        )
        return Scanning(self.scanner, sources, self.diary, self.later.append, self.told.append)

    def _kept(self, ticket_id: str) -> KeptTicket | None:
        if self.broken:
            raise LedgerError(LedgerFailure.DAMAGED)
        return self.kept

    def shown(self, outcome: str | ScanFailure) -> Told:
        """What the page hears when this is held before the scanner."""
        self.scanning().look()
        self.scanner.done(outcome if isinstance(outcome, ScanFailure) else Scan(outcome))
        for work in self.later:
            work()
        (told,) = self.told
        return told


def booked(from_minutes: int, until_minutes: int) -> CachedBooking:
    now = SystemClock().now().wall_ms
    person = KeyedHash("ab" * 32, 1)
    return CachedBooking(
        BOOKING, "2026-11-23", now + from_minutes * MINUTE, now + until_minutes * MINUTE, "GA-001", person, {}
    )


def test_a_genuine_ticket_is_told_as_the_hall_has_it_with_the_text_of_its_paper() -> None:
    assert Desk(hall=ticket()).shown(CODE) == said.FoundTicket(ticket(), CODE)


def test_a_number_of_this_terminals_own_that_no_hall_heard_of_is_found_in_its_book() -> None:
    own = KeptTicket(replace(ticket(), own=True), PrintState.PRINTED, CODE)
    assert Desk(hall=HallUnreachable.NO_CONNECTION, kept=own).shown(CODE) == said.FoundTicket(own.view, CODE)


@pytest.mark.parametrize(
    ("desk", "shown", "problem"),
    [
        (Desk(hall=HallUnreachable.TIMED_OUT), CODE, ScanProblem.HALL),
        (Desk(hall=HallUnreachable.TIMED_OUT, broken=True), CODE, ScanProblem.HALL),
        (Desk(hall=None), CODE, ScanProblem.TICKET_UNKNOWN),
        (Desk(hall=ticket(), key=b"another" * 5), CODE, ScanProblem.NOT_GENUINE),
        (Desk(hall=ticket(), key=None), CODE, ScanProblem.NOT_READY),
        (Desk(), CODE[:-1], ScanProblem.NOT_GENUINE),
        (Desk(), "https://example.invalid/", ScanProblem.UNKNOWN),
        (Desk(), booking_code(BOOKING), ScanProblem.BOOKING_UNKNOWN),
        (Desk(booking=booked(-600, -500)), booking_code(BOOKING), ScanProblem.BOOKING_LATE),
        (Desk(others=(tokens("city", "CTID:"),)), "CTID:0123456789", ScanProblem.FOREIGN),
        (Desk(), ScanFailure.CODE_CUT, ScanProblem.NOT_READ),
        (Desk(), ScanFailure.CODE_TOO_LONG, ScanProblem.NOT_READ),
        (Desk(), ScanFailure.NOT_TEXT, ScanProblem.NOT_READ),
        (Desk(), ScanFailure.SCANNER_GONE, ScanProblem.SCANNER),
        (Desk(), ScanFailure.SCANNER_FAULT, ScanProblem.SCANNER),
    ],
)
def test_a_code_that_leads_nowhere_is_told_by_its_reason(
    desk: Desk, shown: str | ScanFailure, problem: ScanProblem
) -> None:
    assert desk.shown(shown) == said.ScanFailed(problem)


def test_a_booking_within_its_time_leads_to_its_item() -> None:
    assert Desk(booking=booked(0, 30)).shown(booking_code(BOOKING)) == said.FoundBooking("GA-001")


def test_a_booking_before_its_time_says_from_when_on() -> None:
    told = Desk(booking=booked(600, 630)).shown(booking_code(BOOKING))
    assert isinstance(told, said.ScanFailed)
    assert told.problem is ScanProblem.BOOKING_EARLY
    assert len(told.detail) == len("2026-11-23 09:00")


def test_a_code_that_comes_after_the_page_is_left_reaches_nobody() -> None:
    desk = Desk(hall=ticket())
    scanning = desk.scanning()
    scanning.look()
    held = desk.scanner.done
    scanning.cancel()
    held(Scan(CODE))
    for work in desk.later:
        work()
    assert desk.told == []


def test_the_log_says_what_a_code_was_and_nothing_of_what_stood_in_it() -> None:
    desk = Desk(hall=ticket())
    desk.shown(CODE)
    assert desk.diary.lines == [("code_scanned", {"meaning": "ticket"})]
