"""A page of the first node's book as it goes over the wire to the second, with all else that it has to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from kiosk.domain.events import Event
from kiosk.ports.ledger import Owed
from kiosk.sync.batches import written
from kiosk.sync.contract import Identity
from kiosk.trust.enrolment_wire import Hex32, NodeOnWire, Url
from kiosk.trust.register import Device

LIMIT = 500  # events of one page


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class DeviceOnWire(_Wire):
    """A machine that joined: its token as a digest, which is of no use to anybody but a node that compares."""

    role: Annotated[str, Field(max_length=32)]
    id: Annotated[str, Field(max_length=32)]
    digest: Hex32
    since_ms: int = Field(ge=0)
    revoked_ms: int = Field(ge=0)
    url: Url | Annotated[str, Field(max_length=0)] = ""
    pins: list[Hex32] = []

    def device(self) -> Device:
        return Device(self.role, self.id, self.digest, self.since_ms, self.revoked_ms, self.url, tuple(self.pins))


class PlaceOnWire(_Wire):
    node: Identity
    epoch: Identity
    seq: int = Field(ge=0)


class Told(_Wire):
    """`more`: ask again at once. `places` only with the last page: how far the first node is with each terminal."""

    node: Identity
    more: bool
    gave_way: bool = False  # it answers, but serves nobody, because it cannot store
    places: list[PlaceOnWire] = []
    sent: int = Field(0, ge=0)  # up to here the city has this book
    mark: str = ""  # of devices and nodes, to be sent back; they are told when it is another than the one that came
    devices: list[DeviceOnWire] | None = None
    nodes: list[NodeOnWire] | None = None


class Events(_Wire):
    first_seq: int = Field(ge=1)
    events: list[dict[str, Any]] = Field(max_length=LIMIT)


class BookPage(_Wire):
    book: Events
    told: Told


def page_bytes(first_seq: int, events: Sequence[Event], told: Told, places: Mapping[tuple[str, str], int]) -> bytes:
    """As many of the events as fit; `told.more` says already whether there are others behind them."""
    batch = written(told.node, Owed("book", first_seq, tuple(events)))
    more = told.more or batch.count < len(events)
    taken = [] if more else [PlaceOnWire(node=n, epoch=e, seq=seq) for (n, e), seq in places.items()]
    said = told.model_copy(update={"more": more, "places": taken})
    return b'{"book":' + batch.body + b',"told":' + said.model_dump_json().encode() + b"}"


def devices_on_wire(devices: Sequence[Device]) -> list[DeviceOnWire]:
    return [
        DeviceOnWire(
            role=one.role,
            id=one.id,
            digest=one.digest,
            since_ms=one.since_ms,
            revoked_ms=one.revoked_ms,
            url=one.url,
            pins=list(one.pins),
        )
        for one in devices
    ]
