"""The technician's window: not yet. It says so, and which commands do the work on this very machine."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtQml import QQmlEngine

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
    """What the commands need to know: both ports, the configuration's file ("" for none), the folder of the logs, and
    the queue of A4 pages ("" for none)."""

    reader: str
    printer: str
    configuration: str
    logs: str
    queue: str = ""

    def ways(self) -> list[dict[str, str]]:
        """Each command as it is typed in the program's folder, with its icon and the key of its sentence."""
        settled = ["--config", self.configuration] if self.configuration else []
        return [
            _way("id_card", "reader", "probe", "id-card", "--port", self.reader),
            _way("printer", "printer", "probe", "receipt-printer", "--port", self.printer, "--test-page"),
            *self._pages(),
            _way("check", "configuration", "check-config", *settled),
            {"icon": "list", "what": "maintenance.logs", "command": self.logs},
        ]

    def _pages(self) -> list[dict[str, str]]:
        if not self.queue:
            return []
        return [_way("printer", "pages", "probe", "document-printer", "--port", self.queue, "--test-page")]


def _way(icon: str, key: str, *arguments: str) -> dict[str, str]:
    command = shlex.join(["python", "main.py", *arguments])
    return {"icon": icon, "what": f"maintenance.{key}", "command": command}


def run(machine: Machine, standing: Standing = STANDING) -> int:
    """Shows the page until it is closed or the process is asked to stop; the exit code."""
    app = application()
    engine, clock = engine_for(app, standing, "maintenance"), MinuteClock(Clocks())
    view = maintenance_view(engine, machine, clock, standing)
    code = stand(app, view, standing)
    view.end()
    bury(clock, engine)
    return code


def maintenance_view(engine: QQmlEngine, machine: Machine, clock: MinuteClock, standing: Standing) -> StaffView:
    title = sentences("maintenance", standing.language)["maintenance.title"]
    view = StaffView(engine, PAGE, EXTENT, standing, title)
    view.load(ways=machine.ways(), clock=clock)
    return view
