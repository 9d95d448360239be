"""The device bench as a program: a window over the virtual devices' control socket."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtQml import QQmlEngine

from kiosk.ports.log import Log, NoLog
from screens.bench.desk import BenchDesk
from screens.bench.watching import BenchWatch
from screens.staff.burial import bury
from screens.staff.standing import Extent, StaffView, Standing, application, engine_for, stand
from screens.staff.words import sentences
from screens.staff.worker import Worker

PAGE = Path(__file__).parent / "Bench.qml"
DESK_PX_PER_MM = 3.78
STANDING = Standing(DESK_PX_PER_MM, (1280, 800))
EXTENT = Extent(336, 209)


def run(control_socket: Path, standing: Standing = STANDING, log: Log | None = None) -> int:
    """Shows the bench until it is closed or the process is asked to stop; the exit code.

    Pictures of tickets lie in a folder of their own beside the socket and go with the window.
    """
    app, log = application(), log or NoLog()
    engine = engine_for(app, standing, "bench")
    with tempfile.TemporaryDirectory(prefix="pictures-", dir=_folder_for(control_socket)) as pictures:
        watch, worker = BenchWatch(control_socket), Worker("bench", log)
        desk = BenchDesk(control_socket, Path(pictures), watch, worker)
        view = bench_view(engine, desk, standing)
        desk.start()
        code = stand(app, view, standing)
        view.end()
        watch.close()
        worker.close()
        desk.close()
        bury(desk, watch, worker, engine)
    return code


def bench_view(engine: QQmlEngine, desk: BenchDesk, standing: Standing) -> StaffView:
    view = StaffView(engine, PAGE, EXTENT, standing, sentences("bench", standing.language)["bench.title"])
    view.load(desk=desk)
    return view


def _folder_for(control_socket: Path) -> Path | None:
    """Beside the socket, which only its owner may enter; elsewhere when the devices have not made it yet."""
    return control_socket.parent if control_socket.parent.is_dir() else None
