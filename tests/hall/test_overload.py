"""Too much at once: the hall says that it works and when to ask again, and nobody's request is lost half done."""

from __future__ import annotations

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.ticket import HallUnreachable
from kiosk.hall import writer
from tests.hall.a_server import served
from tests.hall.steps import wish
from tests.hall.streams import batch, reported


def test_who_asks_too_much_is_told_to_come_back_and_not_that_the_hall_is_ill(monkeypatch: pytest.MonkeyPatch) -> None:
    with served() as hall:
        monkeypatch.setattr(writer, "LONGEST_QUEUE", 0)
        asked = [
            hall.ask("POST", "/v1/tickets", json={"ticket_id": "t-1", "item": "ZW-001"}),
            hall.ask("GET", "/v1/board", "B1"),
            hall.ask("POST", "/v1/counters/3/call", "caller-3", json={"request_id": "p-1"}),
            hall.ask("POST", "/v1/sync/events", json=batch(1, reported(EventKind.HELP_WANTED))),
        ]
        for answer in asked:
            assert (answer.status_code, answer.json()["reason"]) == (429, "overloaded")
            assert int(answer.headers["retry-after"]) > 0
        assert hall.terminal().reserve(wish("t-1")) is HallUnreachable.OUT_OF_SERVICE
