"""A visit by touch alone: what is read out, what a key does, and what is never said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.keypad.pad import open_pad
from kiosk.domain.catalogue import Language
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.operation.terminal.pad_choices import choices
from kiosk.operation.terminal.pad_guide import AWAY_S, PadGuide
from kiosk.ports.devices import Announcement, DeviceState, DeviceStatus, SpeechOutcome
from kiosk.ports.devices.keypad import PadKey
from tests.drivers.stage import eventually, on_stage
from tests.faults.visiting import invented_number
from tests.journeys.scenes import CATALOGUE, NAMED, PERSON, Visit, ticket

ALL_PAGES: tuple[pages.Page, ...] = (
    pages.Home(), pages.HotItems(), pages.Departments(), pages.Items(NAMED.department), pages.ScanCode(),
    pages.ScanCode(pages.ScanProblem.HALL), pages.CardPrompt(), pages.CardThere(), pages.TypeNumber("1101"),
    pages.Check(),
    pages.Working(), pages.TicketPage(ticket()), pages.AlreadyWaiting(ticket()), pages.PassedRecently(ticket()),
    pages.Failure(pages.FailureReason.TRY_AGAIN), pages.GoToCounter(), pages.Help(), pages.Help(True),
    pages.Complaint(), pages.ComplaintKept("ABC123"), pages.TakeYourCard(),
)  # fmt: skip


class Voice:
    """A speaker that keeps what sounds and what was told to be quiet."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.alone: list[str] = []
        self.steps = 0

    def status(self) -> DeviceStatus:
        return DeviceStatus(DeviceState.ONLINE)

    def say(self, announcement: Announcement, done: Callable[[SpeechOutcome], None] | None = None) -> None:
        self.said.append(announcement.text)
        self.alone.append(announcement.alone)

    def hush(self) -> None:
        self.said.append("")

    def louder(self) -> None:
        self.steps += 1

    def begin_again(self) -> None:
        self.steps = 0

    def close(self) -> None:
        return

    @property
    def last(self) -> str:
        """All that was said since it was last told to be quiet."""
        quiet = len(self.said) - next((at for at, text in enumerate(reversed(self.said)) if not text), len(self.said))
        return "。".join(self.said[quiet:])


class Desk:
    """A guide at a visit that is played by the real journey."""

    def __init__(self) -> None:
        self.visit, self.voice, self.now = Visit(), Voice(), 0.0
        self.sent: list[said.Intent] = []
        self.guide = PadGuide(self._touched, self.voice, lambda: self.now)
        self.show()

    def show(self) -> None:
        self.guide.show(self.visit.view())

    def press(self, *keys: PadKey) -> str:
        for key in keys:
            self.guide.pressed(key)
        return self.voice.last

    def _touched(self, touch: said.Intent) -> None:
        self.sent.append(touch)
        self.visit.give(touch)
        self.show()


def test_the_first_key_reads_the_first_page_and_chooses_nothing() -> None:
    desk = Desk()
    assert desk.voice.said == [], "nobody is read to who did not ask"
    text = desk.press(PadKey.ONE)
    assert desk.sent == []
    assert text.startswith("您好，请问要办什么事。按1，取号。按2，")
    assert text.endswith("重听按星号，返回按清除，求助按零")


def test_a_number_is_taken_from_the_first_page_to_the_check_by_keys_alone() -> None:
    desk = Desk()
    desk.press(PadKey.ONE, PadKey.TWO)
    assert isinstance(desk.visit.session.page, pages.HotItems)
    hot = CATALOGUE.hot()
    assert f"按1，{hot[0].name.zh}" in desk.voice.last
    named = next(place for place, item in enumerate(hot[:8]) if not item.anonymous)
    desk.press(PadKey(str(named + 1)))
    assert isinstance(desk.visit.session.page, pages.CardPrompt)
    desk.press(PadKey.ONE)
    assert isinstance(desk.visit.session.page, pages.TypeNumber)
    number = invented_number()
    text = desk.press(*(PadKey.STAR if letter == "X" else PadKey(letter) for letter in number))
    assert text == "号码完整，请按确认键"
    assert not [spoken for spoken in desk.voice.said if number[:6] in spoken], "a hall hears no digits"
    assert "".join(desk.voice.alone) == number[:-1], "whoever has a headset in hears each"
    desk.press(PadKey.ENTER)
    assert desk.sent[-1] == said.SubmitNumber()


