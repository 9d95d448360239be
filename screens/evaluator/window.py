"""The evaluator as a program: one window on a counter, and the hall's line."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtQml import QQmlEngine

from kiosk.hall.client import EvaluatorHall
from kiosk.ports.log import Log, NoLog
from screens.evaluator.desk import EvaluatorDesk
from screens.staff.burial import bury
from screens.staff.hall_line import HallLine
from screens.staff.standing import Extent, StaffView, Standing, application, engine_for, stand
from screens.staff.words import sentences
from screens.staff.worker import Worker
from screens.theme.panel import panel_of

PAGE = Path(__file__).parent / "Evaluator.qml"
PANEL_PX_PER_MM = 5.9  # 10 inch, 1280 × 800
STANDING = Standing(PANEL_PX_PER_MM, (1280, 800))
EXTENT = Extent(1280 / PANEL_PX_PER_MM, 800 / PANEL_PX_PER_MM, grows=True)


def run(hall: EvaluatorHall, standing: Standing = STANDING, log: Log | None = None) -> int:
    """Shows the evaluator of `hall.counter` until it is closed or the process is asked to stop; the exit code."""
    app, log = application(), log or NoLog()
    engine = engine_for(app, standing, "evaluator")
    line, worker = HallLine(hall.connection), Worker("evaluator", log)
    desk = EvaluatorDesk(hall, line, worker, panel_of(engine), language=standing.language)
    view = evaluator_view(engine, desk, standing)
    desk.start()
    code = stand(app, view, standing)
    view.end()
    line.close()
    worker.close()
    bury(desk, line, worker, engine)
    return code


def evaluator_view(engine: QQmlEngine, desk: EvaluatorDesk, standing: Standing) -> StaffView:
    title = sentences("evaluator", standing.language)["evaluator.title"]
    view = StaffView(engine, PAGE, EXTENT, standing, title)
    view.load(desk=desk)
    return view
