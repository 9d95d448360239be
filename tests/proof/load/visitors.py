"""One hall that a crowd enters: four thousand people in a minute, as they come, while clerks call and boards listen.

A visitor is a number and its confirmation by the terminal's own stream; the feeds tell of both.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk.operation.benchmark.busy_hall import COUNTERS
from kiosk.operation.benchmark.hall_load import Clerk, HallUnderLoad, Numbers, sign_in
from kiosk.operation.benchmark.wire import Answer, exchange, request
from kiosk.sync.contract import BATCH_LIMIT, VERSION
from tests.proof.load.arrivals import Arrivals, Ask, Held
from tests.proof.load.halls import BOARDS, TERMINALS, BusyHall
from tests.proof.load.part import Extent, Part

P95_MS = 200.0
_SENDS_S = 0.5  # a terminal that owes something tells the hall this often
_PRESS_S = 1.0  # a clerk calls, and ends, this often: a brisk one, so that calls belong to the load


class Terminal:
    """Gives numbers to whoever comes to it, and owes the hall their confirmation."""

    def __init__(self, hall: HallUnderLoad, run: str) -> None:
        self.numbers = Numbers(hall, run)
        self.confirmed: list[float] = []
        self.refused = 0
        self._hall, self._run = hall, run
        self._sent = 0

    @property
    def owes(self) -> int:
        return len(self.numbers.tickets) - self._sent

    def visitor(self, at: float) -> Ask:
        return Ask(at, self.numbers.ask(), self._given)

    def confirm(self, at: float, until: float) -> Ask:
        """Its line's turn, again and again until that time and nothing is owed; a look at the hall when nothing is."""
        owed = self.numbers.tickets[self._sent : self._sent + BATCH_LIMIT]

        def told(answer: Answer) -> Iterator[Ask]:
            if answer.status != 200:
                self.refused += 1
            elif owed:
                self._sent += len(owed)
                self.confirmed.append(answer.seconds)
            if at + _SENDS_S < until or (self.owes and answer.status == 200):
                yield self.confirm(at + _SENDS_S, until)

        token = self._hall.terminal
        batch = request("POST", "/v1/sync/events", token, self._batch(owed)) if owed else b""
        return Ask(at, batch or request("GET", "/v1/terminal/summary", token), told)

    def _given(self, answer: Answer) -> None:
        self.numbers.take(answer)

    def _batch(self, owed: list[str]) -> bytes:
        moment = {"wall_ms": time.time_ns() // 1_000_000, "mono_ms": 1, "boot_id": "load", "trusted": True}
        node = self._hall.terminal_node
        events = [
            {"event_id": f"{ticket}-taken", "kind": "taken", "node": node, "day": self.numbers.day,
             "at": moment, "ticket_id": ticket}
            for ticket in owed
        ]  # fmt: skip
        whole = {"version": VERSION, "node_id": node, "stream_epoch": self._run,
                 "first_seq": self._sent + 1, "events": events}  # fmt: skip
        return json.dumps(whole).encode()


class PacedClerk:
    """Presses at a pace of its own, whatever the hall's answer to the press before takes."""

    def __init__(self, hall: HallUnderLoad, counter: str, until: float) -> None:
        self.clerk, self._until = Clerk(hall, counter, "k"), until

    def press(self, at: float) -> list[Ask]:
        asked = self.clerk.ask() if at < self._until else None
        return [Ask(at, asked, lambda answer: self._told(answer, at))] if asked else []

    def _told(self, answer: Answer, at: float) -> list[Ask]:
        if b'"nobody_waiting"' not in answer.body:
            self.clerk.take(answer)
        return self.press(at + _PRESS_S)


def visitors(folder: Path, extent: Extent) -> Part:
    part = Part("a hall's crowd", extent)
    people, seconds, counters = extent.of(4000, 100), extent.of(60, 2), COUNTERS[: extent.of(32, 4)]
    rng = random.Random(1)
    with BusyHall(folder) as busy:
        sign_in(busy.hall, counters, "in")
        terminals = [Terminal(busy.hall_of(name), f"c{number:x}") for number, name in enumerate(TERMINALS)]
        clerks = [PacedClerk(busy.hall, counter, seconds) for counter in counters]
        door, heard = Arrivals(busy.hall.port), [0]
        for _ in range(people):
            door.add(rng.choice(terminals).visitor(rng.uniform(0.2, seconds)))
        for clerk in clerks:
            door.add(*clerk.press(rng.uniform(1.0, 2.0)))
        for terminal in terminals:
            door.add(terminal.confirm(rng.uniform(0.3, 0.3 + _SENDS_S), seconds + 1.0))
        door.add(*_feeds(busy, heard))
        took = door.run(seconds)
        health = json.loads(exchange(busy.hall.port, request("GET", "/v1/health", busy.hall.board)).body)
        door.close()
    given = [label for terminal in terminals for label in terminal.numbers.labels]
    called = [ticket for clerk in clerks for ticket in clerk.clerk.called]
    part.figure(
        "visitors", people, f"in {seconds} s at {len(terminals)} terminals; all was answered after {took:.1f} s"
    )
    part.times("a number", [taken for terminal in terminals for taken in terminal.numbers.times], P95_MS)
    part.times("a confirmation", [taken for terminal in terminals for taken in terminal.confirmed], P95_MS)
    part.times("a call", [taken for clerk in clerks for taken in clerk.clerk.times], P95_MS)
    part.figure("calls meanwhile", len(called), f"at {len(clerks)} counters; {heard[0]:,} messages on the feeds")
    part.figure("the generator's own delay, worst", f"{door.latest_s * 1000:.0f} ms", "counted with the hall's")
    refused = sum(terminal.numbers.failed + terminal.refused for terminal in terminals)
    part.hold(len(given) == people and not refused, f"{len(given)} of {people} got a number, {refused} refusals")
    part.hold(len(set(given)) == len(given), "a label was given twice")
    part.hold(len(set(called)) == len(called), "somebody was called twice")
    part.hold(not any(clerk.clerk.failed for clerk in clerks), "a clerk's press was refused")
    part.hold(not any(terminal.owes for terminal in terminals), "confirmations were not taken")
    part.hold(health["status"] == "ready", f"the hall is {health['status']}")
    return part


def _feeds(busy: BusyHall, heard: list[int]) -> list[Held]:
    """Every terminal's and two boards'."""

    def hear(data: bytes, _now: float) -> None:
        heard[0] += data.count(b"event: ")

    tokens = [busy.token("terminal", name) for name in TERMINALS] + [busy.token("board", name) for name in BOARDS]
    return [Held(0.0, request("GET", "/v1/feed", token), hear) for token in tokens]
