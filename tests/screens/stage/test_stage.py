"""A window is reached from outside however deep its folder is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtQuick import QQuickView

from kiosk.operation.journey.stage_client import StageClient
from screens.stage.stage import Stage
from tests.screens.looking import until


@pytest.mark.parametrize("length", [100, 107, 108, 240])
def test_a_stage_answers_at_a_path_of_any_length(qapp: object, length: int, tmp_path: Path) -> None:
    name = "terminal.stage"
    folder = tmp_path / ("d" * (length - len(str(tmp_path)) - len(name) - 2))
    folder.mkdir()
    assert len(str(folder / name)) == length
    window = QQuickView()
    stage = Stage(window, folder / name)
    with closing(StageClient("terminal", folder / name)) as client, ThreadPoolExecutor() as outside:
        names = outside.submit(client.names)
        until(names.done)
    assert names.result() == []
    stage.close()
    assert not (folder / name).exists()
    window.close()
