"""A staff window as the configuration and its process want it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtQuick import QQuickWindow

from kiosk.operation.process import Process
from kiosk.operation.start import Start
from screens.staff.standing import Standing
from screens.stage.opening import on_stage


def standing(start: Start, process: Process, usual: Standing) -> Standing:
    """It tells when it shows, hears when to stop, and may be on a stage."""
    kept: list[object] = []

    def shown(window: QQuickWindow) -> None:
        kept.append(on_stage(start.state.run, process.name, window))
        process.ready()

    language, notice = start.configuration.screen.language, process.stop_socket()
    return replace(usual, full_screen=start.full_screen, language=language, notice=notice, on_window=shown)
