"""What a terminal sends up, as JSON: confirmations, voids, notices; its stream goes on from call to call."""

from __future__ import annotations

from typing import Any

import requests

from kiosk.domain.events import Event, EventKind
from kiosk.operation.uuid7 import Uuid7
from kiosk.sync.contract import VERSION, EventOnWire
from tests.hall.a_server import Served
from tests.hall.memory import StandingClock
from tests.hall.one_hall import DAY

_IDS = Uuid7()


def reported(kind: EventKind, ticket_id: str = "", node: str = "T1", **data: Any) -> Event:
    return Event(_IDS.new(), kind, node, DAY, StandingClock().now(), ticket_id, data)


def batch(first_seq: int, *events: Event, node: str = "T1", epoch: str = "e-1") -> dict[str, Any]:
    on_wire = [EventOnWire.of(event).model_dump(mode="json") for event in events]
    return {"version": VERSION, "node_id": node, "stream_epoch": epoch, "first_seq": first_seq, "events": on_wire}


def send(hall: Served, *events: Event) -> requests.Response:
    """The next events of terminal T1; where its stream stands is asked of the hall."""
    answer = hall.ask("POST", "/v1/sync/events", json=batch(1 << 20, *events))
    assert (answer.status_code, answer.json()["reason"]) == (409, "gap")
    return hall.ask("POST", "/v1/sync/events", json=batch(answer.json()["expected"], *events))


def confirm(hall: Served, *tickets: str, queue: str = "social") -> None:
    answer = send(hall, *(reported(EventKind.TAKEN, ticket, queue=queue) for ticket in tickets))
    assert {one["verdict"] for one in answer.json()["verdicts"]} == {"applied"}, answer.text
