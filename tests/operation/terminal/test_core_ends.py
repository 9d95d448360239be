"""A terminal that has to begin again sends nobody away in the middle of a visit."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest

from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.effects import Effect
from kiosk.journeys.pages import Knowledge, View
from kiosk.journeys.session import Limits, Session
from kiosk.operation.terminal.core import TerminalCore
from kiosk.ports.log import NoLog
from tests.screens.citizen.test_visit import QuietPrinter, QuietReader


class Nothing:
    def carry_out(self, effect: Effect, session: Session, knowledge: Knowledge) -> None: ...

    def close(self) -> None: ...


Shown = queue.Queue[View]


def see(shown: Shown, kind: type[object]) -> None:
    while not isinstance(shown.get(timeout=10).page, kind):
        pass


@pytest.fixture
def shown() -> Shown:
    return queue.Queue()


@pytest.fixture
def core(shown: Shown) -> Iterator[TerminalCore]:
    made = TerminalCore(shown.put, Limits(), NoLog())
    made.start(Nothing(), QuietReader(), QuietPrinter())
    yield made
    made.stop()


def test_it_ends_at_once_when_nobody_is_there(core: TerminalCore) -> None:
    ended: queue.Queue[str] = queue.Queue()
    core.end_when_free(lambda: ended.put("now"))
    assert ended.get(timeout=10) == "now"


def test_it_ends_when_the_visitor_has_gone_and_only_once(core: TerminalCore, shown: Shown) -> None:
    ended: queue.Queue[str] = queue.Queue()
    core.send(said.ShowHot())
    see(shown, pages.HotItems)
    core.end_when_free(lambda: ended.put("now"))
    with pytest.raises(queue.Empty):
        ended.get(timeout=1.5)
    core.send(said.Exit())
    assert ended.get(timeout=10) == "now"
    core.send(said.AskHelp())
    see(shown, pages.Help)
    core.send(said.Exit())
    see(shown, pages.Home)
    assert ended.empty()
