"""The technician's window: not yet. It says so, and what does the work until then."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtQml import QQmlEngine

from screens.staff.burial import bury
from screens.staff.standing import Extent, StaffView, Standing, application, engine_for, stand
from screens.staff.words import sentences

PAGE = Path(__file__).parent / "Maintenance.qml"
DESK_PX_PER_MM = 3.78
STANDING = Standing(DESK_PX_PER_MM, (1280, 800))
EXTENT = Extent(336, 209)


def run(logs: Path, standing: Standing = STANDING) -> int:
    """Shows the page until it is closed or the process is asked to stop; the exit code. `logs` is the log folder."""
    app = application()
    engine = engine_for(app, standing, "maintenance")
    view = maintenance_view(engine, logs, standing)
    code = stand(app, view, standing)
    view.end()
    bury(engine)
    return code


def maintenance_view(engine: QQmlEngine, logs: Path, standing: Standing) -> StaffView:
    title = sentences("maintenance", standing.language)["maintenance.title"]
    view = StaffView(engine, PAGE, EXTENT, standing, title)
    view.load(logs=str(logs))
    return view
