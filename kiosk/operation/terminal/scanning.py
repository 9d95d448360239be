"""From a scanned text to what the journey hears: who is asked about a ticket, a booking, or somebody's token.

The text itself goes no further than here, but for a genuine ticket's own code, which is printed again. Nothing of it is
logged but the kind of what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kiosk.domain.calendar import local
from kiosk.domain.hall_settings import HallSettings
from kiosk.domain.scanned_code import (
    Resolver,
    ScannedBooking,
    ScannedTicket,
    ScannedToken,
    Unresolved,
    bookings,
    resolve,
    tickets,
)
from kiosk.domain.ticket import HallUnreachable, TicketView
from kiosk.journeys import intents as said
from kiosk.journeys.pages import ScanProblem
from kiosk.operation.terminal.checking_in import opens_at
from kiosk.ports.clock import Clock
from kiosk.ports.devices.code_scanner import CodeScanner, Scan, ScanFailure
from kiosk.ports.ledger import CachedBooking, KeptTicket, LedgerError
from kiosk.ports.log import Log

Told = said.FoundTicket | said.FoundBooking | said.ScanFailed
_AGAIN = (ScanFailure.CODE_CUT, ScanFailure.CODE_TOO_LONG, ScanFailure.CODE_SPOILT, ScanFailure.NOT_TEXT)
_UNRESOLVED = {
    Unresolved.UNKNOWN: ScanProblem.UNKNOWN,
    Unresolved.NOT_GENUINE: ScanProblem.NOT_GENUINE,
    Unresolved.NO_KEY: ScanProblem.NOT_READY,
}


@dataclass(frozen=True, slots=True)
class Sources:
    """Who can be asked. `ticket` is the hall, `kept` this terminal's own book, `booking` its copy of the bookings.

    `others`: resolvers of a city's own forms, asked after ours (kiosk/domain/scanned_code.py).
    """

    ticket_key: Callable[[], bytes | None]
    ticket: Callable[[str], TicketView | HallUnreachable | None]
    kept: Callable[[str], KeptTicket | None]
    booking: Callable[[str], CachedBooking | None]
    settings: Callable[[], HallSettings | None]
    clock: Clock
    others: Iterable[Resolver] = ()


class Scanning:
    """One code at a time. `work` runs what may take long, `tell` takes the answer; both from any thread."""

    def __init__(
        self,
        scanner: CodeScanner,
        sources: Sources,
        log: Log,
        work: Callable[[Callable[[], None]], None],
        tell: Callable[[Told], None],
    ) -> None:
        self._scanner = scanner
        self._sources = sources
        self._log = log
        self._work = work
        self._tell = tell
        self._look = 0  # a code belongs to the look that asked for it, and to no later one

    def look(self) -> None:
        mine = self._look = self._look + 1

        def done(outcome: Scan | ScanFailure) -> None:
            if mine == self._look and outcome is not ScanFailure.NO_CODE:
                self._work(lambda: self._answer(outcome, mine))

        self._scanner.read(done)

    def cancel(self) -> None:
        self._look += 1
        self._scanner.cancel()

    def _answer(self, outcome: Scan | ScanFailure, mine: int) -> None:
        told = self._failed(outcome) if isinstance(outcome, ScanFailure) else self._meaning(outcome.text)
        if mine == self._look:
            self._tell(told)

    def _failed(self, failure: ScanFailure) -> Told:
        self._log.event("code_not_read", reason=failure.value)
        return said.ScanFailed(ScanProblem.NOT_READ if failure in _AGAIN else ScanProblem.SCANNER)

    def _meaning(self, text: str) -> Told:
        """A book that cannot be read knows of nothing; the hall is asked all the same."""
        try:
            told = self._resolved(text)
        except LedgerError as unreadable:
            self._log.event("ledger_failed", reason=unreadable.failure.value)
            told = said.ScanFailed(ScanProblem.HALL)
        self._log.event("code_scanned", meaning=told.problem.value if isinstance(told, said.ScanFailed) else told.kind)
        return told

    def _resolved(self, text: str) -> Told:
        sources = self._sources
        match resolve(text, (tickets(sources.ticket_key()), bookings, *sources.others)):
            case ScannedTicket(data, code):
                return self._ticket(data.ticket_id, code)
            case ScannedBooking(number):
                return self._booking(number)
            case ScannedToken():
                return said.ScanFailed(ScanProblem.FOREIGN)
            case Unresolved() as why:
                return said.ScanFailed(_UNRESOLVED[why])

    def _ticket(self, ticket_id: str, code: str) -> Told:
        """As the hall has it; of a number that the hall has not heard of yet, this terminal's own book knows."""
        found = self._sources.ticket(ticket_id)
        if isinstance(found, TicketView):
            return said.FoundTicket(found, code)
        kept = self._sources.kept(ticket_id)
        if kept is not None and (found is None or kept.view.own):
            return said.FoundTicket(kept.view, code)
        return said.ScanFailed(ScanProblem.TICKET_UNKNOWN if found is None else ScanProblem.HALL)

    def _booking(self, number: str) -> Told:
        booking, hall = self._sources.booking(number), self._sources.settings()
        if booking is None or hall is None:
            return said.ScanFailed(ScanProblem.BOOKING_UNKNOWN)
        opens, closes = opens_at(booking, hall)
        now = self._sources.clock.now().wall_ms
        if now < opens:
            return said.ScanFailed(ScanProblem.BOOKING_EARLY, local(opens).strftime("%Y-%m-%d %H:%M"))
        return said.FoundBooking(booking.item) if now <= closes else said.ScanFailed(ScanProblem.BOOKING_LATE)
