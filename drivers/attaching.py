"""Attaches the devices that the configuration wants in this process, each by its own folder's `attach`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from drivers.binding.places import Binder
from drivers.device_classes import device_classes
from kiosk.operation.configuration import Configuration
from kiosk.operation.process import Process
from kiosk.operation.start import Start
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.log import Log


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a class finds where it is attached. `keep_sound`: a folder for wave files, for a journey nobody hears.
    `role`: whose process this is."""

    configuration: Configuration
    state: StateFolder
    supervisor: Supervisor
    log: Log
    keep_sound: Path | None = None
    binder: Binder = field(default_factory=Binder)
    role: str = "terminal"

    def port(self, configured: str, name: str) -> str:
        """A configured port, or the virtual device's end of its wire."""
        return self.state.device_port(configured, name)

    @property
    def debounce_s(self) -> float:
        return self.configuration.limits.device_debounce_ms / 1000

    @property
    def beat_s(self) -> float:
        return self.configuration.limits.device_beat_ms / 1000


class Attached:
    """The devices of this process, by their class's table: `attached["id_card"]`.

    They end with their supervisor.
    """

    def __init__(self) -> None:
        self._ports: dict[str, Any] = {}

    def add(self, table: str, port: object) -> None:
        self._ports[table] = port

    def __getitem__(self, table: str) -> Any:
        """Raises KeyError where no such device is wanted."""
        return self._ports[table]

    def get(self, table: str) -> Any:
        """The device's port; None where the configuration says that there is none."""
        return self._ports.get(table)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ports)


def attach_devices(role: str, around: Surroundings) -> Attached:
    """All classes that stand at this role and that the configuration wants there."""
    attached, here = Attached(), replace(around, role=role)
    for one in device_classes():
        table = around.configuration.of(one.settings)
        if table.wanted_at(role):
            attached.add(one.table, one.attach(table, here))
    return attached


def attach(start: Start, process: Process, supervisor: Supervisor) -> Attached:
    """The devices of this process, which bears its role's name."""
    around = Surroundings(start.configuration, start.state, supervisor, process.log, _kept_sound(start, process))
    return attach_devices(process.name, around)


def _kept_sound(start: Start, process: Process) -> Path | None:
    """On a stage the wave files are kept beside the other things of the run; in a hall they are not."""
    return start.state.root / "voice" / process.name if os.environ.get("HALL_KIOSK_STAGE") else None


@contextmanager
def attached(start: Start, process: Process) -> Iterator[Attached]:
    """The devices of this process, with a watch over them, until the end; where none is wanted, nothing is begun."""
    if not any(start.configuration.of(one.settings).wanted_at(process.name) for one in device_classes()):
        yield Attached()
        return
    from kiosk.operation.terminal.role import supervisor_of

    supervisor = supervisor_of(start, process)
    try:
        yield attach(start, process, supervisor)
    finally:
        supervisor.close()
