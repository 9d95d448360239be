"""A number of the terminal's own letter, for somebody who stands here while no hall answers.

The request that the hall may have got is given up first; this one has an identity of its own and is never sent there
as a wish. It is committed with its number in one transaction and owed to the hall as any other ticket, which takes it
in at its time of arrival.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.events import EventKind
from kiosk.domain.hall_settings import NumberRange
from kiosk.domain.numbering import MOST_OWN, own_label
from kiosk.domain.own_space import OwnSpace, own_number
from kiosk.domain.ticket import HallUnreachable, PrintState, TakeRequest, TicketState, TicketView
from kiosk.journeys.ticket_life import Means, Point, signed_data, taken_data
from kiosk.ports.ledger import KeptTicket, LedgerFailure, OwnTicket


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where such a number belongs: a business day that is certain, a queue, this terminal's letter on that day, and the
    numbers that no other life of this terminal gives."""

    day: str
    queue: str
    prefix: str
    letter: str
    digits: int
    counters: tuple[str, ...]
    space: OwnSpace = (NumberRange(1, MOST_OWN),)


def is_cut_off(answer: HallUnreachable, silent_s: float, limit_s: float) -> bool:
    """Whether this terminal gives numbers of its own: no hall node has answered anything for that long.

    A hall that refuses this terminal's token has answered: whoever was sent away gives no numbers at all.
    """
    return answer is not HallUnreachable.NOT_ALLOWED and silent_s >= limit_s


def take_own(request: TakeRequest, place: OwnPlace, means: Means) -> KeptTicket | LedgerFailure | None:
    """The ticket, or why it could not be stored; None when the letter has no number left. `request` has an identity
    that the hall has never heard. The same request again is the same ticket."""
    made = means.ledger.ticket(request.ticket_id)
    if made is not None:
        return made
    taken_ms = means.stamps.wall_ms()
    failure = means.ledger.open_intent(request, place.day, taken_ms)
    if failure is not None:
        return failure
    means.passing(Point.INTENT_STORED)
    kept = means.ledger.commit_own(
        request.ticket_id, place.day, place.queue, lambda number: _made(request, place, number, taken_ms, means)
    )
    if isinstance(kept, KeptTicket):
        means.passing(Point.COMMITTED)
    else:
        means.ledger.abandon_intent(request.ticket_id, None)
    return kept


def _made(request: TakeRequest, place: OwnPlace, following: int, taken_ms: int, means: Means) -> OwnTicket | None:
    number = own_number(place.space, following)
    if number is None or number > MOST_OWN:
        return None
    view = _view(request, place, own_label(place.prefix, place.letter, number, place.digits), taken_ms)
    kept = KeptTicket(view, PrintState.COMMITTED, means.sign(signed_data(view, means.stamps.node)))
    taken = means.stamps.make(EventKind.TAKEN, view.ticket_id, view.day, taken_data(view, request) | {"own": True})
    return OwnTicket(kept, taken, number)


def _view(request: TakeRequest, place: OwnPlace, label: str, taken_ms: int) -> TicketView:
    """Who is ahead and how long it takes is not known: nobody can ask."""
    holder = request.holder
    return TicketView(
        ticket_id=request.ticket_id,
        label=label,
        queue=place.queue,
        item=request.item,
        day=place.day,
        state=TicketState.WAITING,
        group=holder.group,
        name=holder.name,
        tail=holder.tail,
        taken_ms=taken_ms,
        ahead=0,
        wait_low=0,
        wait_high=0,
        counters=place.counters,
        own=True,
    )
