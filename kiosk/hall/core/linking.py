"""Two open tickets of one person in one queue: they are shown together, and one call may end both.

They come about when a terminal that was cut off gave the second one; the hall itself gives nobody two.
"""

from __future__ import annotations

from kiosk.domain.ticket import OPEN_STATES, TicketState
from kiosk.hall.core.state import HallState, Ticket

_STILL_OWED = OPEN_STATES | {TicketState.PASSED}
_ENDS_WITH = frozenset({TicketState.RESERVED, TicketState.WAITING, TicketState.PASSED})


def linked(state: HallState, ticket: Ticket) -> tuple[Ticket, ...]:
    """The person's other tickets of this queue that are not over, in order of arrival."""
    known = ticket.persons()
    if not known or (len(known) == 1 and len(state.persons.get(known[0], ())) < 2):
        return ()
    others = {one.ticket_id: one for one in state.tickets_of(known) if one is not ticket}
    return tuple(sorted((one for one in others.values() if one.state in _STILL_OWED), key=lambda one: one.place))


def ends_with(state: HallState, ticket: Ticket) -> tuple[Ticket, ...]:
    """Those that the call for `ticket` may end as well; one that is at another counter is that clerk's matter."""
    return tuple(one for one in linked(state, ticket) if one.state in _ENDS_WITH)
