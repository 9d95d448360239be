"""Starts a process's heart: a window's towards its hall, a hall's towards its city."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from kiosk.operation.process import Process
from kiosk.operation.start import Start
from kiosk.operation.vitals import Vitals
from kiosk.ports.devices import DeviceStatus, Paper
from kiosk.ports.ledger import LedgerError, Verdict
from kiosk.sync.client import SyncClient, Unreached
from kiosk.sync.heart import Heart
from kiosk.sync.heartbeat import BeatsOnWire

if TYPE_CHECKING:  # a window has none
    from kiosk.hall.beats import HeardBeats

_NOBODY_THERE = frozenset({"no_connection", "timed_out"})


class _Watched(Protocol):
    def status(self) -> DeviceStatus: ...


class Owing(Protocol):
    """What an outbox says of itself."""

    def backlog(self) -> int: ...

    def quarantined(self) -> Sequence[Verdict]: ...


class _Upstream(Protocol):
    def beat(self, beats: BeatsOnWire) -> str: ...


@contextmanager
def beating(start: Start, process: Process, node: str, role: str, upstream: _Upstream, **told: Any) -> Iterator[None]:
    """While this lasts, the upstream hears how the process is; `told` as `Vitals` takes it."""
    vitals = Vitals(node, role, start.state.root, process.log, **told)
    every_s = float(start.configuration.limits.heartbeat_seconds)
    heart = Heart(upstream.beat, vitals.beats, process.log, every_s).start()
    try:
        yield
    finally:
        heart.stop()


class CityBeats:
    """A hall's own line to the city for its beats; `close` it when the heart has stopped."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client

    def beat(self, beats: BeatsOnWire) -> str:
        answer = self._client.beat(beats)
        refused = answer.failure.value if isinstance(answer, Unreached) else ""
        return "" if refused in _NOBODY_THERE else refused

    def close(self) -> None:
        self._client.close()


class WhileServing:
    """A second node's line to the city: what its first node passes on otherwise it tells itself while it serves."""

    def __init__(self, line: CityBeats, serves: Callable[[], bool]) -> None:
        self._line, self._serves = line, serves

    def beat(self, beats: BeatsOnWire) -> str:
        return self._line.beat(beats) if self._serves() else ""


def hall_vital(outbox: Owing, beats: HeardBeats) -> dict[str, Any]:
    """What a hall node owes, its numbers, and whether it serves."""
    return {**owing(outbox), **beats.own()}


def owing(outbox: Owing) -> dict[str, int]:
    """Nothing of a book that cannot be read: the beat goes on, and the last error in it says why."""
    try:
        return {"backlog": outbox.backlog(), "quarantine": len(outbox.quarantined())}
    except LedgerError:
        return {}


def vital(outbox: Owing, devices: Mapping[str, _Watched]) -> dict[str, Any]:
    """What a terminal owes, and its devices in the words of XFS4IoT; paper where one has any."""
    return {**owing(outbox), "devices": {name: _shown(device.status()) for name, device in devices.items()}}


def _shown(status: DeviceStatus) -> dict[str, str]:
    paper = {} if status.paper is Paper.NOT_SUPPORTED else {"paper": status.paper.value}
    return {"state": status.device.value, **paper}
