"""A ticket's life at its terminal: intent, reservation, one transaction; and what a restart finds of it.

Every line between two `passing` points may be the last one before the plug is pulled. What holds then: an intent
without a ticket is given up and reported as void, a committed ticket is owed to the hall until the hall has it, and
paper that nobody vouched for is PRINT_UNKNOWN. Nothing prints again by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kiosk.domain.events import Data, Event, EventKind, Scalar
from kiosk.domain.signed_ticket import TicketData
from kiosk.domain.ticket import Group, HallUnreachable, PrintState, Refused, ReserveReply, TakeRequest, TicketView
from kiosk.ports.devices import PrintOutcome, PrintReport
from kiosk.ports.ledger import KeptTicket, LedgerFailure, TerminalLedger

NO_DISK_PUT_BACK_MS = 300_000  # an image of a disk is written back, and the machine started, in no shorter time


class Point(StrEnum):
    """Where a crash can fall between two durable acts."""

    INTENT_STORED = "intent_stored"
    RESERVED = "reserved"
    COMMITTED = "committed"
    ABANDONED = "abandoned"
    PRINTING = "printing"
    PRINT_CONFIRMED = "print_confirmed"
    REPRINTING = "reprinting"


class Stamps(Protocol):
    """Makes this node's events, and knows its day and wall time (UTC milliseconds).

    An event of a ticket carries the ticket's business day, also when it happens after that day has ended.
    """

    @property
    def node(self) -> str: ...

    def make(self, kind: EventKind, ticket_id: str, day: str, data: Data) -> Event: ...

    def today(self) -> str: ...

    def wall_ms(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Means:
    """What a life needs from outside. `reserve` repeats a lost request under the same id by itself, within its limit;
    `sign` answers "" while the hall's ticket key has not come down."""

    ledger: TerminalLedger
    reserve: Callable[[TakeRequest], ReserveReply]
    sign: Callable[[TicketData], str]
    stamps: Stamps
    passing: Callable[[Point], None] = lambda point: None


NotTaken = Refused | HallUnreachable | LedgerFailure


def take(request: TakeRequest, means: Means) -> KeptTicket | NotTaken:
    """A number for this request, committed at this terminal and owed to the hall; or why there is none.

    After `HallUnreachable` or a ledger failure the request is given up for good: the hall hears `voided`, so a number
    that it may have set aside belongs to nobody and is not used again that day. The same request again is the same
    ticket; one take of a request at a time.
    """
    made = means.ledger.ticket(request.ticket_id)
    if made is not None:
        return made
    day = means.stamps.today()
    failure = means.ledger.open_intent(request, day, means.stamps.wall_ms())
    if failure is not None:
        return failure
    means.passing(Point.INTENT_STORED)
    reply = means.reserve(request)
    if isinstance(reply, Refused):
        means.ledger.abandon_intent(request.ticket_id, None)
        return reply
    if isinstance(reply, HallUnreachable):
        _give_up(request.ticket_id, day, means)
        return reply
    means.passing(Point.RESERVED)
    return _commit(reply.ticket, request, means)


def _commit(view: TicketView, request: TakeRequest, means: Means) -> KeptTicket | LedgerFailure:
    kept = KeptTicket(view, PrintState.COMMITTED, means.sign(signed_data(view, means.stamps.node)))
    taken = means.stamps.make(EventKind.TAKEN, view.ticket_id, view.day, taken_data(view, request))
    failure = means.ledger.commit_ticket(kept, taken)
    if failure is not None:
        _give_up(view.ticket_id, view.day, means)
        return failure
    means.passing(Point.COMMITTED)
    return kept


def taken_data(view: TicketView, request: TakeRequest) -> dict[str, Scalar | list[str]]:
    """Enough for a hall that never heard of the ticket (a restored image, a cut line) to take it in."""
    holder = request.holder
    more: dict[str, Scalar | list[str]] = {}
    if holder.also:
        more["also"] = [f"{one.key_version}:{one.hash}" for one in holder.also]
    if request.booking and view.group is Group.BOOKED:  # the hall may know that it was used already
        more["booking"] = request.booking
    return more | {
        "label": view.label,
        "queue": view.queue,
        "item": view.item,
        "taken_ms": view.taken_ms,
        "holder": holder.hash,
        "key_version": holder.key_version,
        "name": holder.name,
        "tail": holder.tail,
        "group": view.group.value,
    }


