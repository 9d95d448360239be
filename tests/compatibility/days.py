"""A day at a hall and a day at a city through the real clients: what is recorded of one version and replayed to others.

Whoever changes these days records the corpus anew at the version that it stands for: `python -m
tests.compatibility.recording FOLDER`.
"""

from __future__ import annotations

from typing import Any

import requests

from kiosk.domain.evaluation import EvaluationOutcome
from kiosk.domain.events import Data, Event, EventKind, Moment
from kiosk.domain.ticket import Refused, Reserved, TakeRequest
from kiosk.hall.client import BoardHall, CounterHall, EvaluatorHall, Limits, TerminalHall
from kiosk.hall.core.answers import CounterView, EvaluationTaken, HallHealth, Invitation, Restored, TerminalSummary
from kiosk.ports.ledger import Judgement, Owed
from kiosk.sync.batches import written
from kiosk.sync.client import Limits as LineLimits
from kiosk.sync.client import SyncClient
from kiosk.sync.contract import BatchAnswer, ChangePage, GapAnswer
from tests.city.bookings.acts import ITEM
from tests.city.house import NOON, citizen_number
from tests.city.running import HALL, visit
from tests.hall.a_server import PIN
from tests.hall.memory import MONDAY_NINE
from tests.hall.one_hall import SOCIAL, person

LIMITS = Limits(connect=5.0, answer=10.0, silence=6.0)
MONDAY = "2026-11-23"
BOOKING = "0d4e6f1a-6a51-4c0c-9c79-5a1f8f3f1a01"


def day_at_a_hall(url: str) -> None:
    """A terminal, a caller, an evaluator and a board; fails where a client does not understand an answer."""
    terminal, line = TerminalHall(url, "token-T1", LIMITS), SyncClient(lambda: url, "token-T1", LineLimits(5, 10, 20))
    assert isinstance(terminal.health(), HallHealth)
    for number in (1, 2):
        assert isinstance(terminal.reserve(TakeRequest(f"t-{number}", SOCIAL, person(number))), Reserved)
    again = terminal.reserve(TakeRequest("t-3", SOCIAL, person(1)))
    assert isinstance(again, Refused), again
    taken = [_event(number, EventKind.TAKEN, f"t-{number}", label=f"A00{number}") for number in (1, 2)]
    device = _event(3, EventKind.DEVICE_CHANGED, device="receipt-printer", state="online", paper="low")
    answered = line.send(written("T1", Owed("epoch-1", 1, (*taken, device))).body)
    assert isinstance(answered, BatchAnswer) and answered.acknowledged == 3, answered
    assert isinstance(line.send(written("T1", Owed("epoch-1", 9, (taken[0],))).body), GapAnswer)
    assert isinstance(line.changes(0, ""), ChangePage)
    line.close()
    assert isinstance(terminal.summary(), TerminalSummary)
    _counter(url, terminal)


def _counter(url: str, terminal: TerminalHall) -> None:
    counter = CounterHall(url, "token-caller-3", "3", LIMITS)
    evaluator = EvaluatorHall(url, "token-evaluator-3", "3", LIMITS)
    assert isinstance(counter.sign_in("0305", PIN), CounterView)
    assert isinstance(counter.call_next(), CounterView)
    assert isinstance(counter.recall(), CounterView)
    assert isinstance(counter.pass_over(), CounterView)
    assert isinstance(terminal.restore("t-1"), Restored)
    for press in (counter.call_next, counter.start, counter.finish, counter.view):
        assert isinstance(press(), CounterView)
    invited = evaluator.open_evaluation()
    assert isinstance(invited, Invitation), invited
    done = evaluator.submit(invited.ticket_id, EvaluationOutcome.GRADED, 5, ["510"], "", 7)
    assert isinstance(done, EvaluationTaken), done
    for press in (counter.pause, counter.resume, counter.sign_out):
        assert isinstance(press(), CounterView)
    board = BoardHall(url, "token-B1", LIMITS).snapshot()
    assert not isinstance(board, str), board


def day_at_a_city(url: str, channel: str) -> None:
    """A hall's line, its heartbeat, and a channel that books and cancels. The slots are published before."""
    line = SyncClient(lambda: url, "hall", LineLimits(5, 10, 20))
    events = visit("t-1")
    answer = line.send(written(HALL, Owed("epoch-1", 1, events)).body)
    assert isinstance(answer, BatchAnswer) and {one.verdict for one in answer.verdicts} == {Judgement.APPLIED}
    again = line.send(written(HALL, Owed("epoch-1", 1, events)).body)
    assert isinstance(again, BatchAnswer) and {one.verdict for one in again.verdicts} == {Judgement.DUPLICATE}
    page = line.changes(0, "")
    assert isinstance(page, ChangePage) and page.changes
    line.close()
    beat = {"node": "T1", "role": "terminal", "at_ms": NOON, "version": "0.1.0", "backlog": 3,
            "devices": {"receiptPrinter": {"state": "online", "paper": "full"}}}  # fmt: skip
    _asked("POST", f"{url}/v1/fleet/heartbeats", "hall", {"beats": [beat]}, 200)
    who = {"card": {"number": citizen_number(1), "name": "张三丰"}}
    wish = {"booking_id": BOOKING, "hall": HALL, "item": ITEM, "day": "2026-11-25", "start": 540, "who": who}
    _asked("GET", f"{url}/v1/halls/{HALL}/slots?item={ITEM}", channel, None, 200)
    _asked("POST", f"{url}/v1/bookings", channel, wish, 201)
    _asked("POST", f"{url}/v1/bookings/{BOOKING}/cancel", channel, {"who": who}, 200)


def _asked(method: str, url: str, token: str, body: dict[str, Any] | None, status: int) -> None:
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {token}"
        answer = session.request(method, url, json=body, timeout=10)
    assert answer.status_code == status, (method, url, answer.status_code, answer.text)


def _event(number: int, kind: EventKind, ticket_id: str = "", **data: Any) -> Event:
    known: Data = dict(data)
    return Event(f"e-{number}", kind, "T1", MONDAY, Moment(MONDAY_NINE, 1000, "boot-1"), ticket_id, known)
