"""What a terminal does at whichever node of a pair serves."""

from __future__ import annotations

from kiosk.domain.events import Event, EventKind
from kiosk.domain.ticket import Reserved, TicketView
from kiosk.trust.pinned import pinned_session
from tests.hall.a_server import WAIT_S, eventually
from tests.hall.standby.pair import Machine
from tests.hall.steps import wish
from tests.hall.streams import batch, reported


def number(terminal: Machine, ticket: str) -> TicketView:
    """Reserved and confirmed, at whichever node serves; tried for as long as a citizen would wait."""
    answer = eventually(lambda: reserved(terminal, ticket), f"a number for {ticket}")
    assert isinstance(answer, Reserved)
    confirm(terminal, answer.ticket)
    return answer.ticket


def reserved(terminal: Machine, ticket: str) -> Reserved | None:
    answer = terminal.terminal().reserve(wish(ticket))
    return answer if isinstance(answer, Reserved) else None


_streams: dict[str, list[Event]] = {}  # by token: everything that a terminal ever told


def confirm(terminal: Machine, view: TicketView) -> None:
    """As the terminal's line would: from the place that the node names, until it is taken."""
    told = _streams.setdefault(terminal.joined.token, [])
    told.append(reported(EventKind.TAKEN, view.ticket_id, terminal.joined.id, label=view.label, queue=view.queue))
    place = len(told)

    def sent() -> bool:
        nonlocal place
        body = batch(place, *told[place - 1 :], node=terminal.joined.id)
        with pinned_session(terminal.joined.token, terminal.route.pins) as session:
            answer = session.post(f"{terminal.route()}/v1/sync/events", json=body, timeout=WAIT_S)
        if answer.status_code == 409:
            place = answer.json()["expected"]
        assert answer.status_code in (200, 409, 503), answer.text
        return answer.status_code == 200

    eventually(sent, "the confirmation")
