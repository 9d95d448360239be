"""The technician's window: every device of this machine, how it is and what to do, and the commands that try it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtQml import QQmlEngine

from kiosk.operation.device_sheet import Listed, read_sheet
from screens.maintenance.desk import DeviceDesk
from screens.maintenance.devices import Sheets, command
from screens.staff.burial import bury
from screens.staff.clocks import Clocks
from screens.staff.minute_clock import MinuteClock
from screens.staff.standing import Extent, StaffView, Standing, application, engine_for, stand
from screens.staff.words import sentences

PAGE = Path(__file__).parent / "Maintenance.qml"
DESK_PX_PER_MM = 3.78
STANDING = Standing(DESK_PX_PER_MM, (1280, 800))
EXTENT = Extent(336, 209)


@dataclass(frozen=True, slots=True)
class Machine:
    """What the page is about: every device that there could be here, the files on which the roles tell of theirs, the
    configuration's file ("" for none), and the folder of the logs."""

    devices: tuple[Listed, ...]
    configuration: str
    logs: str
    sheets: Mapping[str, Path] = field(default_factory=dict)

    def ways(self) -> list[dict[str, str]]:
        """What stands below the devices, each with the key of its sentence."""
        settled = ["--config", self.configuration] if self.configuration else []
        return [
            {"what": "maintenance.configuration", "command": command("check-config", *settled)},
            {"what": "maintenance.logs", "command": self.logs},
        ]

    def told(self) -> Sheets:
        """What the roles say of their devices now; whoever is silent is not in it."""
        read = {role: read_sheet(file) for role, file in self.sheets.items()}
        return {role: sheet for role, sheet in read.items() if sheet is not None}


def run(machine: Machine, standing: Standing = STANDING) -> int:
    """Shows the page until it is closed or the process is asked to stop; the exit code."""
    app = application()
    engine, clock = engine_for(app, standing, "maintenance"), MinuteClock(Clocks())
    desk = device_desk(machine, standing, Clocks())
    view = maintenance_view(engine, desk, machine, clock, standing)
    desk.start()
    code = stand(app, view, standing)
    view.end()
    bury(desk, clock, engine)
    return code


def device_desk(machine: Machine, standing: Standing, clocks: Clocks) -> DeviceDesk:
    return DeviceDesk(machine.devices, machine.told, sentences("maintenance", standing.language), clocks)


def maintenance_view(
    engine: QQmlEngine, desk: DeviceDesk, machine: Machine, clock: MinuteClock, standing: Standing
) -> StaffView:
    title = sentences("maintenance", standing.language)["maintenance.title"]
    view = StaffView(engine, PAGE, EXTENT, standing, title)
    view.load(desk=desk, ways=machine.ways(), clock=clock)
    return view
