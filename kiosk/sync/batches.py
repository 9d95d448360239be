"""What a node owes, as the bytes of one batch within the wire's limits; and what the upstream's answer means for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kiosk.domain.events import Event
from kiosk.ports.ledger import Owed, Verdict
from kiosk.sync.contract import BODY_LIMIT, VERSION, BatchAnswer, GapAnswer
from kiosk.sync.streams import GapReason

_ENVELOPE_ROOM = 1024  # bytes for everything but the events


@dataclass(frozen=True, slots=True)
class Written:
    """The body of one batch, and how many of the owed events are in it."""

    body: bytes
    count: int


def written(node: str, owed: Owed) -> Written:
    """As many of the owed events as fit one request, at least one of them; none where none is owed.

    Nothing is checked here: an event that an upstream cannot read is refused by it, alone, and seen in quarantine.
    """
    room, texts = BODY_LIMIT - _ENVELOPE_ROOM, list[bytes]()
    for event in owed.events:
        text = json.dumps(_event(event), ensure_ascii=False, separators=(",", ":")).encode()
        room -= len(text) + 1
        if room < 0 and texts:
            break
        texts.append(text)
    head = {"version": VERSION, "node_id": node, "stream_epoch": owed.epoch, "first_seq": owed.first_seq}
    body = json.dumps(head, separators=(",", ":")).encode()[:-1] + b',"events":[' + b",".join(texts) + b"]}"
    return Written(body, len(texts))


def _event(event: Event) -> dict[str, Any]:
    at = event.at
    return {
        "event_id": event.event_id,
        "kind": event.kind.value,
        "node": event.node,
        "day": event.day,
        "at": {"wall_ms": at.wall_ms, "mono_ms": at.mono_ms, "boot_id": at.boot_id, "trusted": at.trusted},
        "ticket_id": event.ticket_id,
        "data": dict(event.data),
    }


@dataclass(frozen=True, slots=True)
class Acknowledge:
    upto_seq: int
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Rewind:
    """The upstream lost what it had; it wants this number next."""

    expected: int


@dataclass(frozen=True, slots=True)
class NewEpoch:
    """The upstream has other events under these numbers, or more: this node's disk was put back to an earlier day."""


@dataclass(frozen=True, slots=True)
class Senseless:
    """An answer that does not belong to what was sent."""


Meaning = Acknowledge | Rewind | NewEpoch | Senseless


def meaning(answer: BatchAnswer | GapAnswer, sent: Owed) -> Meaning:
    """What to do after an answer to `sent`, which holds exactly the events that went out."""
    if isinstance(answer, GapAnswer):
        return _of_gap(answer, sent)
    last = sent.first_seq + len(sent.events) - 1
    if not sent.events and answer.acknowledged > last:
        return NewEpoch()  # it has been sent what this node knows nothing of
    ids = [event.event_id for event in sent.events]
    if answer.acknowledged < last or [verdict.event_id for verdict in answer.verdicts] != ids:
        return Senseless()
    verdicts = tuple(Verdict(verdict.event_id, verdict.verdict, verdict.reason) for verdict in answer.verdicts)
    return Acknowledge(last, verdicts)


def _of_gap(answer: GapAnswer, sent: Owed) -> Meaning:
    if answer.reason == GapReason.OTHER_CONTENT:
        return NewEpoch()
    return Rewind(answer.expected) if 1 <= answer.expected < sent.first_seq else Senseless()