def test_a_wrong_number_is_told_and_mended_key_by_key() -> None:
    desk = Desk()
    desk.press(PadKey.ONE)
    desk.visit.session = desk.visit.session.__class__(page=pages.TypeNumber())
    desk.show()
    text = desk.press(*(PadKey(letter) for letter in "11010119901332"))
    assert text == "号码不对，请按清除改正"
    desk.press(PadKey.CLEAR)
    page = desk.visit.session.page
    assert isinstance(page, pages.TypeNumber) and page.typed == "1101011990133"
    desk.press(PadKey.CANCEL)
    assert desk.visit.session.page == pages.TypeNumber()
    desk.press(PadKey.ENTER)
    assert desk.sent[-1] == said.EraseKey(whole=True), "a number that is not whole goes nowhere"


def test_a_long_list_is_read_in_parts_of_eight() -> None:
    desk = Desk()
    desk.press(PadKey.ONE)
    department = max(CATALOGUE.departments, key=lambda one: len(CATALOGUE.items_of(one.code)))
    items = CATALOGUE.items_of(department.code)
    assert len(items) > 8
    desk.guide._send(said.ShowDepartments())
    desk.guide._send(said.ChooseDepartment(department.code))
    assert "按9，听后面的" in desk.voice.last and items[8].name.zh not in desk.voice.last
    assert f"按1，{items[8].name.zh}" in desk.press(PadKey.NINE)
    desk.press(PadKey.ONE)
    assert desk.sent[-1] == said.ChooseItem(items[8].code)


def test_whoever_is_asked_whether_they_are_there_says_so_with_any_key() -> None:
    desk = Desk()
    desk.press(PadKey.ONE, PadKey.ONE)
    while not desk.visit.view().warning:
        desk.visit.wait(1)
        desk.show()
    assert desk.voice.said[-1] == "您还在吗，按任意键继续"
    desk.press(PadKey.SEVEN)
    assert desk.sent[-1] == said.Extend()


def test_the_next_visitor_hears_nothing_who_presses_no_key() -> None:
    desk = Desk()
    desk.press(PadKey.ONE, PadKey.ONE, PadKey.CANCEL)
    assert desk.sent[-1] == said.Exit() and desk.voice.last == "", "what still sounded stops with the visit"
    desk.visit.give(said.ShowHot())
    desk.show()
    assert desk.voice.last == ""


def test_a_pad_that_was_touched_and_left_reads_to_nobody() -> None:
    desk = Desk()
    desk.press(PadKey.FIVE)
    desk.now += AWAY_S
    desk.voice.said.clear()
    desk.visit.knowledge = desk.visit.knowledge.__class__()
    desk.show()
    assert desk.voice.said == []


@pytest.mark.parametrize("next_one", ["at the pad", "at the screen"])
def test_who_made_it_louder_and_left_without_a_visit_does_not_shout_at_the_next_one(next_one: str) -> None:
    desk = Desk()
    desk.press(PadKey.FIVE, PadKey.STAR)
    assert desk.voice.steps == 1
    desk.now += AWAY_S
    if next_one == "at the pad":
        desk.press(PadKey.FIVE)
    else:
        desk.visit.give(said.ShowHot())
        desk.show()
    assert desk.voice.steps == 0


def test_the_star_says_a_page_again_also_what_the_journey_had_said() -> None:
    desk = Desk()
    desk.press(PadKey.ONE, PadKey.TWO)
    desk.visit.give(said.ChooseItem(NAMED.code))
    desk.show()
    assert desk.press(PadKey.STAR).startswith("请将身份证放在感应区。按1，输入身份证号")
    assert desk.voice.steps == 1, "and a step louder"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: type(page).__name__)
def test_every_page_can_be_read_and_tells_nothing_of_a_person(page: pages.Page, language: Language) -> None:
    desk = Desk()
    session = desk.visit.session.__class__(page=page, language=language, item=NAMED.code, identified=PERSON)
    desk.visit.session = session
    desk.press(PadKey.STAR)
    desk.show()
    text = desk.press(PadKey.HASH) if isinstance(page, pages.Home) else " ".join(desk.voice.said)
    assert not [part for part in ("*", "张三", PERSON.holder.tail, "1101") if part in text]
    offered = choices(desk.visit.view())
    assert sum(one.first for one in offered) <= 1
    assert all(one.name for one in offered)


def test_the_wires_own_bytes_choose_and_type(tmp_path: Path) -> None:
    desk = Desk()
    with on_stage(tmp_path / "virtual-devices") as stage:
        pad = open_pad(stage.port("keypad"), stage.supervisor)
        pad.listen(desk.guide.pressed)
        assert eventually(lambda: pad.status().device is DeviceState.ONLINE)
        stage.do("press_keys", keys="1 1")
        assert eventually(lambda: isinstance(desk.visit.page(), pages.Departments))
        desk.visit.session = replace(desk.visit.session, page=pages.TypeNumber())
        desk.show()
        stage.do("press_keys", keys="4 1 0 5 clear")
        assert eventually(lambda: desk.visit.page() == pages.TypeNumber("410"))
    assert desk.voice.last == "已输入3位"
