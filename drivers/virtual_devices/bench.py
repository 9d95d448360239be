"""All virtual devices together, one from each class's folder.

Finds who a command is for, carries it out, and tells watchers what changed.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from drivers.device_classes import with_part
from drivers.virtual_devices.arguments import Arguments, WrongArgumentError
from drivers.virtual_devices.unit import COMMON, Act, Handler, Reply, Unit, reset, state_of

BACKLOG = 256  # changes that may wait for one slow watcher


class Bench:
    """`do` is safe from any thread and never raises for what was asked."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._watchers: list[queue.Queue[Reply]] = []
        units: list[Unit] = [one.part("bench").unit(folder, self.changed) for one in with_part("bench")]
        self._units = {unit.name: unit for unit in units}
        for unit in self._units.values():
            unit.line.plug()

    def close(self) -> None:
        for unit in self._units.values():
            unit.close()

    def state(self) -> Reply:
        return {name: state_of(unit) for name, unit in self._units.items()}

    def do(self, request: Mapping[str, object]) -> Reply:
        arguments = Arguments({key: value for key, value in request.items() if key != "do"})
        try:
            with self._lock:
                act = self._handler(request.get("do"), arguments)(arguments)
                arguments.done()
                reply = act()
        except WrongArgumentError as error:
            return refusal("wrong_argument", str(error))
        return {"ok": True, **reply}

    def _handler(self, name: object, arguments: Arguments) -> Handler:
        own: dict[str, Handler] = {"state": lambda _: lambda: {"state": self.state()}, "reset": lambda _: self._reset}
        if isinstance(name, str) and name in own:
            return own[name]
        owners = {unit.name: unit for unit in self._units.values() if name in COMMON or name in unit.commands()}
        if not isinstance(name, str) or not owners:
            raise WrongArgumentError(f"do must be one of {', '.join(self.names())}")
        only = next(iter(owners)) if len(owners) == 1 else None
        unit = owners[arguments.word("device", owners, only)]
        if name not in unit.commands():
            return lambda given: self._told(name, COMMON[name](unit, given))
        own_one = unit.commands()[name]
        return (lambda given: self._told(name, own_one(given))) if name in unit.untold else own_one

    def _told(self, name: str, act: Act) -> Act:
        def acted() -> Reply:
            reply = act()
            self.changed(name)
            return reply

        return acted

    def _reset(self) -> Reply:
        for unit in self._units.values():
            reset(unit)
        self.changed("reset")
        return {}

    def names(self) -> list[str]:
        """Every command there is."""
        own = {"state", "reset", "watch", *COMMON}
        return sorted(own.union(*(unit.commands() for unit in self._units.values())))

    def changed(self, what: str) -> None:
        """Tells the watchers; one that does not keep up is passed over, and sees the whole state at its next change."""
        change: Reply = {"event": what, "state": self.state()}
        for watcher in tuple(self._watchers):
            try:
                watcher.put_nowait(change)
            except queue.Full:
                continue

    @contextmanager
    def watching(self) -> Iterator[queue.Queue[Reply]]:
        changes: queue.Queue[Reply] = queue.Queue(BACKLOG)
        changes.put({"event": "state", "state": self.state()})
        self._watchers.append(changes)
        try:
            yield changes
        finally:
            self._watchers.remove(changes)


def refusal(reason: str, sentence: str) -> Reply:
    return {"ok": False, "reason": reason, "sentence": sentence}
