"""A whole visit by finger: real window, core and journey; only the hall and the devices are stand-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest

from kiosk.domain.identity import CardRecord, check_character
from kiosk.domain.ticket import Group, Holder, PrintState
from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys.pages import Knowledge
from kiosk.journeys.session import Limits, Session
from kiosk.operation.terminal.core import TerminalCore
from kiosk.ports.devices import (
    CardEventKind,
    DeviceStatus,
    PrintOutcome,
    PrintReport,
    ReadFailure,
    TicketSlip,
)
from kiosk.ports.ledger import KeptTicket
from kiosk.ports.log import NoLog
from screens.citizen.window import CitizenWindow
from tests.screens.citizen import eyes
from tests.screens.citizen.scenes import CODE, knowledge, pension_item, printer, reader, ticket
from tests.screens.gallery import PORTRAIT

NUMBER = "99010019500315221" + check_character("99010019500315221")


class QuietReader:
    """A reader on which nobody lays a card."""

    def status(self) -> DeviceStatus:
        return reader()

    def watch(self, on_status: Callable[[DeviceStatus], None], on_card: Callable[[CardEventKind], None]) -> None: ...

    def read(self, done: Callable[[CardRecord | ReadFailure], None]) -> None: ...

    def cancel(self) -> None: ...

    def close(self) -> None: ...


class QuietPrinter:
    def status(self) -> DeviceStatus:
        return printer()

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None: ...

    def print_ticket(self, slip: TicketSlip, done: Callable[[PrintReport], None]) -> None: ...

    def close(self) -> None: ...


class NearHall:
    """Answers what the hall, the book and the printer would answer on a good day."""

    def __init__(self, core: TerminalCore) -> None:
        self._core = core

    def carry_out(self, effect: do.Effect, session: Session, knowledge: Knowledge) -> None:
        match effect:
            case do.IdentifyTyped():
                holder = Holder("ab" * 32, 1, "欧**娜", "2217", Group.GREEN)
                self._core.tell(said.Identified(holder, "990100********2217", by_card=False))
            case do.Take(item):
                self._core.tell(said.Took(KeptTicket(ticket(item), PrintState.COMMITTED, CODE)))
            case do.Print(taken):
                report = PrintReport(PrintOutcome.PRINTED, confirmed_by="process_id")
                self._core.tell(said.PaperTold(taken.ticket_id, report))
            case _:
                return

    def close(self) -> None: ...


class Hand:
    """Touches what is seen, when it can be touched."""

    def __init__(self, window: CitizenWindow, glass: QObject) -> None:
        self._window = window
        self._glass = glass

    def touch(self, name: str) -> None:
        self.wait_for(lambda: name in self.key_names() and self._window.window.rootObject().property("settled"), name)
        self._window.window.grabWindow()
        item = next(key.item for key in eyes.keys(self._window.window.rootObject()) if key.words == name)
        place = eyes.middle(item)
        QTest.touchEvent(self._window.window, self._glass).press(0, place, self._window.window).commit()  # type: ignore[call-overload]
        QTest.touchEvent(self._window.window, self._glass).release(0, place, self._window.window).commit()  # type: ignore[call-overload]

    def key_names(self) -> set[str]:
        return {key.words for key in eyes.keys(self._window.window.rootObject())}

    def words(self) -> set[str]:
        return {seen.words for seen in eyes.texts(self._window.window.rootObject())}

    def sees(self, words: str) -> None:
        self.wait_for(lambda: words in self.words(), words)

    def wait_for(self, true: Callable[[], object], what: str) -> None:
        for _ in range(2000):
            if true():
                return
            QTest.qWait(5)
        raise AssertionError(f"{what} did not come; there is {sorted(self.words())}")


@pytest.fixture
def hand(qapp: object) -> Iterator[Hand]:
    window = CitizenWindow(PORTRAIT, lambda touch: core.send(touch))
    core = TerminalCore(window.show_view, Limits(), NoLog())
    window.show_at_once(core.first_view())
    window.open()
    core.know(knowledge())
    core.start(NearHall(core), QuietReader(), QuietPrinter())
    yield Hand(window, QTest.createTouchDevice())
    core.stop()
    complaints = list(window.complaints)
    window.close()
    assert complaints == []


def test_a_citizen_without_a_card_takes_a_number_and_leaves_nothing(hand: Hand) -> None:
    hand.sees("设备正常")
    hand.touch(f"item-{pension_item()}")
    hand.touch("card-type")
    for digit in NUMBER:
        hand.touch(f"digit-{digit}")
    hand.touch("number-submit")
    hand.sees("欧**娜")
    hand.touch("take")
    hand.sees("取号成功，请取走凭证")
    assert {"A017", "绿色通道", "2217"} <= hand.words()
    hand.touch("footer-exit")
    hand.sees("您好，请问要办什么事？")
    assert not {"欧**娜", "2217", "A017"} & hand.words()


def test_the_language_and_the_size_of_one_citizen_end_with_the_visit(hand: Hand) -> None:
    hand.sees("设备正常")
    hand.touch("footer-language")
    hand.sees("What would you like to do?")
    hand.touch("footer-elder")
    hand.touch("help")
    hand.sees("Do you need help?")
    hand.touch("footer-exit")
    hand.sees("您好，请问要办什么事？")


def test_departments_lead_to_items_and_back(hand: Hand) -> None:
    hand.touch("hero")
    hand.touch("department-RS")
    hand.wait_for(lambda: any(key.startswith("item-RS-") for key in hand.key_names()), "the department's items")
    hand.touch("footer-back")
    hand.sees("请选择部门")
    hand.touch("footer-home")
    hand.sees("您好，请问要办什么事？")