def signed_data(view: TicketView, node: str) -> TicketData:
    """What the code on the paper says."""
    return TicketData(
        view.ticket_id, view.label, view.queue, view.item, view.day, view.taken_ms, node, view.group.value
    )


def _give_up(ticket_id: str, day: str, means: Means, *, certain: bool = True) -> LedgerFailure | None:
    """When even this cannot be stored, the intent stays open until `settle`. Not `certain`: the hall hears nothing."""
    voided = means.stamps.make(EventKind.VOIDED, ticket_id, day, {}) if certain else None
    failure = means.ledger.abandon_intent(ticket_id, voided)
    means.passing(Point.ABANDONED)
    return failure


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a start found: requests given up, and tickets whose paper nobody vouches for."""

    voided: tuple[str, ...]
    unknown_paper: tuple[str, ...]  # labels
    failure: LedgerFailure | None = None  # the book could not be written: the rest is found at the next start


def recover(means: Means) -> Recovered:
    """Run once at start-up, before the first visitor; repeating it changes nothing."""
    voided = settle(means)
    unsure: list[str] = []
    for kept in means.ledger.unfinished_prints():
        view = kept.view
        told = means.stamps.make(EventKind.PRINT_UNKNOWN, view.ticket_id, view.day, {"reason": "restarted"})
        failure = means.ledger.record_print(view.ticket_id, PrintState.UNKNOWN, told)
        if failure is not None:
            return Recovered(voided, tuple(unsure), failure)
        unsure.append(view.label)
    return Recovered(voided, tuple(unsure))


def settle(means: Means) -> tuple[str, ...]:
    """Gives up what a crash or a full disk left open, as far as the book can be written now; answers what it gave up.

    A wish that is older than a disk can be put back in may be open on a disk of the moment before it became a ticket,
    which somebody holds: the hall is not told that it is void, and calls it in its turn as any number without a word.

    Never called while a take is under way.
    """
    now_ms = means.stamps.wall_ms()
    left = [(intent.request.ticket_id, intent.day, now_ms - intent.at_ms) for intent in means.ledger.open_intents()]
    return tuple(
        ticket_id
        for ticket_id, day, age_ms in left
        if _give_up(ticket_id, day, means, certain=0 <= age_ms < NO_DISK_PUT_BACK_MS) is None
    )


def printing(ticket_id: str, means: Means) -> LedgerFailure | None:
    """Before the first byte goes to the printer: from here on a crash leaves the paper unknown."""
    failure = means.ledger.record_print(ticket_id, PrintState.PRINTING, None)
    means.passing(Point.PRINTING)
    return failure


def printed(ticket: TicketView, report: PrintReport, means: Means) -> LedgerFailure | None:
    """What the printer said about the paper of a ticket."""
    state = _STATES[report.outcome]
    means.passing(Point.PRINT_CONFIRMED)
    event = _told(EventKind(state.value), ticket, report, means)
    return means.ledger.record_print(ticket.ticket_id, state, event)


def reprinting(means: Means) -> LedgerFailure | None:
    """Before the first byte of a 补打 goes to the printer: from here on a crash leaves its paper unknown."""
    failure = means.ledger.begin_reprint()
    means.passing(Point.REPRINTING)
    return failure


def reprinted(ticket: TicketView, report: PrintReport, means: Means) -> LedgerFailure | None:
    """补打, also of a ticket that another terminal made; it changes nothing of that terminal's book."""
    event = _told(EventKind.REPRINTED, ticket, report, means)
    if means.ledger.ticket(ticket.ticket_id) is None:
        return means.ledger.record_event(event)
    return means.ledger.record_reprint(ticket.ticket_id, _STATES[report.outcome], event)


_STATES = {
    PrintOutcome.PRINTED: PrintState.PRINTED,
    PrintOutcome.FAILED: PrintState.FAILED,
    PrintOutcome.UNKNOWN: PrintState.UNKNOWN,
}


def _told(kind: EventKind, ticket: TicketView, report: PrintReport, means: Means) -> Event:
    said = {"outcome": report.outcome.value, "reason": report.reason, "confirmed_by": report.confirmed_by}
    return means.stamps.make(kind, ticket.ticket_id, ticket.day, said)
