"""Who leads, pure: what has to be done, given the servers that answer.

A commit is confirmed by the leader and any one other server. So a leader that was lost is replaced only when every
other server answers and has promised not to confirm to it any longer: then whatever was confirmed lies on one of them,
the one that is furthest has all of it, and the lost one, wherever it still runs, can confirm nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.operation.postgres.nodes import Node, Seen


class Waiting(StrEnum):
    """Why nobody is made leader."""

    STILL_RECEIVING = "still_receiving"  # the leader lives: only this promoter does not reach it
    STRANGER = "stranger"  # one of them holds the data of another city: a person has to say which is right
    STANDBY_MISSING = "standby_missing"  # what was confirmed may lie on the one that does not answer


@dataclass(frozen=True, slots=True)
class Follow:
    """There is a leader; `others` do not follow it yet."""

    leader: Seen
    others: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Fence:
    """These have to promise to follow nobody of a timeline before `epoch`."""

    others: tuple[Seen, ...]
    epoch: int


@dataclass(frozen=True, slots=True)
class Promote:
    node: Node


Decision = Follow | Fence | Promote | Waiting


def decide(seen: Sequence[Seen], count: int) -> Decision:
    """`seen` are those that answer, of `count` in all."""
    if len({one.system for one in seen}) > 1:
        return Waiting.STRANGER
    promised = max((one.epoch for one in seen), default=0)
    leader = leader_of(seen, promised)
    standbys = tuple(one for one in seen if not one.leads)
    if leader is not None:
        return Follow(leader, tuple(one for one in standbys if not _follows(one, leader)))
    if len(standbys) < count - 1:
        return Waiting.STANDBY_MISSING
    if any(one.receiving for one in standbys):
        return Waiting.STILL_RECEIVING
    epoch = max(promised, max(one.followed for one in standbys) + 1)
    open_ones = tuple(one for one in standbys if not one.is_fenced or one.epoch < epoch)
    return Fence(open_ones, epoch) if open_ones else Promote(furthest(standbys).node)


def leader_of(seen: Sequence[Seen], promised: int) -> Seen | None:
    """The one of the newest timeline, unless a newer one was promised already."""
    leaders = [one for one in seen if one.leads and one.timeline >= promised]
    return max(leaders, key=lambda one: one.timeline, default=None)


def furthest(standbys: Sequence[Seen]) -> Seen:
    return max(standbys, key=lambda one: (one.followed, one.lsn, one.node.name))


def _follows(one: Seen, leader: Seen) -> bool:
    return one.follows == leader.node.port and one.followed == leader.timeline
