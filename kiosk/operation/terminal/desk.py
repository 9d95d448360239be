"""The terminal's desk: gets numbers from the hall by `ticket_life`, repeats what got lost, brings passed ones back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.signed_ticket import TicketData, sign
from kiosk.domain.ticket import HallUnreachable, ReserveReply, TakeRequest, TicketView
from kiosk.hall.client import TerminalHall
from kiosk.hall.core.answers import Restored
from kiosk.journeys import ticket_life
from kiosk.journeys.ticket_life import Means, NotTaken, Point, Recovered, Stamps
from kiosk.operation.terminal.own_numbers import OwnNumbers
from kiosk.ports.devices import PrintReport
from kiosk.ports.ledger import KeptTicket, LedgerError, LedgerFailure, TerminalLedger

_WORTH_REPEATING = (HallUnreachable.NO_CONNECTION, HallUnreachable.TIMED_OUT, HallUnreachable.BROKEN_ANSWER)
_PAUSE_S = 0.25


class HallDesk:
    """`patience_s` bounds how long a lost reservation is repeated, under the same id, before it is given up; once the
    terminal is cut off it is asked for once only. `own` gives a number then; `checking_in` adds a booking to a wish."""

    def __init__(
        self,
        ledger: TerminalLedger,
        hall: TerminalHall,
        stamps: Stamps,
        ticket_key: Callable[[], bytes | None],
        own: OwnNumbers,
        patience_s: float = 5.0,
        passing: Callable[[Point], None] = lambda point: None,
        checking_in: Callable[[TakeRequest], TakeRequest] = lambda request: request,
    ) -> None:
        self._hall = hall
        self._ticket_key = ticket_key
        self._own = own
        self._patience_s = patience_s
        self._checking_in = checking_in
        self._means = Means(ledger, self._reserve, self._sign, stamps, passing)

    def take(self, request: TakeRequest) -> KeptTicket | NotTaken:
        try:
            ticket_life.settle(self._means)
            request = self._checking_in(request)
            taken = ticket_life.take(request, self._means)
            return self._own.take(request, taken, self._means) if isinstance(taken, HallUnreachable) else taken
        except LedgerError as unreadable:  # it reads before it asks the hall, so no number is lost here
            return unreadable.failure

    def recover(self) -> Recovered:
        return ticket_life.recover(self._means)

    def is_paper_doubtful(self) -> bool:
        """Whether what the printer did last may hang there unfinished; asked once, after `recover`."""
        return self._means.ledger.is_paper_doubtful()

    def is_card_reported(self) -> bool:
        return self._means.ledger.is_card_reported()

    def restore(self, ticket_id: str) -> TicketView | HallUnreachable | None:
        reply = self._hall.restore(ticket_id)
        if isinstance(reply, HallUnreachable):
            return reply
        return reply.ticket if isinstance(reply, Restored) else None

    def printing(self, ticket_id: str) -> LedgerFailure | None:
        return ticket_life.printing(ticket_id, self._means)

    def printed(self, ticket: TicketView, report: PrintReport) -> LedgerFailure | None:
        return ticket_life.printed(ticket, report, self._means)

    def reprinting(self) -> LedgerFailure | None:
        return ticket_life.reprinting(self._means)

    def reprinted(self, ticket: TicketView, report: PrintReport) -> LedgerFailure | None:
        try:
            return ticket_life.reprinted(ticket, report, self._means)
        except LedgerError as unreadable:
            return unreadable.failure

    def _reserve(self, request: TakeRequest) -> ReserveReply:
        """With what this terminal has seen, so that a hall which forgot gives no number twice."""
        wish = replace(request, seen=self._own.seen(request.item))
        end = time.monotonic() + (0.0 if self._own.ready() else self._patience_s)
        reply = self._hall.reserve(wish)
        while reply in _WORTH_REPEATING and time.monotonic() < end:
            time.sleep(_PAUSE_S)
            reply = self._hall.reserve(wish)
        self._own.heard(reply)
        return reply

    def _sign(self, data: TicketData) -> str:
        key = self._ticket_key()
        return sign(data, key) if key else ""
