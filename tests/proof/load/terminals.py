"""A thousand terminals at one node of the city: each beats every ten seconds, holds a feed, and every half minute tells
an event and hears of a change."""

from __future__ import annotations

import copy
import json
import random
import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from kiosk.city.publication import load_publication
from kiosk.operation.benchmark.figures import spread
from kiosk.operation.benchmark.wire import Answer, request
from kiosk.sync.contract import VERSION
from tests.proof.load.arrivals import Arrivals, Ask, Held
from tests.proof.load.cities import cores, loaded_city
from tests.proof.load.city_node import MANAGER, hall_name
from tests.proof.load.part import Extent, Part

P95_MS = 200.0
BEAT_S, CHANGE_S = 10.0, 30.0
_NODES = 25  # terminals of a hall
_RISE_S = 15.0  # in which all come to hold their feeds; nothing is measured yet
_MARK = re.compile(rb"load (\d+) of (\d+)")


class Told:
    """Times of each kind, and what was refused."""

    def __init__(self, from_s: float) -> None:
        self.beats: list[float] = []
        self.events: list[float] = []
        self.changes: list[float] = []
        self.published: list[float] = []
        self.refused: list[str] = []
        self._from_s = from_s

    def of(self, times: list[float], answer: Answer, at: float) -> None:
        if answer.status not in (200, 201):
            self.refused.append(f"{answer.status} {answer.body[:100].decode(errors='replace')}")
        elif at >= self._from_s:
            times.append(answer.seconds)


class Node:
    """One terminal: its beats, its events, its feed."""

    def __init__(self, hall: int, number: int, told: Told, until: float) -> None:
        self._name, self._token = f"{hall_name(hall)}.T{number}", f"{hall_name(hall)}/{number}"
        self._hall, self._told, self._until = hall, told, until
        self._sent = 0
        self.heard: set[int] = set()

    def beat(self, at: float) -> Ask:
        body = {"beats": [{"node": self._name, "at_ms": time.time_ns() // 1_000_000, "version": "0.1.0",
                           "devices": {"receiptPrinter": {"state": "online", "paper": "full"}}}]}  # fmt: skip

        def told(answer: Answer) -> Iterator[Ask]:
            self._told.of(self._told.beats, answer, at)
            if at + BEAT_S < self._until:
                yield self.beat(at + BEAT_S)

        return Ask(at, self._post("/v1/fleet/heartbeats", body), told, self._name)

    def event(self, at: float) -> Ask:
        self._sent += 1
        moment = {"wall_ms": time.time_ns() // 1_000_000, "mono_ms": 1, "boot_id": "load", "trusted": True}
        data = {"label": f"A{self._sent:03d}", "queue": "social", "item": "RS-002", "group": "walk_in"}
        event = {"event_id": str(uuid.uuid4()), "kind": "taken", "node": self._name, "day": "2026-11-23",
                 "ticket_id": f"{self._name}-{self._sent}", "data": data, "at": moment}  # fmt: skip
        body = {"version": VERSION, "node_id": self._name, "stream_epoch": "load", "first_seq": self._sent,
                "events": [event]}  # fmt: skip

        def told(answer: Answer) -> Iterator[Ask]:
            self._told.of(self._told.events, answer, at)
            if at + CHANGE_S < self._until:
                yield self.event(at + CHANGE_S)

        return Ask(at, self._post("/v1/sync/events", body), told, self._name)

    def feed(self, at: float, begun: dict[tuple[int, int], float]) -> Held:
        kept = b""

        def hear(data: bytes, now: float) -> None:
            nonlocal kept
            for mark in _MARK.finditer(kept + data):
                number = int(mark[1])
                if number not in self.heard and int(mark[2]) == self._hall:
                    self.heard.add(number)
                    self._told.changes.append(now - begun[self._hall, number])
            kept = data[-32:]

        path = "/v1/sync/changes?after=0&feed="
        asked = request("GET", path, self._token).replace(b"\r\n\r\n", b"\r\naccept: text/event-stream\r\n\r\n")
        return Held(at, asked, hear)

    def _post(self, path: str, body: object) -> bytes:
        return request("POST", path, self._token, json.dumps(body).encode())


def terminals(folder: Path, extent: Extent) -> Part:
    part = Part("a city's terminals", extent)
    halls, seconds, rise = extent.of(40, 2), float(extent.of(60, 2)), _RISE_S if not extent.quick else 1.0
    begins, until = rise, rise + seconds
    told, rng = Told(begins), random.Random(1)
    begun: dict[tuple[int, int], float] = {}
    with loaded_city(folder, halls, _NODES, extent) as city:
        door = Arrivals(city.port)
        nodes = [Node(hall, number, told, until) for hall in range(halls) for number in range(_NODES)]
        for node in nodes:
            door.add(node.feed(rng.uniform(0, rise * 0.7), begun))
            door.add(node.beat(rng.uniform(0, BEAT_S) % until), node.event(rng.uniform(0, min(CHANGE_S, until))))
        for hall in range(halls):
            door.add(_publish(hall, 1, begins + rng.uniform(0, min(CHANGE_S, seconds * 0.8)), until - 1.0, begun, told))
        took = door.run(until + 1.0)
        door.close()
    expected = len(begun) * _NODES
    part.figure(
        "terminals", len(nodes), f"of {halls} halls, each a feed, at one process on {city.ground}, {cores()} cores"
    )
    part.times("a heartbeat", told.beats, P95_MS)
    part.times("an event, stored", told.events, P95_MS)
    part.times("a change, from its publishing to a feed", told.changes, P95_MS)
    publishing = f"publishing itself, p50 {spread(told.published).p50:.0f} ms, is in them; {took:.0f} s in all"
    part.figure("changes", f"{len(begun)} published", publishing)
    part.figure("the generator's own delay, worst", f"{door.latest_s * 1000:.0f} ms", "counted with the city's")
    part.hold(not told.refused, f"{len(told.refused)} requests were refused: {told.refused[:2]}")
    part.hold(len(told.changes) == expected, f"{len(told.changes)} of {expected} changes reached a feed")
    return part


def _publish(hall: int, number: int, at: float, until: float, begun: dict[tuple[int, int], float], told: Told) -> Ask:
    """The hall's settings again, with another notice: its whole publication goes to each of its feeds."""
    words = f"load {number} of {hall}"
    body = copy.deepcopy(dict(load_publication()["hall"])) | {
        "id": hall_name(hall), "version": f"load-{number}", "board_notice": {"zh": words, "en": words}
    }  # fmt: skip
    begun[hall, number] = at
    path = f"/v1/halls/{hall_name(hall)}/publications/hall_settings"

    def published(answer: Answer) -> Iterator[Ask]:
        told.of(told.published, answer, at)
        if at + CHANGE_S < until:
            yield _publish(hall, number + 1, at + CHANGE_S, until, begun, told)

    return Ask(at, request("POST", path, MANAGER, json.dumps({"body": body}).encode()), published)
