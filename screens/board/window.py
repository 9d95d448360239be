"""The board as a program: one window, the hall's line, the voice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtQml import QQmlEngine

from kiosk.hall.client import BoardHall
from kiosk.ports.devices import Speaker
from kiosk.ports.log import Log, NoLog
from screens.board.hall_board import HallBoard
from screens.board.spoken import SpokenFile
from screens.board.voice import CallVoice
from screens.staff.burial import bury
from screens.staff.hall_line import HallLine
from screens.staff.standing import Extent, StaffView, Standing, application, engine_for, stand
from screens.staff.words import sentences
from screens.staff.worker import Worker

PAGE = Path(__file__).parent / "Board.qml"
PANEL_PX_PER_MM = 1.59  # 55 inch, 1920 × 1080
STANDING = Standing(PANEL_PX_PER_MM, (1280, 720))
LYING = Extent(1920 / PANEL_PX_PER_MM, 1080 / PANEL_PX_PER_MM, grows=True)
UPRIGHT = Extent(1080 / PANEL_PX_PER_MM, 1920 / PANEL_PX_PER_MM, grows=True)


def run(
    hall: BoardHall,
    speaker: Speaker,
    spoken: Path,
    standing: Standing = STANDING,
    title: str = "",
    queues: Sequence[str] = (),
    log: Log | None = None,
) -> int:
    """Shows the board until it is closed or asked to stop; the exit code. `spoken` is where the last call said is kept.

    `title` replaces the hall's name; `queues` are the codes of the queues whose waits it shows, none means all.
    """
    app, log = application(), log or NoLog()
    engine = engine_for(app, standing, "board")
    line, worker, file = HallLine(hall.connection), Worker("board", log), SpokenFile(spoken)
    voice = CallVoice(speaker, file, worker)
    board = HallBoard(hall, line, voice, file, worker, title=title, queues=queues)
    view = board_view(engine, board, standing)
    board.start()
    code = stand(app, view, standing)
    view.end()
    line.close()
    worker.close()
    bury(board, voice, line, worker, engine)
    return code


def board_view(engine: QQmlEngine, board: HallBoard, standing: Standing) -> StaffView:
    """The window, lying or upright as its size is."""
    width, height = standing.size
    extent = LYING if width >= height else UPRIGHT
    view = StaffView(engine, PAGE, extent, standing, sentences("board", standing.language)["board.title"])
    view.load(hall=board)
    return view
