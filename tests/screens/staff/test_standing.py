"""A staff window comes, says that it is there, and goes when its process is asked to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtQuick import QQuickWindow

from screens.maintenance.window import STANDING, Machine, device_desk, maintenance_view
from screens.staff.burial import bury
from screens.staff.clocks import Clocks
from screens.staff.minute_clock import MinuteClock
from screens.staff.standing import Extent, application, engine_for, stand

PROGRAM = """
import signal, socket, sys
from dataclasses import replace
from screens.maintenance.window import STANDING, Machine, run
reading, writing = socket.socketpair()
writing.setblocking(False)
signal.set_wakeup_fd(writing.fileno())
signal.signal(signal.SIGTERM, lambda number, frame: None)
def shown(window):
    print("shown", window.isVisible(), flush=True)
sys.exit(run(Machine((), "", "/nowhere"), replace(STANDING, notice=reading, on_window=shown)))
"""


def test_a_stop_notice_ends_the_window_and_the_code_is_good(qapp: object) -> None:
    reading, writing = socket.socketpair()
    shown: list[QQuickWindow] = []

    def on_window(window: QQuickWindow) -> None:
        shown.append(window)
        writing.send(b"!")

    with reading, writing:
        standing = replace(STANDING, notice=reading, on_window=on_window)
        engine = engine_for(application(), standing, "maintenance")
        clock = MinuteClock(Clocks())
        machine = Machine((), "", "/nowhere")
        desk = device_desk(machine, standing, Clocks())
        view = maintenance_view(engine, desk, machine, clock, standing)
        assert stand(application(), view, standing) == 0
        assert shown == [view]
        view.end()
        bury(desk, clock, engine)


def test_a_signal_ends_the_program_at_once(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True, env=environment, cwd=Path.cwd()
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == "shown True\n"
        program.send_signal(signal.SIGTERM)
        assert program.wait(20) == 0
    finally:
        program.kill()
        program.communicate()


def test_a_smaller_window_shrinks_the_page_and_a_larger_one_gives_room() -> None:
    desk = Extent(320, 200)
    assert desk.density(4.0, 1280, 800) == 4.0
    assert desk.density(4.0, 640, 400) == 2.0
    assert desk.density(4.0, 1920, 1080) == 4.0


def test_a_board_fills_whatever_panel_it_hangs_on() -> None:
    board = Extent(320, 200, grows=True)
    assert board.density(4.0, 2560, 1600) == 8.0
