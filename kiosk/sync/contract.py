"""The one protocol between a node and its upstream, as it stands on the wire (JSON over HTTP, version 1).

Terminal to hall and hall to city speak the same. Up: `POST /v1/sync/events`, gap-free batches of one stream. Down:
`GET /v1/sync/changes?after=CURSOR&feed=NAME&limit=N`, pages of the newest state with tombstones and a server cursor.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from kiosk.domain.events import END_OF_TIME_MS, Event, EventKind, Moment
from kiosk.ports.ledger import Change, Judgement

VERSION = 1
BATCH_LIMIT = 500  # events in one batch
PAGE_LIMIT = 500  # changes in one page
BODY_LIMIT = 1 << 20  # bytes of one request
KEY_KINDS = frozenset({"match_key", "ticket_key"})  # changes for nodes only whose token entitles them

_KINDS = frozenset(kind.value for kind in EventKind)
Identity = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[\w.:-]+$")]
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]  # a NUL is what PostgreSQL cannot store
Scalar = Text | int | Annotated[float, Field(allow_inf_nan=False)] | bool | None


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class MomentOnWire(_Wire):
    wall_ms: int = Field(ge=0, lt=END_OF_TIME_MS)
    mono_ms: int = Field(ge=0, lt=END_OF_TIME_MS)
    boot_id: Identity
    trusted: bool


class EventOnWire(_Wire):
    """An event. `kind` is a text here: an upstream of an older version rejects what it does not know, by name."""

    event_id: Identity
    kind: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z_]+$")]
    node: Identity
    day: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    at: MomentOnWire
    ticket_id: Annotated[str, Field(max_length=64, pattern=r"^[\w.:-]*$")] = ""
    data: Mapping[Text, Scalar | list[Text]] = Field(default_factory=dict, max_length=64)

    @classmethod
    def of(cls, event: Event) -> EventOnWire:
        at = event.at
        return cls(
            event_id=event.event_id,
            kind=event.kind.value,
            node=event.node,
            day=event.day,
            at=MomentOnWire(wall_ms=at.wall_ms, mono_ms=at.mono_ms, boot_id=at.boot_id, trusted=at.trusted),
            ticket_id=event.ticket_id,
            data=event.data,
        )

    def event(self) -> Event | None:
        """The event, or None when its kind is not known to this version."""
        if self.kind not in _KINDS:
            return None
        at = Moment(self.at.wall_ms, self.at.mono_ms, self.at.boot_id, self.at.trusted)
        return Event(self.event_id, EventKind(self.kind), self.node, self.day, at, self.ticket_id, dict(self.data))


class Envelope(_Wire):
    """A batch as its upstream first reads it: one event that cannot be read must not hold back the others."""

    version: int = Field(ge=1, le=VERSION)
    node_id: Identity
    stream_epoch: Identity
    first_seq: int = Field(ge=1, le=1 << 53)
    events: list[dict[str, Any]] = Field(max_length=BATCH_LIMIT)


class Batch(_Wire):
    """Consecutive events of one stream, `first_seq` being the number of the first of them."""

    version: int = VERSION
    node_id: Identity
    stream_epoch: Identity
    first_seq: int = Field(ge=1)
    events: list[EventOnWire] = Field(max_length=BATCH_LIMIT)


class VerdictOnWire(_Wire):
    event_id: str
    verdict: Judgement
    reason: str = ""


class BatchAnswer(_Wire):
    """`acknowledged` is the last sequence number taken; one verdict for each event of the batch, in order."""

    version: int = VERSION
    acknowledged: int
    verdicts: list[VerdictOnWire]


class GapAnswer(_Wire):
    """Status 409: the batch does not join what was taken; `expected` is the sequence number to send from."""

    version: int = VERSION
    reason: str  # gap | other_content
    expected: int


class ChangeOnWire(_Wire):
    cursor: int
    kind: str
    key: str
    version: str
    body: Mapping[str, Any] | None

    @classmethod
    def of(cls, change: Change) -> ChangeOnWire:
        return cls(cursor=change.cursor, kind=change.kind, key=change.key, version=change.version, body=change.body)

    def change(self) -> Change:
        return Change(self.cursor, self.kind, self.key, self.version, self.body)


class ChangePage(_Wire):
    """One page of the downward feed. `resync` asks the node to start again from cursor 0.

    `feed` names what the cursor counts in: a new database of the upstream, or another right to keys, is another feed.
    Empty: the upstream itself has nothing whole yet; the node keeps what it has and asks again later.
    """

    version: int = VERSION
    changes: list[ChangeOnWire] = Field(max_length=PAGE_LIMIT)
    cursor: int = Field(ge=0)
    more: bool
    resync: bool = False
    feed: Annotated[str, Field(max_length=80)] = ""


class Trouble(_Wire):
    """Why a request was not answered: every status from 400 on, except 409 of a batch, which is a `GapAnswer`."""

    reason: str
    sentence: str
