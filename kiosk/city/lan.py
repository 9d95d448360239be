"""How a city meets halls on other machines: its key, the codes by which they join, and whose token it is.

What was told to one worker counts in all of them: it stands in the database, and is looked up anew every second.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from fastapi import APIRouter, Response

from kiosk.city.fleet import joined
from kiosk.city.fleet.codes import NodeRole, OpenCode, tried
from kiosk.city.staff.door import Door, for_act
from kiosk.city.staff.roles import Act
from kiosk.city.store import CityStore
from kiosk.ports.log import Log
from kiosk.sync import wire
from kiosk.sync.answers import NotNow
from kiosk.sync.callers import Caller, Callers, Stranger
from kiosk.trust.enrolling import Enrolling, EnrolRefusal, Found, Offer
from kiosk.trust.enrolment_door import enrolment_router
from kiosk.trust.enrolment_wire import NodeOnWire, NodesOnWire
from kiosk.trust.memberships import STANDBY_AT_CITY, NodeAddress
from kiosk.trust.node_key import NodeKey, read_node_key
from kiosk.trust.register import Device, digest_of

NAME = "city"  # as halls know it
_JOIN_AS = {NodeRole.HALL: "hall", NodeRole.STANDBY: STANDBY_AT_CITY}
_FRESH_S = 1.0
_MOST_KEPT = 5000


@dataclass(frozen=True, slots=True)
class CityLan:
    """`url` is how halls reach it; empty: where it listens."""

    url: str
    key: NodeKey

    def at(self, host: str, port: int) -> CityLan:
        shown = f"[{host}]" if ":" in host else host
        return replace(self, url=self.url or f"https://{shown}:{port}")

    def nodes(self) -> Sequence[NodeAddress]:
        """Its one address, with a next key as soon as there is one."""
        key = read_node_key(self.key.path.parent, NAME)
        return (NodeAddress(NAME, self.url, key.pins if isinstance(key, NodeKey) else self.key.pins),)


class CityCallers(Callers):
    """The tokens of this machine's file, good on this machine only, and of every node that joined. For one loop."""

    def __init__(
        self, tokens: Mapping[str, Caller], store: CityStore, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(tokens)
        self._store, self._monotonic = store, monotonic
        self._kept: dict[str, tuple[Caller | Stranger, float]] = {}

    async def known(self, authorization: str | None, *, local: bool) -> Caller | Stranger | NotNow:
        own = self.bearer(authorization) if local else None
        scheme, _, token = (authorization or "").partition(" ")
        if own is not None or scheme.lower() != "bearer":
            return own or Stranger.UNKNOWN
        return await self._looked_up(digest_of(token.strip()))

    async def _looked_up(self, digest: str) -> Caller | Stranger | NotNow:
        who, until = self._kept.get(digest, (Stranger.UNKNOWN, 0.0))
        if self._monotonic() < until:
            return who
        found = await self._store.read(lambda connection: joined.whose(connection, digest))
        self._kept.pop(digest, None)
        if isinstance(found, Caller) or found is Stranger.REVOKED:
            self._keep(digest, found)
        return found

    def _keep(self, digest: str, found: Caller | Stranger) -> None:
        while len(self._kept) >= _MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[digest] = (found, self._monotonic() + _FRESH_S)


class DatabaseCodes:
    """The codes that the staff made; a `FindCode`. Blocks, and no more than thirty times a minute."""

    def __init__(self, store: CityStore, wall_ms: Callable[[], int]) -> None:
        self._store, self._wall_ms = store, wall_ms

    def __call__(self, plate: str) -> Found | None:
        code = self._store.write_apart(lambda connection: tried(connection, plate, self._wall_ms()))
        return Found(bytes.fromhex(code.stretched), partial(self._admit, code)) if isinstance(code, OpenCode) else None

    def _admit(self, code: OpenCode, digest: str, offer: Offer) -> Device | EnrolRefusal:
        now = self._wall_ms()
        done = self._store.write_apart(lambda connection: joined.admit(connection, code, digest, now))
        if not isinstance(done, bool):
            return EnrolRefusal.CANNOT_STORE
        return Device(_JOIN_AS[code.role], code.node, digest, now) if done else EnrolRefusal.WRONG_CODE


def joining_rooms(lan: CityLan, door: Door, log: Log) -> tuple[APIRouter, ...]:
    """`/v1/enrolment/…` and `/v1/nodes`."""
    enrolling = Enrolling(DatabaseCodes(door.store, door.wall_ms), lan.key.pin)
    router = door.router("/v1", "enrolment")

    @router.get("/nodes", response_model=NodesOnWire, **for_act(Act.NODES_READ))
    async def nodes() -> Response:
        """Where the city is reached, with its keys: two while a new one is announced."""
        return wire.answer(200, NodesOnWire(nodes=[NodeOnWire.of(node) for node in lan.nodes()]))

    return enrolment_router(enrolling, NAME, lan.nodes, log), router
