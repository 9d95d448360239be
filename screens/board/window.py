"""The board as a program: one window, the hall's line, the voice; or one counter's small screen, which has none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlEngine

from kiosk.hall.client import BoardHall
from kiosk.ports.devices import Speaker
from kiosk.ports.log import Log, NoLog
from screens.board.hall_board import HallBoard
from screens.board.showing import board_page, counter_page
from screens.board.spoken import SpokenFile
from screens.board.voice import CallVoice, NoVoice
from screens.staff.burial import bury
from screens.staff.hall_line import HallLine
from screens.staff.standing import Extent, StaffView, Standing, application, engine_for, stand
from screens.staff.words import sentences
from screens.staff.worker import Worker

PAGE = Path(__file__).parent / "Board.qml"
PANEL_PX_PER_MM = 1.59  # 55 inch, 1920 × 1080
COUNTER_PAGE = Path(__file__).parent / "CounterBoard.qml"
COUNTER_PX_PER_MM = 4.03  # 21.5 inch, 1920 × 1080; a tablet's page is the same, smaller
STANDING = Standing(PANEL_PX_PER_MM, (1280, 720))
LYING = Extent(1920 / PANEL_PX_PER_MM, 1080 / PANEL_PX_PER_MM, grows=True)
UPRIGHT = Extent(1080 / PANEL_PX_PER_MM, 1920 / PANEL_PX_PER_MM, grows=True)
COUNTER_STANDING = Standing(COUNTER_PX_PER_MM, (960, 540))
COUNTER_LYING = Extent(1920 / COUNTER_PX_PER_MM, 1080 / COUNTER_PX_PER_MM, grows=True)
COUNTER_UPRIGHT = Extent(1080 / COUNTER_PX_PER_MM, 1920 / COUNTER_PX_PER_MM, grows=True)


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
    line, worker = HallLine(hall.connection), Worker("board", log)
    voice = CallVoice(speaker, SpokenFile(spoken), worker)
    board = HallBoard(hall, line, voice, worker, shows=partial(board_page, title=title, queues=queues))
    return _shown(app, board_view(engine, board, standing), standing, board, voice, line, worker, engine)


def run_counter(hall: BoardHall, counter: str, standing: Standing = COUNTER_STANDING, log: Log | None = None) -> int:
    """Shows one counter alone, without a voice, until it is closed or asked to stop; the exit code."""
    app, log = application(), log or NoLog()
    engine = engine_for(app, standing, "board")
    line, worker, voice = HallLine(hall.connection), Worker("board", log), NoVoice()
    board = HallBoard(hall, line, voice, worker, shows=partial(counter_page, counter=counter))
    return _shown(app, counter_view(engine, board, counter, standing), standing, board, voice, line, worker, engine)


def _shown(
    app: QGuiApplication,
    view: StaffView,
    standing: Standing,
    board: HallBoard,
    voice: CallVoice | NoVoice,
    line: HallLine,
    worker: Worker,
    engine: QQmlEngine,
) -> int:
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


def counter_view(engine: QQmlEngine, board: HallBoard, counter: str, standing: Standing) -> StaffView:
    """The window of one counter's small screen, lying or upright."""
    width, height = standing.size
    extent = COUNTER_LYING if width >= height else COUNTER_UPRIGHT
    view = StaffView(engine, COUNTER_PAGE, extent, standing, sentences("board", standing.language)["counter.title"])
    view.load(hall=board, counter=counter)
    return view
