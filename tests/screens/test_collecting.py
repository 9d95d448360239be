"""Cycles with Qt objects in them are taken down on Qt's thread and on no other."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest
from pytestqt.qtbot import QtBot

from screens.collecting import Collecting


class Knot:
    """A cycle that writes down which thread took it down."""

    ended_on: ClassVar[list[str]] = []

    def __init__(self) -> None:
        self.own = self

    def __del__(self) -> None:
        Knot.ended_on.append(threading.current_thread().name)


@pytest.fixture
def collecting(qapp: object) -> Iterator[Collecting]:
    Knot.ended_on.clear()
    one = Collecting()
    yield one
    one.end()
    assert gc.isenabled()


def test_another_thread_never_takes_a_cycle_down(collecting: Collecting, qtbot: QtBot) -> None:
    def make_garbage() -> None:
        for _ in range(5000):
            Knot()

    busy = threading.Thread(target=make_garbage, name="busy")
    busy.start()
    busy.join()
    assert Knot.ended_on == []
    collecting._look()
    assert set(Knot.ended_on) == {threading.main_thread().name} and len(Knot.ended_on) == 5000
