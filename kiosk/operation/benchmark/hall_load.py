"""Load on a running hall: numbers asked for, people called.

Everything that is given is kept and looked through for doubles afterwards. All people are invented.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from kiosk.operation.benchmark.figures import LoadFigures, figures
from kiosk.operation.benchmark.wire import Answer, Client, StalledError, drive, exchange, request
from kiosk.sync.contract import BATCH_LIMIT, VERSION


@dataclass(frozen=True, slots=True)
class HallUnderLoad:
    """Where the hall is and who may speak to it. Counters have to serve the queue of `item`; `clerks` sign in there."""

    port: int
    item: str
    terminal: str  # token
    terminal_node: str
    board: str  # token
    callers: Mapping[str, str]  # tokens, by counter
    clerks: Mapping[str, str]  # numbers, by counter
    pin: str


class Numbers:
    """Makes reservations of people who were never here, and keeps what they got."""

    def __init__(self, hall: HallUnderLoad, run: str) -> None:
        self._hall = hall
        self._run = run
        self._count = count(1)
        self.times: list[float] = []
        self.labels: list[str] = []
        self.tickets: list[str] = []
        self.day = ""
        self.failed = 0

    def ask(self) -> bytes:
        number = next(self._count)
        holder = (
            f'{{"hash":"{self._run}{number:0{64 - len(self._run)}x}","key_version":1,"name":"张*三","tail":"2217"}}'
        )
        body = f'{{"ticket_id":"{self._run}-{number}","item":"{self._hall.item}","holder":{holder}}}'
        return request("POST", "/v1/tickets", self._hall.terminal, body.encode())

    def take(self, answer: Answer) -> None:
        if answer.status != 200:
            self.failed += 1
            return
        self.times.append(answer.seconds)
        ticket = json.loads(answer.body)["ticket"]
        self.labels.append(ticket["label"])
        self.tickets.append(ticket["ticket_id"])
        self.day = ticket["day"]

    def given(self, clients: int, took: float) -> LoadFigures:
        """What it was like for so many clients."""
        return figures(clients, self.times, took, _doubles(self.labels), self.failed)

    def some(self, least: int) -> Callable[[], bytes | None]:
        """Asks until that many numbers are there."""
        return lambda: self.ask() if len(self.tickets) < least else None


def issue_numbers(hall: HallUnderLoad, clients: int, seconds: float, run: str) -> LoadFigures:
    """`run` is hexadecimal, at most 16 characters, and different for every run on one hall."""
    numbers = Numbers(hall, run)
    took = drive(hall.port, [Client(numbers.ask, numbers.take) for _ in range(clients)], seconds)
    return numbers.given(clients, took)


def fill(hall: HallUnderLoad, people: int, run: str) -> None:
    """Lets so many people wait, confirmed as a terminal confirms them. Raises StalledError when the hall refuses."""
    numbers = Numbers(hall, run)
    drive(hall.port, [Client(numbers.some(people), numbers.take) for _ in range(8)], 600.0)
    for at in range(0, len(numbers.tickets), BATCH_LIMIT):
        batch = _batch(hall, run, at, numbers)
        answer = exchange(hall.port, request("POST", "/v1/sync/events", hall.terminal, batch))
        if answer.status != 200:
            raise StalledError(f"the hall took no confirmations: status {answer.status}")


class Clerk:
    """Calls and finishes at one counter, one after the other."""

    def __init__(self, hall: HallUnderLoad, counter: str, run: str) -> None:
        self._path = f"/v1/counters/{counter}/"
        self._token = hall.callers[counter]
        self._press = (f"{run}-{counter}-{n}" for n in count(1))
        self._finishing = False
        self._idle = False
        self.called: list[str] = []
        self.times: list[float] = []
        self.failed = 0

    def ask(self) -> bytes | None:
        key = "finish" if self._finishing else "call"
        body = json.dumps({"request_id": next(self._press)}).encode()
        return None if self._idle else request("POST", self._path + key, self._token, body)

    def take(self, answer: Answer) -> None:
        if answer.status != 200:
            self._refused(answer.body)
            return
        if not self._finishing:
            self.times.append(answer.seconds)
            self.called.append(json.loads(answer.body)["current"]["ticket_id"])
        self._finishing = not self._finishing

    def _refused(self, body: bytes) -> None:
        """A run before this one may have ended with somebody at the counter."""
        self._finishing = b'"unfinished"' in body
        self._idle = b'"nobody_waiting"' in body
        self.failed += not (self._finishing or self._idle)


def make_calls(hall: HallUnderLoad, clients: int, seconds: float, run: str) -> LoadFigures:
    """So many counters call and finish at once; `fill` before. Only the calls are counted and timed."""
    counters = list(hall.callers)[:clients]
    sign_in(hall, counters, run)
    clerks = [Clerk(hall, counter, run) for counter in counters]
    took = drive(hall.port, [Client(clerk.ask, clerk.take) for clerk in clerks], seconds)
    called = [ticket for clerk in clerks for ticket in clerk.called]
    times = [taken for clerk in clerks for taken in clerk.times]
    return figures(len(counters), times, took, _doubles(called), sum(clerk.failed for clerk in clerks))


def sign_in(hall: HallUnderLoad, counters: Sequence[str], run: str) -> None:
    """A clerk at each counter, and nobody left there by a run before. Raises StalledError when a counter stays shut."""
    for counter in counters:
        body = {"request_id": f"{run}-{counter}-in", "clerk": hall.clerks[counter], "pin": hall.pin}
        path = f"/v1/counters/{counter}/sign-in"
        answer = exchange(hall.port, request("POST", path, hall.callers[counter], json.dumps(body).encode()))
        if answer.status != 200:
            raise StalledError(f"counter {counter} cannot be opened: status {answer.status}")
        left = json.dumps({"request_id": f"{run}-{counter}-left"}).encode()
        exchange(hall.port, request("POST", f"/v1/counters/{counter}/finish", hall.callers[counter], left))


def _batch(hall: HallUnderLoad, run: str, at: int, numbers: Numbers) -> bytes:
    moment = {"wall_ms": time.time_ns() // 1_000_000, "mono_ms": 1, "boot_id": "benchmark", "trusted": True}
    events = [
        {"event_id": f"{ticket}-taken", "kind": "taken", "node": hall.terminal_node, "day": numbers.day,
         "at": moment, "ticket_id": ticket}
        for ticket in numbers.tickets[at : at + BATCH_LIMIT]
    ]  # fmt: skip
    batch = {
        "version": VERSION,
        "node_id": hall.terminal_node,
        "stream_epoch": run,
        "first_seq": at + 1,
        "events": events,
    }
    return json.dumps(batch).encode()


def _doubles(given: Sequence[str]) -> int:
    return sum(times - 1 for times in Counter(given).values())
